// A photo on its way: taken or chosen, made smaller here, sent with progress, kept for another try.
(() => {
  const LONGEST = 2048; // px; more than any phone shows
  const QUALITY = 0.9;
  const MOST_BYTES = 30_000_000;
  const A_YEAR = 365 * 24 * 60 * 60 * 1000; // ms

  async function smaller(file) {
    // Turned as the camera says; all else it wrote, the place too, stays on the phone.
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const brush = canvas.getContext("2d");
    brush.fillStyle = "white"; // the paper that the server puts under see-through pictures
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.imageSmoothingQuality = "high";
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return new File([blob], "photo.jpg", { type: blob.type });
  }

  // The day is read where it stays: only whether it is long ago is told.
  async function isOld(file) {
    const start = new TextDecoder("latin1").decode(await file.slice(0, 65_536).arrayBuffer());
    const moments = start.matchAll(/((?:19|20)\d\d):(\d\d):(\d\d) \d\d:\d\d:\d\d\0/g);
    const days = [...moments].map(([, year, month, day]) => Date.UTC(year, month - 1, day));
    return Date.now() - Math.min(...days) > A_YEAR;
  }

  function put(input, file) {
    const box = new DataTransfer();
    box.items.add(file);
    input.files = box.files;
  }

  function show(form, part) {
    for (const each of form.querySelectorAll("[data-step]")) each.hidden = each.dataset.step !== part;
  }

  async function choose(input) {
    const form = input.form;
    const file = input.files[0];
    if (!file) return;
    show(form, "preparing");
    // What this browser can't draw goes up as it is: the server reads more formats.
    const small = smaller(file).catch(() => file);
    const old = await isOld(file).catch(() => false);
    const sent = await small;
    if (input.files[0] !== file) return; // another one was chosen meanwhile
    form.elements.old.value = old ? "yes" : "";
    put(input, sent);
    if (input.files[0].size > MOST_BYTES) return show(form, "too-big");
    form.requestSubmit();
  }

  function progress(form, loaded, total) {
    const percent = total ? Math.round((100 * loaded) / total) : 0;
    form.querySelector("[data-step=sending] progress").value = percent;
    form.querySelector("[data-percent]").textContent = percent;
  }

  function begin(form) {
    const megabytes = form.querySelector("[type=file]").files[0]?.size / 1_000_000 || 0;
    const shown = megabytes.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    form.querySelector("[data-megabytes]").textContent = shown;
    progress(form, 0, 0);
    show(form, "sending");
  }

  function lost(form, status) {
    const why = status === 413 ? "too-big" : status ? "not-taken" : "broken";
    show(form, navigator.onLine ? why : "offline");
  }

  const upload = (event) => event.target.closest?.("[data-upload]");
  document.addEventListener("click", (event) => {
    const way = event.target.closest("[data-way]");
    if (!way) return;
    const input = way.closest("form").querySelector("[type=file]");
    // The same field for both: with `capture` a phone opens its camera.
    if (way.dataset.way === "camera") input.setAttribute("capture", "user");
    else input.removeAttribute("capture");
    input.value = ""; // so that the same file may be chosen again
    if (way.type === "button") input.click();
  });
  document.addEventListener("change", (event) => {
    if (upload(event) && event.target.type === "file") choose(event.target);
  });
  document.addEventListener("htmx:beforeSend", (event) => upload(event) && begin(upload(event)));
  document.addEventListener("htmx:xhr:progress", (event) => {
    if (upload(event) && event.detail.lengthComputable)
      progress(upload(event), event.detail.loaded, event.detail.total);
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    document.addEventListener(name, (event) => {
      if (upload(event)) lost(upload(event), event.detail.xhr.status);
    });
})();
