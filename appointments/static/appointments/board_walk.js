// From visit to visit by arrows: along a row by the clock, and to the nearest of the row above or below.
(() => {
  const at = (card) => Number(card.dataset.at);
  const rowOf = (card) => card.closest(".round, .tray");
  const cards = (row) => [...row.querySelectorAll(".visit")];

  function along(card, by) {
    const all = cards(rowOf(card)).sort((one, other) => at(one) - at(other));
    return all[all.indexOf(card) + by];
  }

  function across(card, by) {
    const rows = [...document.querySelectorAll(".tray, .round")].filter((row) => cards(row).length);
    const row = rows[rows.indexOf(rowOf(card)) + by];
    const far = (each) => Math.abs(at(each) - at(card));
    return row && cards(row).sort((one, other) => far(one) - far(other))[0];
  }

  const WAYS = {
    ArrowLeft: (card) => along(card, -1),
    ArrowRight: (card) => along(card, 1),
    ArrowUp: (card) => across(card, -1),
    ArrowDown: (card) => across(card, 1),
  };

  // While a visit is moved, board_moves.js lets no key through.
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.(".visit");
    const way = WAYS[event.key];
    if (!card || !way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    way(card)?.querySelector("a").focus();
  });
})();
