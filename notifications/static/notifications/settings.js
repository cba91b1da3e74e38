// The company's name as it will stand in a text, while it is typed.
document.querySelector("[data-name]")?.addEventListener("input", (event) => {
  document.querySelector("[data-example]").textContent = event.target.value;
});
