// The search by keyboard: arrows walk the hits, Enter opens one, Escape leaves.
const found = document.getElementById("search-hits");
const field = document.getElementById("search-words");
const hits = () => [...found.querySelectorAll(".hit > summary")];

function walk(from, step) {
  const stops = [field, ...hits()];
  const next = stops[Math.min(Math.max(stops.indexOf(from) + step, 0), stops.length - 1)];
  if (next !== field) hits().forEach((hit) => (hit.parentElement.open = hit === next));
  next.focus();
}

function open(summary) {
  summary.parentElement.querySelector("[data-open]").click();
}

function leave() {
  found.replaceChildren();
  field.blur();
}

document.querySelector(".search")?.addEventListener("keydown", (event) => {
  const stop = event.target.closest("#search-words, .hit > summary");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") leave();
  if (!stop) return;
  // Before anything was found, Enter asks for the page of results.
  const chosen = stop === field ? hits()[0] : stop;
  if (step && hits().length) walk(stop, step);
  else if (event.key === "Enter" && chosen) open(chosen);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  // A hit that was just renewed is no part of the page any more.
  if (event.target.isConnected && !event.target.closest(".search")) found?.replaceChildren();
});
