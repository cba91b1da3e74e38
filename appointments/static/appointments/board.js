// Where cards lie, which rows are looked at, and what others changed meanwhile.
const board = (() => {
  const page = document.getElementById("board");
  const view = page.querySelector(".board");
  const first = Number(page.dataset.first);
  const quarters = Number(page.dataset.quarters);
  const looked = new Set();
  const EVERY = 1500; // so that with the answer's way it stays below two seconds
  const MORE = 24;
  let shownInTray = Number(document.getElementById("tray").dataset.shown) || MORE;
  let asking = false;
  let again = false;

  // Positions are set by script, as our pages allow no styles inside them.
  function lay(each) {
    const at = Math.max(Number(each.dataset.at) - first, 0);
    const end = Math.min(Number(each.dataset.at) - first + Number(each.dataset.for), quarters);
    each.hidden = end <= 0 || at >= quarters;
    each.style.gridColumn = `${at + 1} / ${Math.max(end, at + 1) + 1}`;
  }

  function layAll(within) {
    within.querySelectorAll("[data-at]").forEach((each) => {
      if (!each.closest(".tray")) lay(each);
    });
  }

  function clock(quarter) {
    const moment = new Date(Date.parse(page.dataset.midnight) + quarter * 900_000);
    const form = { hour: "numeric", minute: "2-digit", timeZone: page.dataset.zone };
    return new Intl.DateTimeFormat(document.documentElement.lang, form).format(moment);
  }

  function stampOf(row) {
    return `${row.id.slice(2)}:${row.dataset.stamp || ""}`;
  }

  // Rows in view are compared by their stamps; an answer brings only those that are others now.
  // While a card is in hand nothing moves, but rows that come into view are filled.
  async function look() {
    if (asking) { again = true; return; }
    const inHand = page.classList.contains("in-hand");
    const wanted = [...looked].filter((row) => row.isConnected && !(inHand && row.dataset.stamp));
    if (document.hidden || (inHand && !wanted.length)) return;
    asking = true;
    const tray = document.getElementById("tray");
    const rows = wanted.slice(0, 59).map(stampOf);
    if (!inHand) rows.push(`tray:${shownInTray}:${tray.dataset.stamp}`);
    try {
      await htmx.ajax("GET", `${page.dataset.rows}&rows=${rows.join(",")}`, { source: page, target: "#answer", swap: "none" });
    } catch {
      // The network is gone for a moment: the next look is near.
    }
    asking = false;
    if (again) { again = false; look(); }
  }

  const eye = new IntersectionObserver((seen) => {
    let isNew = false;
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting) looked.add(target); else looked.delete(target);
      isNew ||= isIntersecting && !target.dataset.stamp;
    }
    if (isNew) look();
  }, { root: view, rootMargin: "120px 0px" });

  // More of the tray as somebody comes near its end.
  document.addEventListener("scroll", ({ target }) => {
    const tray = target.closest?.(".tray");
    if (!tray || shownInTray >= Number(tray.dataset.total)) return;
    const left = target.scrollWidth - target.clientWidth - target.scrollLeft;
    const below = target.scrollHeight - target.clientHeight - target.scrollTop;
    if (Math.max(left, below) > 200) return;
    shownInTray += MORE;
    tray.dataset.stamp = "";
    look();
  }, true);

  // A tray that comes anew is where it was scrolled to.
  let scrolled = [0, 0];
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    const lane = detail.target.matches(".tray") && detail.target.querySelector(".lane");
    if (lane) scrolled = [lane.scrollLeft, lane.scrollTop];
  });
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => settle(detail.target));

  function settle(old) {
    const row = document.getElementById(old.id);
    if (!row) return;
    if (row.matches(".tray")) row.querySelector(".lane").scrollTo(...scrolled);
    if (row.classList.contains("round")) {
      looked.delete(old);
      layAll(row);
      eye.observe(row);
    }
  }

  function showNow() {
    if (!page.dataset.now) return;
    const at = Number(page.dataset.now) - first;
    const line = document.createElement("div");
    line.className = "now";
    line.setAttribute("aria-hidden", "true");
    document.querySelector(".rounds").append(line);
    const names = getComputedStyle(page).getPropertyValue("--names");
    const place = () => {
      const gone = (Date.now() - Date.parse(page.dataset.midnight)) / 900_000 - first;
      line.hidden = gone < 0 || gone > quarters;
      line.style.left = `calc(${names} + (100% - ${names}) * ${gone / quarters})`;
    };
    place();
    setInterval(place, 60_000);
    if (at > 8) view.scrollLeft = (view.scrollWidth * (at - 8)) / quarters;
  }

  // Else it would copy our positions as style attributes, which the policy forbids.
  htmx.config.attributesToSettle = ["class"];
  document.documentElement.classList.add("scripted");
  page.style.setProperty("--quarters", quarters);
  layAll(page);
  document.querySelectorAll(".round").forEach((row) => eye.observe(row));
  showNow();
  setInterval(look, EVERY);
  // Time off without a visit changes no stamp: once a minute rows come anew.
  setInterval(() => looked.forEach((row) => { row.dataset.stamp &&= "-"; }), 60_000);
  document.addEventListener("visibilitychange", look);
  document.getElementById("filters").addEventListener("change", (event) => event.currentTarget.requestSubmit());
  document.querySelector("[data-tip]").addEventListener("click", ({ currentTarget }) => {
    const tip = document.getElementById(currentTarget.dataset.tip);
    tip.hidden = !tip.hidden;
  });
  return { page, view, first, quarters, lay, clock, look, looked, shownInTray: () => shownInTray };
})();
