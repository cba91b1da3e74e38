// The photo under its square: drag it, pinch it, turn the wheel, or move the sliders, which are sent.
(() => {
  const stage = document.querySelector("[data-crop]");
  const picture = stage.querySelector("img");
  const form = document.querySelector("[data-sliders]");
  const { across, down, zoom } = form.elements;
  const CLOSEST = 0.2; // as on the server
  const WHEEL = 600; // pixels of the wheel that zoom by a factor of e
  const fingers = new Map();
  let square = { left: 0, top: 0, side: 1 }; // in pixels of the picture

  const within = (value, most) => Math.min(Math.max(value, 0), Math.max(most, 0));
  const shorter = () => Math.min(picture.naturalWidth, picture.naturalHeight);
  const rooms = (side) => [picture.naturalWidth - side, picture.naturalHeight - side];

  function move(left, top, side) {
    side = Math.min(Math.max(side, CLOSEST * shorter()), shorter());
    const [roomAcross, roomDown] = rooms(side);
    square = { left: within(left, roomAcross), top: within(top, roomDown), side };
    show();
  }

  function show() {
    const scale = stage.clientWidth / square.side;
    picture.style.width = `${picture.naturalWidth * scale}px`;
    picture.style.transform = `translate(${-square.left * scale}px, ${-square.top * scale}px)`;
    for (const canvas of document.querySelectorAll("[data-shown]")) {
      const brush = canvas.getContext("2d");
      brush.imageSmoothingQuality = "high";
      const { left, top, side } = square;
      brush.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
    }
  }

  function fromSliders() {
    const side = (1 - (zoom.value / 100) * (1 - CLOSEST)) * shorter();
    const [roomAcross, roomDown] = rooms(side);
    move((across.value / 100) * roomAcross, (down.value / 100) * roomDown, side);
  }

  // The square is exact and the sliders follow it: their steps would swallow a slow finger.
  function toSliders() {
    const [roomAcross, roomDown] = rooms(square.side);
    if (roomAcross > 0) across.value = (100 * square.left) / roomAcross;
    if (roomDown > 0) down.value = (100 * square.top) / roomDown;
    zoom.value = (100 * (1 - square.side / shorter())) / (1 - CLOSEST);
  }

  // What lay under `from` lies under `to` afterwards, `closer` times as large.
  function pull(from, to, closer) {
    const box = stage.getBoundingClientRect();
    const before = square.side / box.width;
    const side = Math.min(Math.max(square.side / closer, CLOSEST * shorter()), shorter());
    const after = side / box.width;
    const left = square.left + (from.x - box.left) * before - (to.x - box.left) * after;
    const top = square.top + (from.y - box.top) * before - (to.y - box.top) * after;
    move(left, top, side);
    toSliders();
  }

  function hold() {
    const points = [...fingers.values()];
    const [one, other = one] = points;
    return {
      middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
      span: Math.hypot(one.x - other.x, one.y - other.y),
    };
  }

  stage.addEventListener("pointerdown", (event) => {
    if (fingers.size === 2) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = hold();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = hold();
    pull(before.middle, after.middle, before.span && after.span ? after.span / before.span : 1);
  });
  for (const name of ["pointerup", "pointercancel"])
    stage.addEventListener(name, (event) => fingers.delete(event.pointerId));
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const here = { x: event.clientX, y: event.clientY };
      pull(here, here, Math.exp(-event.deltaY / WHEEL));
    },
    { passive: false },
  );
  form.addEventListener("input", fromSliders);
  addEventListener("resize", show);

  function begin() {
    stage.classList.add("live");
    document.querySelector("[data-previews]").hidden = false;
    fromSliders();
  }
  if (picture.complete && picture.naturalWidth) begin();
  else picture.addEventListener("load", begin);
})();
