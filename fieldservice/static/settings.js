// The company's name as it will stand in a text, while it is typed.
document.querySelector("[data-name]")?.addEventListener("input", (event) => {
  const example = document.querySelector("[data-example]");
  example.textContent = event.target.value || example.dataset.example;
});

// A new company's zone, until somebody has chosen one.
const zone = document.querySelector("[data-zone]");
if (zone?.value === "UTC") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;

// On a phone the tabs are a strip: the one that is open must be seen.
document.querySelector(".settings-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
