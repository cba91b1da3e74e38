// The booking form by keyboard: free windows fill day and times, arrows walk the suggestions.
const byId = (id) => document.getElementById(id);
// What a person chose by hand is never chosen for them again.
const byHand = { day: false, window: false, technician: false, unit: false };
let isOurs = false;

const fill = (start, end) => {
  [byId("id_window_start").value, byId("id_window_end").value] = [start, end];
};

const takeSlot = (slot) => {
  const { day, start, end } = slot.dataset;
  const quick = document.querySelector(`[name='window'][value='${start}-${end}']`);
  (quick || document.querySelector("[name='window'][value='own']")).checked = true;
  byId("id_day").value = day;
  fill(start, end);
};

const slots = () => [...document.querySelectorAll("#openings [name='slot']")];
const isChosen = ({ dataset }) =>
  dataset.day === byId("id_day").value &&
  dataset.start === byId("id_window_start").value &&
  dataset.end === byId("id_window_end").value;
const markSlot = () => slots().forEach((slot) => (slot.checked = isChosen(slot)));

const ownChoice = () => document.querySelector("#technicians [name='own_choice']");
const keepTechnician = () => {
  byHand.technician = true;
  ownChoice().value = "yes";
};

// Who comes brings their unit along, unless one was chosen.
const followUnit = ({ dataset: { unit } }) => {
  const units = byId("id_business_unit");
  if (!units || byHand.unit || !unit || units.value === unit) return;
  units.value = unit;
  isOurs = true;
  units.dispatchEvent(new Event("change", { bubbles: true }));
  isOurs = false;
};

document.addEventListener("change", ({ target }) => {
  const { name, value } = target;
  if (!isOurs && name === "business_unit") byHand.unit = true;
  if (name === "technician") { keepTechnician(); followUnit(target); }
  if (name === "slot") takeSlot(target);
  if (name === "window" && value.includes("-")) fill(...value.split("-"));
  if (name === "day" || name.startsWith("window")) markSlot();
  if (!isOurs && name === "day") byHand.day = true;
  if (!isOurs && (name === "slot" || name.startsWith("window"))) byHand.window = true;
});

document.addEventListener("input", (event) => {
  if (event.target.name !== "window_start" && event.target.name !== "window_end") return;
  const own = document.querySelector("[name='window'][value='own']");
  if (own) own.checked = true;
});

// The first free window is chosen at once: whoever wants another says so.
const suggestSlot = () => {
  markSlot();
  const day = byId("id_day").value;
  const first = slots().find((slot) => !byHand.day || slot.dataset.day === day);
  if (byHand.window || !first) return;
  first.checked = true;
  isOurs = true;
  first.dispatchEvent(new Event("change", { bubbles: true }));
  isOurs = false;
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    byId("booking").requestSubmit();
  }
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.closest("#look-up-words, .matches")) return;
  const stops = [byId("look-up-words"), ...document.querySelectorAll(".matches a")];
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
const isChoice = ({ id }) => id === "technicians" || id === "able";
let chosen, wasThere;

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isChoice(event.detail.target)) return;
  chosen = radios().find((radio) => radio.checked)?.value;
  wasThere = event.detail.target.contains(document.activeElement);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "openings") suggestSlot();
  if (!isChoice(event.detail.target)) return;
  // An answer that was on its way knows nothing of a choice made meanwhile.
  if (byHand.technician) keepTechnician();
  const same = ownChoice().value && radios().find((radio) => radio.value === chosen);
  if (same) same.checked = true;
  if (wasThere) (same || radios().find((radio) => radio.checked))?.focus();
  document.body.dispatchEvent(new Event("chosen"));
});
