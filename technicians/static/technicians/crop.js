// The photo under its square: drag it, pinch it, or move the sliders; the sliders are what is saved.
(() => {
  const stage = document.querySelector("[data-crop]");
  const picture = stage.querySelector("img");
  const form = stage.parentElement.querySelector("form");
  const { across, down, zoom } = form.elements;
  const CLOSEST = 0.2; // as on the server
  const fingers = new Map();

  function sizes() {
    const shorter = Math.min(picture.naturalWidth, picture.naturalHeight);
    const side = (1 - (zoom.value / 100) * (1 - CLOSEST)) * shorter;
    const scale = stage.clientWidth / side;
    return {
      scale,
      roomAcross: picture.naturalWidth - side,
      roomDown: picture.naturalHeight - side,
    };
  }

  function show() {
    const { scale, roomAcross, roomDown } = sizes();
    picture.style.width = `${picture.naturalWidth * scale}px`;
    const left = (across.value / 100) * roomAcross * scale;
    const top = (down.value / 100) * roomDown * scale;
    picture.style.transform = `translate(${-left}px, ${-top}px)`;
  }

  function drag(x, y) {
    const { scale, roomAcross, roomDown } = sizes();
    if (roomAcross > 0) across.value -= (100 * x) / (roomAcross * scale);
    if (roomDown > 0) down.value -= (100 * y) / (roomDown * scale);
    show();
  }

  const apart = () => {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };

  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const span = fingers.size === 2 ? apart() : 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (span) zoom.value = Number(zoom.value) + (100 * (apart() - span)) / stage.clientWidth;
    drag((event.clientX - before.x) / fingers.size, (event.clientY - before.y) / fingers.size);
  });
  for (const name of ["pointerup", "pointercancel"])
    stage.addEventListener(name, (event) => fingers.delete(event.pointerId));
  form.addEventListener("input", show);
  addEventListener("resize", show);

  function begin() {
    stage.classList.add("live");
    show();
  }
  if (picture.complete && picture.naturalWidth) begin();
  else picture.addEventListener("load", begin);
})();
