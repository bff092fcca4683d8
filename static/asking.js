// Where fingers press, a cell is asked for its history by a tap: nothing stands over its words, and the way is in reach.
(() => {
  if (!matchMedia("(hover: none)").matches) return;
  const main = document.getElementById("main");
  const asked = document.createElement("p");
  const way = document.createElement("a");
  let picked = null;
  asked.className = "asked";
  asked.hidden = true;
  way.className = "button";
  asked.append(way);
  document.body.append(asked);
  document.documentElement.classList.add("asks");

  function pick(cell) {
    picked?.classList.remove("picked");
    picked = cell;
    asked.hidden = !cell;
    if (!cell) return;
    const link = cell.querySelector(":scope > .h");
    cell.classList.add("picked");
    way.href = link.href;
    way.textContent = link.getAttribute("aria-label");
  }

  main.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, select, summary, textarea")) return;
    const cell = event.target.closest(".detail, .paper td, .paper th");
    pick(cell !== picked && cell?.querySelector(":scope > .h") ? cell : null);
  });
})();
