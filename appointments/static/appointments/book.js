// The booking form by keyboard: quick windows fill the times, arrows walk the suggestions.
const byId = (id) => document.getElementById(id);

document.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (name === "window" && value.includes("-")) {
    [byId("id_window_start").value, byId("id_window_end").value] = value.split("-");
  }
});

document.addEventListener("input", (event) => {
  if (event.target.name !== "window_start" && event.target.name !== "window_end") return;
  const own = document.querySelector("[name='window'][value='own']");
  if (own) own.checked = true;
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.closest("#look-up-words, .found")) return;
  const stops = [byId("look-up-words"), ...document.querySelectorAll(".found a")];
  event.preventDefault();
  stops[(stops.indexOf(event.target) + step + stops.length) % stops.length].focus();
});

// The customer is known or new now: go on with what is empty.
document.addEventListener("picked", () => {
  const next = document.querySelector("#who [autofocus]") || byId("id_job_type");
  next.focus();
});

// Who can come is asked for anew with each change: a choice made meanwhile, and the place, stay.
const radios = () => [...document.querySelectorAll("#technicians [name='technician']")];
let chosen, wasThere;

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "technicians") return;
  chosen = radios().find((radio) => radio.checked)?.value;
  wasThere = event.detail.target.contains(document.activeElement);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "technicians") return;
  const same = radios().find((radio) => radio.value === chosen);
  if (same) same.checked = true;
  if (wasThere) (same || radios()[0])?.focus();
});
