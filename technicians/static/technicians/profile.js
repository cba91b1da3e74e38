// Counts what is typed, keeps what is not saved, and says when something was lost on the way.
(() => {
  function count(field) {
    const shown = document.querySelector(`[data-count-of="${field.id}"]`);
    const words = field.closest("[data-count]");
    if (!shown || !words) return;
    const limit = Number(field.dataset.limit);
    const length = [...field.value.trim()].length;
    const over = length > limit;
    const sentence = over ? words.dataset.over : words.dataset.count;
    shown.textContent = length
      ? sentence.replace("{count}", length).replace("{limit}", limit).replace("{over}", length - limit)
      : "";
    shown.classList.toggle("over", over);
  }

  let pause;
  function announce(field) {
    clearTimeout(pause);
    // Not at every key: a reader would never come to an end.
    pause = setTimeout(() => {
      const news = document.querySelector("[data-count-news]");
      const shown = document.querySelector(`[data-count-of="${field.id}"]`);
      if (news && shown) news.textContent = shown.textContent;
    }, 800);
  }

  function lost(event) {
    // A photo says so itself: see photo.js.
    if (event.target.closest?.("[data-upload]")) return;
    document.querySelector("[data-lost]").hidden = false;
  }

  // Own words fit one line: Enter saves them instead of breaking it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches(".own-line:not(.long) textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector(".unsaved")) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    if (!event.target.dataset.limit) return;
    event.target.closest("#words").classList.add("unsaved");
    count(event.target);
    announce(event.target);
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    document.addEventListener(name, lost);
  document.addEventListener("htmx:beforeSwap", () => {
    document.querySelector("[data-lost]").hidden = true;
  });
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll("[data-limit]").forEach(count);
    document.querySelector('#words [aria-invalid="true"]')?.focus();
  });
  document.querySelectorAll("[data-limit]").forEach(count);
})();
