// Moving a visit: by mouse, by finger and by keyboard the same landing, the same reasons, one drop.
(() => {
  const { page, view, first, quarters, lay, clock, look, looked } = board;
  const HOLD = 350; // how long a finger rests before it means the card and not the page
  const FAR = 6; // pixels that make a press a drag
  const EDGE = 40; // pixels from an edge at which the board goes on
  const CREEP = 14; // pixels in each frame
  let moving = null;
  let pressed = null;
  let wasDragged = false;

  const laneOf = (row) => row.querySelector(".lane");
  const rows = () => [...looked].filter((row) => row.isConnected && row.dataset.stamp);
  const tray = () => document.getElementById("tray");
  const said = (words) => { document.getElementById("said").textContent = words; };

  function begin(card, how) {
    const home = card.closest(".round, .tray");
    moving = { card, how, home, row: home, at: Number(card.dataset.at), length: Number(card.dataset.for), unfit: {} };
    moving.start = moving.at;
    moving.landing = document.createElement("div");
    moving.landing.className = "landing";
    moving.landing.dataset.for = moving.length;
    card.classList.add("moving");
    page.classList.add("in-hand");
    const mine = moving;
    fetch(`/board/fit/${card.id.slice(2)}`).then((answer) => answer.json()).then((unfit) => {
      if (moving !== mine) return;
      moving.unfit = unfit;
      tint();
    }).catch(() => {});
    show();
  }

  // The window the customer was promised: inside it nothing new has to be told.
  function promise(row) {
    if (row.querySelector(".promise")) return;
    const [at, length] = moving.card.dataset.promise.split(" ");
    const shade = document.createElement("div");
    shade.className = "promise";
    Object.assign(shade.dataset, { at, for: length });
    lay(shade);
    laneOf(row).prepend(shade);
  }

  // A row that was still empty has come while the card is in hand.
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    const row = moving && document.getElementById(detail.target.id);
    if (!row?.matches(".round")) return;
    if (moving.row.id === row.id) moving.row = row;
    show();
  });

  const overlaps = (each) => Number(each.dataset.at) < moving.at + moving.length && moving.at < Number(each.dataset.at) + Number(each.dataset.for);

  function whyNot(row) {
    if (row === tray()) return "";
    const unfit = moving.unfit[row.id.slice(2)];
    if (unfit) return unfit;
    const off = [...row.querySelectorAll(".gap.off")].find(overlaps);
    if (off) return off.textContent.trim();
    const busy = [...row.querySelectorAll(".visit[data-live]")].some((each) => each !== moving.card && overlaps(each));
    return busy ? page.dataset.busy : "";
  }

  // Kept for a customer who was asked: it is said, and may be taken all the same.
  const held = (row) => [...row.querySelectorAll(".gap.held")].find(overlaps)?.textContent.trim() || "";

  function tint() {
    for (const row of rows()) {
      const why = whyNot(row);
      promise(row);
      row.classList.toggle("refuses", why !== "");
      row.classList.toggle("warns", why === "" && held(row) !== "");
      row.querySelector(".why").textContent = why || held(row);
    }
    moving.landing.classList.toggle("bad", whyNot(moving.row) !== "");
  }

  function show() {
    const { row, at, landing, length, card } = moving;
    landing.dataset.at = at;
    landing.textContent = clock(at);
    laneOf(row).append(landing);
    if (row !== tray()) lay(landing);
    tray().classList.toggle("over", row === tray());
    tint();
    if (moving.how !== "keys") return;
    row.scrollIntoView({ block: "nearest" });
    const where = row === tray() ? page.dataset.tray : `${row.querySelector("h2").textContent}, ${clock(at)}–${clock(at + length)}`;
    const [from, window] = card.dataset.promise.split(" ").map(Number);
    const isKept = at >= from && at < from + window && at !== moving.start;
    const why = whyNot(row) || held(row) || (row.dataset.stamp && row !== tray() ? page.dataset.free : "");
    said([where, why, isKept ? page.dataset.kept : ""].filter(Boolean).join(". "));
  }

  function tidy() {
    moving.card.classList.remove("moving");
    moving.landing.remove();
    tray().classList.remove("over");
    page.classList.remove("in-hand");
    document.querySelectorAll(".promise").forEach((each) => each.remove());
    document.querySelectorAll(".refuses").forEach((row) => row.classList.remove("refuses"));
    document.querySelectorAll(".warns").forEach((row) => row.classList.remove("warns"));
    document.querySelectorAll(".round .why").forEach((why) => { why.textContent = ""; });
  }

  function leave() {
    const { card, how } = moving;
    tidy();
    moving = null;
    if (how === "keys") card.querySelector("a").focus();
    said(page.dataset.left);
  }

  function drop() {
    const { card, row, home, at, start, how } = moving;
    if (row === home && (at === start || row === tray())) return leave();
    tidy();
    moving = null;
    card.classList.add("busy");
    const technician = row === tray() ? "" : row.id.slice(2);
    send(`/board/${card.id.slice(2)}/drop`, { technician, at, version: card.dataset.version }, how === "keys" ? card.id : "");
  }

  async function send(path, values, focus = "") {
    const token = document.querySelector("#token input").value;
    const all = { ...values, tray: board.shownInTray(), csrfmiddlewaretoken: token };
    try {
      await htmx.ajax("POST", `${path}?${page.dataset.query}`, { source: page, target: "#answer", swap: "none", values: all });
    } catch {
      // Said by htmx:sendError.
    }
    document.querySelectorAll(".visit.busy").forEach((card) => card.classList.remove("busy"));
    const dialog = document.getElementById("stale");
    if (dialog.childElementCount && !dialog.open) dialog.showModal();
    else if (focus) document.getElementById(focus)?.querySelector("a").focus();
    look();
  }

  // A refusal comes with its reason, and rows as they are now.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status === 409) Object.assign(detail, { shouldSwap: true, isError: false });
  });
  document.addEventListener("htmx:sendError", ({ detail }) => {
    if (detail.requestConfig.verb === "post") toast(page.dataset.lost);
  });

  function toast(words) {
    const each = document.createElement("div");
    each.className = "toast error";
    each.dataset.lasts = "8";
    each.textContent = words;
    document.querySelector(".toasts").prepend(each);
  }

  // A toast goes by itself, but not while somebody reads it; what it offered is over by then.
  function retire(each) {
    each.querySelectorAll("[data-post]").forEach((button) => button.remove());
    if (each.querySelector("details[open]")) setTimeout(() => retire(each), 2000);
    else each.remove();
  }

  new MutationObserver(() => {
    document.querySelectorAll(".toast[data-lasts]:not([data-seen])").forEach((each) => {
      each.dataset.seen = "";
      setTimeout(() => retire(each), Number(each.dataset.lasts) * 1000);
    });
  }).observe(document.querySelector(".toasts"), { childList: true });

  document.addEventListener("click", ({ target }) => {
    const after = target.closest(".toast [data-post]");
    if (after) {
      after.closest(".toast").remove();
      send(after.dataset.post, { token: after.dataset.token || "" });
    }
    const mine = target.closest("[data-drop]");
    if (mine) {
      const { technician, start, seen } = mine.dataset;
      send(mine.dataset.drop, { technician, at: start, version: seen });
    }
  });
  document.getElementById("stale").addEventListener("close", ({ target }) => target.replaceChildren());

  // Mouse and finger

  function under({ clientX, clientY }) {
    return document.elementFromPoint(clientX, clientY)?.closest(".round, .tray");
  }

  function follow(event) {
    const row = under(event);
    if (row) moving.row = row;
    if (moving.row !== tray()) {
      const box = laneOf(moving.row).getBoundingClientRect();
      const at = Math.round(((event.clientX - moving.grip - box.left) / box.width) * quarters) + first;
      moving.at = Math.min(Math.max(at, first), first + quarters - 1);
    }
    moving.event = event;
    show();
  }

  // Near an edge the board goes on by itself, for as long as a card is held there.
  function creep() {
    if (moving?.how !== "pointer") return;
    const { clientX: x, clientY: y } = moving.event;
    const box = view.getBoundingClientRect();
    const names = view.querySelector(".zone").offsetWidth;
    const head = view.querySelector(".clocks").offsetHeight;
    const was = [view.scrollLeft, view.scrollTop];
    if (y > box.top && x > box.left && x < box.right) {
      const across = Number(x > box.right - EDGE) - Number(x < box.left + names + EDGE / 2);
      const down = Number(y > Math.min(box.bottom, innerHeight) - EDGE) - Number(y < box.top + head + EDGE / 2);
      view.scrollBy(across * CREEP, down * CREEP);
    }
    if (was[0] !== view.scrollLeft || was[1] !== view.scrollTop) follow(moving.event);
    requestAnimationFrame(creep);
  }

  function pick() {
    const { card, event } = pressed;
    const inRow = card.closest(".round");
    begin(card, "pointer");
    wasDragged = true;
    moving.grip = inRow ? event.clientX - card.getBoundingClientRect().left : 8;
    moving.event = event;
    creep();
    navigator.vibrate?.(10);
  }

  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".visit[data-live]");
    if (!card || event.button !== 0 || moving) return;
    pressed = { card, event };
    wasDragged = false;
    if (event.pointerType === "touch") pressed.timer = setTimeout(pick, HOLD);
  });
  document.addEventListener("pointermove", (event) => {
    if (moving?.how === "pointer") return follow(event);
    if (!pressed) return;
    const far = Math.hypot(event.clientX - pressed.event.clientX, event.clientY - pressed.event.clientY) > FAR;
    if (far && event.pointerType === "touch") release();
    else if (far) { pick(); follow(event); }
  });
  document.addEventListener("pointerup", () => {
    if (moving?.how === "pointer") drop();
    release();
  });
  document.addEventListener("pointercancel", () => {
    if (moving?.how === "pointer") leave();
    release();
  });

  function release() {
    clearTimeout(pressed?.timer);
    pressed = null;
  }

  // The page must not scroll away under a finger that holds a card.
  document.addEventListener("touchmove", (event) => {
    if (moving) event.preventDefault();
  }, { passive: false });
  document.addEventListener("contextmenu", (event) => {
    if (moving) event.preventDefault();
  });
  // Letting go of a card is no click on it, dropped or left.
  document.addEventListener("click", (event) => {
    if (wasDragged && event.target.closest(".visit")) event.preventDefault();
    wasDragged = false;
  }, true);

  // Keyboard

  const KEYS = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    ArrowUp: () => climb(-1),
    ArrowDown: () => climb(1),
    PageUp: () => climb(-8),
    PageDown: () => climb(8),
    Enter: drop,
    Escape: leave,
  };

  function step(by) {
    moving.at = Math.min(Math.max(moving.at + by, first), first + quarters - 1);
    show();
  }

  function climb(by) {
    const every = [tray(), ...document.querySelectorAll(".round")];
    moving.row = every[Math.min(Math.max(every.indexOf(moving.row) + by, 0), every.length - 1)];
    show();
  }

  document.addEventListener("keydown", (event) => {
    if (moving) {
      const action = KEYS[event.key];
      if (event.key === "Tab") leave();
      if (event.key === "Escape" || action) event.preventDefault();
      if (moving?.how === "keys" || event.key === "Escape") action?.();
      event.stopImmediatePropagation();
      return;
    }
    const card = event.target.closest?.(".visit[data-live]");
    if (!card || event.key !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    begin(card, "keys");
    said(`${card.querySelector("bdi").textContent}. ${page.dataset.moving}`);
  }, true);
})();
