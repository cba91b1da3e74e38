// A change of the visit opens over its page; without script it is a page of its own.
const change = document.getElementById("change");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === change) change.showModal();
});

// Texts come again by themselves, but not while somebody is in one of their forms.
document.addEventListener("htmx:beforeSwap", (event) => {
  const texts = document.getElementById("texts");
  if (event.target === texts && texts.contains(document.activeElement)) event.detail.shouldSwap = false;
});

// Where it stands comes again too, but its buttons stay under the pointer while nothing is new.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id !== "standing") return;
  const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  const fresh = page.getElementById("standing");
  if (!fresh || fresh.textContent === event.target.textContent) event.detail.shouldSwap = false;
});

document.addEventListener("click", (event) => {
  if (!change?.open || !event.target.closest("[data-close]")) return;
  event.preventDefault();
  change.close();
});
