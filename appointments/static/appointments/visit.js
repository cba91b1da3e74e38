// A change of the visit opens over its page; without script it is a page of its own.
const change = document.getElementById("change");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === change) change.showModal();
});

document.addEventListener("click", (event) => {
  if (!change?.open || !event.target.closest("[data-close]")) return;
  event.preventDefault();
  change.close();
});
