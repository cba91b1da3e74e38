// Taps are kept on the phone until the server has answered, and are sent in their order.
// Each has a key: sent twice, it counts once. Without script the forms send themselves.
const news = document.getElementById("news");
const words = news.dataset;
const KEPT = `taps:${words.owner}`;  // another person on this phone sends only their own
const PAUSES = [2, 5, 15, 30, 60];  // seconds between tries
let sending = false;
let tries = 0;
let timer = 0;
let signedOut = false;

const waiting = () => {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || [];
  } catch {
    return [];
  }
};

const keep = (taps) => localStorage.setItem(KEPT, JSON.stringify(taps));

// randomUUID is missing where the page came without TLS.
const freshKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};

const element = (name, text, look) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (look) made.className = look;
  return made;
};

// The hour where the visit is.
const clock = (tap) => new Date(tap.at).toLocaleTimeString(document.documentElement.lang, {
  hour: "numeric",
  minute: "2-digit",
  timeZone: tap.zone,
});

const line = (tap, first) => {
  const state = first && sending ? words.sends : words.waits;
  const item = element("li", "");
  item.append(element("span", `${tap.label} ${clock(tap)}: ${state}`));
  if (!first || !sending) {
    const back = element("button", words.back, "button");
    back.type = "button";
    back.dataset.forget = tap.key;
    item.append(back);
  }
  return item;
};

const show = () => {
  const taps = waiting();
  document.querySelectorAll("[data-waiting]").forEach((list) => {
    const action = list.closest("form").getAttribute("action");
    const own = taps.filter((tap) => tap.action === action);
    list.replaceChildren(...own.map((tap) => line(tap, tap === taps[0])));
    const said = own.map((tap) => tap.what);
    list.closest("form").querySelectorAll("[name=what]").forEach((button) => {
      button.disabled = said.includes(button.value);
    });
  });
  const sentence = taps.length === 1 ? words.one : words.many.replace("{count}", taps.length);
  notice("waits", taps.length && !sending ? sentence : "", "attention");
  notice("signed-out", signedOut ? words.signedOut : "", "bad", signedOut);
};

const notice = (id, sentence, tone, withSignIn) => {
  const old = document.getElementById(id);
  if (!sentence) return old?.remove();
  if (old?.dataset.said === sentence) return undefined;
  const box = element("div", "", `notice ${tone}`);
  box.id = id;
  box.dataset.said = sentence;
  box.append(element("p", sentence));
  if (withSignIn) {
    const link = element("a", words.signIn, "button");
    link.href = words.signInAt;
    box.append(link);
  }
  if (old) old.replaceWith(box);
  else news.append(box);
  return undefined;
};

const token = () => document.cookie.split("; ").find((each) => each.startsWith("csrftoken="))?.slice(10) || "";

const send = (tap) => fetch(tap.action, {
  method: "POST",
  redirect: "manual",  // to the sign-in page
  headers: { Accept: "application/json", "X-CSRFToken": token() },
  body: new URLSearchParams({
    key: tap.key,
    what: tap.what,
    detail: tap.detail,
    rough: tap.rough || "",
    ago: Math.max(0, (Date.now() - tap.at) / 1000),
  }),
  signal: AbortSignal.timeout(30000),
});

const drain = async () => {
  if (sending || !waiting().length) return;
  clearTimeout(timer);
  sending = true;
  show();
  let done = 0;
  for (let tap = waiting()[0]; tap; tap = waiting()[0]) {
    const ended = await settled(tap);
    if (!ended) break;
    keep(waiting().filter((each) => each.key !== tap.key));
    done += 1;
    tries = 0;
  }
  sending = false;
  if (waiting().length && !signedOut) {
    timer = setTimeout(drain, PAUSES[Math.min(tries, PAUSES.length - 1)] * 1000);
    tries += 1;
  }
  show();
  if (done) refresh();
};

// Whether the server has said its last word on this tap.
const settled = async (tap) => {
  try {
    const answer = await send(tap);
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      signedOut = true;
      return false;
    }
    if (answer.status >= 500 || answer.status === 429) return false;
    signedOut = false;
    if (!answer.ok) notice(`tap-${tap.key}`, `${tap.label} ${clock(tap)}: ${await sentenceOf(answer)}`, "bad");
    return true;
  } catch {
    return false;
  }
};

const sentenceOf = async (answer) => {
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  return (isJson && (await answer.json()).refusal) || words.unclear;
};

const refresh = () => {
  const round = document.getElementById("round");
  if (!navigator.onLine || waiting().length || round.contains(document.activeElement?.closest("input, textarea"))) return;
  htmx.ajax("GET", round.dataset.url, { target: "#round", select: "#round", swap: "outerHTML" });
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-tap]");
  if (!form) return;
  const said = new FormData(form, event.submitter);
  const tap = {
    key: freshKey(),
    action: form.getAttribute("action"),
    what: said.get("what"),
    detail: said.get("detail") || "",
    rough: said.get("rough") || "",
    label: event.submitter.dataset.label || event.submitter.textContent.trim(),
    zone: form.dataset.zone,
    at: Date.now(),
  };
  try {
    keep([...waiting(), tap]);
  } catch {
    return;  // no room on this phone: the form sends itself
  }
  event.preventDefault();
  if (["done", "no_access"].includes(tap.what)) openNext(form);
  form.closest(".undo, .more")?.removeAttribute("open");
  form.closest(".undo")?.remove();
  show();
  drain();
});

// With no network the page can't come anew: the next visit opens by itself.
const openNext = (form) => {
  const next = form.closest("details.my-visit")?.nextElementSibling;
  if (next?.matches("details.my-visit")) next.open = true;
};

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-forget]")?.dataset.forget;
  if (!key) return;
  keep(waiting().filter((tap) => tap.key !== key));
  show();
});

// What was open stays open when the day comes again.
let open = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id !== "round" || event.detail.requestConfig.path !== event.target.dataset.url) return;
  if (!event.detail.serverResponse.includes('id="round"')) {
    event.detail.shouldSwap = false;
    signedOut = true;
    show();
    return;
  }
  open = [...document.querySelectorAll("details.my-visit[open]")].map((each) => each.id);
});

document.addEventListener("htmx:afterSettle", () => {
  const first = document.querySelector("details.my-visit");
  open.filter((id) => id !== first?.id).forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  open = [];
  show();
  timeUndo();
});

// A phone in a pocket stops the timers, so the hour counts.
const timeUndo = () => {
  const undo = document.querySelector(".undo[data-until]");
  if (!undo) return;
  undo.dataset.ends ||= Date.now() + undo.dataset.until * 1000;
  const left = undo.dataset.ends - Date.now();
  if (left > 0) setTimeout(timeUndo, left);
  else undo.remove();
};

addEventListener("online", drain);
addEventListener("pageshow", () => { show(); drain(); timeUndo(); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  timeUndo();
  drain();
  refresh();
});
setInterval(() => document.hidden || refresh(), 60000);
timeUndo();
show();
