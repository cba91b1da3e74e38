// What every page of the office can do by keyboard, and forms that are sent once.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  const help = document.getElementById("help");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "?" && help) {
    help.showModal();
  } else {
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.classList.contains("busy")) event.preventDefault();
  form.classList.add("busy");
});

// Coming back with the browser's button must not leave a form busy.
addEventListener("pageshow", () => {
  document.querySelectorAll("form.busy").forEach((form) => form.classList.remove("busy"));
});

// One tap dials, and tells the others who calls: that must arrive while a phone changes to its dialer.
document.addEventListener("click", (event) => {
  const form = document.getElementById(event.target.closest("a[data-sends]")?.dataset.sends);
  if (!form) return;
  const sent = { method: "POST", body: new FormData(form), keepalive: true, headers: { "HX-Request": "true" } };
  fetch(form.action, sent).then(() => htmx.trigger(document.body, "dialed")).catch(() => {});
});

// What was typed while the page still came in is looked up, too.
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[hx-trigger~='early']"))
    if (field.value !== field.defaultValue) htmx.trigger(field, "early");
});
