// Keeps the customer's page true while it is open: a new face shows without a reload.
(() => {
  const EVERY = 15000;
  const now = document.getElementById("now");
  const news = document.querySelector("[data-news]");
  let tag = now.dataset.tag;

  const heading = () => now.querySelector("h1")?.textContent.trim() || "";

  const replace = (part) => {
    const before = heading();
    const open = [...now.querySelectorAll("details[open]")].map((each) => each.id);
    const held = now.contains(document.activeElement);
    now.innerHTML = part;
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (held) {
      now.tabIndex = -1;
      now.focus({ preventScroll: true });
    }
    if (heading() !== before) news.textContent = heading();
    watch();
  };

  const look = async () => {
    const headers = { "If-None-Match": tag };
    const answer = await fetch(now.dataset.now, { headers, cache: "no-store" });
    if (answer.status === 404) location.reload();
    if (answer.status !== 200) return;
    tag = answer.headers.get("ETag");
    replace(await answer.text());
  };

  // Without a line the page stays as it is; the next look may reach us.
  const again = () => (document.hidden ? undefined : look().catch(() => undefined));

  // A detail counts as told when somebody has had it before their eyes.
  const tell = async (form) => {
    await fetch(form.action, { method: "POST", body: new FormData(form) });
    await again();
  };

  const eyes = new IntersectionObserver((seen) => {
    seen.filter((each) => each.isIntersecting).forEach((each) => {
      eyes.unobserve(each.target);
      setTimeout(() => document.hidden || !each.target.isConnected || tell(each.target), 1000);
    });
  }, { threshold: 1 });

  const watch = () => now.querySelectorAll("[data-detail]").forEach((form) => eyes.observe(form));

  watch();
  setInterval(again, EVERY);
  document.addEventListener("visibilitychange", again);
})();
