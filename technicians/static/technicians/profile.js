// Counts what is typed, makes photos smaller before they leave, and shows how far they are.
(() => {
  const LONGEST = 2048; // px; more than any phone shows, and the place it was taken at is gone
  const MOST_BYTES = 30_000_000;

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

  async function smaller(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  }

  async function choose(input) {
    const form = input.closest("form");
    const file = input.files[0];
    if (!file) return;
    try {
      const box = new DataTransfer();
      box.items.add(await smaller(file));
      input.files = box.files;
    } catch {
      // A format this browser can't draw: the server reads more of them.
    }
    const isTooBig = input.files[0].size > MOST_BYTES;
    form.querySelector("[data-too-big]").hidden = !isTooBig;
    if (!isTooBig) form.requestSubmit();
  }

  function progress(form, percent) {
    const sending = form.querySelector(".sending");
    sending.hidden = percent === null;
    sending.querySelector("progress").value = percent ?? 0;
    sending.querySelector("[data-percent]").textContent = Math.round(percent ?? 0);
  }

  function lost(event) {
    document.querySelector("[data-lost]").hidden = false;
    if (!upload(event)) return;
    progress(upload(event), null);
    upload(event).reset();
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

  const upload = (event) => event.target.closest?.("[data-upload]");
  document.addEventListener("input", (event) => {
    if (!event.target.dataset.limit) return;
    event.target.closest("#words").classList.add("unsaved");
    count(event.target);
    announce(event.target);
  });
  document.addEventListener("change", (event) => {
    if (upload(event) && event.target.type === "file") choose(event.target);
  });
  document.addEventListener("htmx:beforeSend", (event) => upload(event) && progress(upload(event), 0));
  document.addEventListener("htmx:xhr:progress", (event) => {
    const { lengthComputable, loaded, total } = event.detail;
    if (upload(event) && lengthComputable && total) progress(upload(event), (100 * loaded) / total);
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
