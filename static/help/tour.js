// The tour one stop at a time, by buttons or arrow keys. Without this file all stops stand below one another.
(() => {
  const tour = document.querySelector("[data-tour]");
  const acts = document.querySelector(".tour-acts");
  const stops = [...tour.children];
  let at = 0;

  function show(focus) {
    stops.forEach((stop, n) => (stop.hidden = n !== at));
    acts.querySelector('[data-go="-1"]').disabled = at === 0;
    acts.querySelector('[data-go="1"]').disabled = at === stops.length - 1;
    acts.querySelector("[role=status]").textContent = tour.dataset.said.replace("{n}", at + 1).replace("{all}", stops.length);
    if (focus) stops[at].focus();
  }

  function go(steps) {
    const next = Math.min(Math.max(at + steps, 0), stops.length - 1);
    if (next === at) return;
    at = next;
    show(true);
  }

  acts.addEventListener("click", ({ target }) => go(Number(target.closest("[data-go]")?.dataset.go ?? 0)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") go(1);
    if (event.key === "ArrowLeft") go(-1);
  });
  acts.hidden = false;
  show(false);
})();
