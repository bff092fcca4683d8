// The page opens where the signature falls, or at what an amendment changes; the pages of the document grow and shrink, and one pressed still opens in
// full size.
(() => {
  const place = document.getElementById("signature");
  if (place && !document.getElementById("amends") && !location.hash && !document.getElementById("problem")) place.scrollIntoView({ block: "center" });

  const LEVELS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3];
  const tools = document.querySelector(".zoom");
  const pages = document.querySelector(".pages-scroll");
  if (!tools || !pages) return;
  const shown = tools.querySelector("output");
  const steps = [...tools.querySelectorAll("[data-zoom]")];
  let level = LEVELS.indexOf(1);

  function zoom(step) {
    const before = pages.getBoundingClientRect();
    const x = (pages.scrollLeft + before.width / 2) / pages.scrollWidth;
    const y = (innerHeight / 2 - before.top) / before.height;
    level = Math.min(LEVELS.length - 1, Math.max(0, level + step));
    pages.style.setProperty("--zoom", LEVELS[level]);
    shown.textContent = `${LEVELS[level] * 100}%`;
    for (const button of steps) button.disabled = !LEVELS[level + Number(button.dataset.zoom)];
    if (!step) return;
    // What was in the middle stays there.
    const after = pages.getBoundingClientRect();
    pages.scrollLeft = x * pages.scrollWidth - after.width / 2;
    if (y > 0 && y < 1) scrollBy({ top: after.top + y * after.height - innerHeight / 2, behavior: "instant" });
  }

  for (const button of steps) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  tools.hidden = false;
  zoom(0);
})();
