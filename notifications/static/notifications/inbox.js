// The thread opens at its newest words, and colleagues see who is writing an answer.
const said = () => document.getElementById("said");
const words = document.getElementById("words");
let wasAtEnd = true;
let telling;

// On a phone the page scrolls, else the thread in its box.
const toEnd = () => {
  said()?.scrollTo(0, said().scrollHeight);
  if (said()?.scrollHeight === said()?.clientHeight) document.getElementById("answer")?.scrollIntoView({ block: "end" });
};
toEnd();
document.addEventListener("htmx:beforeSwap", (event) => {
  const box = event.target;
  if (box.id === "said") wasAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "said" && wasAtEnd) toEnd();
});

function tell(leave) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", words.form.elements.csrfmiddlewaretoken.value);
  if (leave) form.set("leave", "yes");
  fetch(words.dataset.writing, { method: "POST", body: form, keepalive: true }).catch(() => {});
}

function start() {
  if (telling || !words.dataset.writing) return;
  tell(false);
  telling = setInterval(tell, 3000, false);
}

words?.addEventListener("focus", start);
words?.addEventListener("blur", () => {
  if (!telling) return;
  clearInterval(telling);
  telling = undefined;
  tell(true);
});
if (words && document.activeElement === words) start();

// A ready answer goes to where the cursor is, and can be changed before it is sent.
document.addEventListener("click", (event) => {
  const ready = event.target.closest("[data-insert]");
  if (!ready || !words) return;
  const before = words.value.slice(0, words.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  words.setRangeText(gap + ready.dataset.insert, words.selectionStart, words.selectionEnd, "end");
  words.focus();
});
