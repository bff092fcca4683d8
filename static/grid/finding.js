// Finding a text in the cells of the page's grids, and putting another in its place.
(() => {
  const { tableOf, cellOf, controlOf, text } = grid.cells;
  const { journal, range, typing } = grid;
  const box = document.getElementById("grid-find");
  if (!box) return;
  const [wanted, instead] = [box.querySelector("[name=find]"), box.querySelector("[name=replace]")];
  const count = box.querySelector("output");
  let back = null;

  const all = () => [...document.querySelectorAll("table[data-grid] tr[data-row] > [data-column]")];
  const has = (cell) => text(cell).toLowerCase().includes(wanted.value.toLowerCase());
  const found = () => (wanted.value ? all().filter(has) : []);
  const writes = (cell) => controlOf(cell)?.matches("textarea, input");

  function tell(list, cell) {
    const n = list.indexOf(cell) + 1;
    count.textContent = wanted.value ? range.worded(n ? "nth" : "found", { n, all: list.length }) : "";
  }

  // Marked without taking the focus from the dialog.
  function show(cell) {
    if (!cell) return;
    range.take(cell);
    cell.scrollIntoView({ block: "center", inline: "nearest" });
  }

  function next(step = 1) {
    const list = found();
    const cells = all();
    const here = cells.indexOf(range.here);
    const ahead = list.map((cell) => cells.indexOf(cell));
    const n = step > 0 ? ahead.findIndex((at) => at > here) : ahead.findLastIndex((at) => at < here);
    const cell = list.at(n < 0 && step > 0 ? 0 : n);
    show(cell);
    tell(list, cell);
  }

  function replaced(cell) {
    const pattern = wanted.value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    typing.set(controlOf(cell), text(cell).replace(new RegExp(pattern, "gi"), () => instead.value));
  }

  function one() {
    const list = found();
    if (list.includes(range.here) && writes(range.here)) replaced(range.here);
    next();
  }

  function every() {
    const list = found().filter(writes);
    journal.together(() => list.forEach(replaced));
    count.textContent = range.worded("replaced", { n: list.length });
  }

  function open() {
    typing.commit();
    back = cellOf(document.activeElement);
    box.show();
    wanted.focus();
    wanted.select();
    tell(found(), range.here);
  }

  box.addEventListener("input", () => {
    const list = found();
    const cell = list.includes(range.here) ? range.here : list[0];
    show(cell);
    tell(list, cell);
  });
  box.addEventListener("click", ({ target }) => {
    const acts = { next, one, every, close: () => box.close() };
    acts[target.closest("[data-find]")?.dataset.find]?.();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.close();
    else if (event.key === "Enter") next(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("close", () => {
    const cell = range.here ?? back;
    if (cell && tableOf(cell)) range.go(cell);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !["f", "h"].includes(event.key.toLowerCase())) return;
    event.preventDefault();
    open();
  });
  for (const button of document.querySelectorAll("[data-grid-does]")) {
    const acts = { undo: grid.undo, redo: grid.redo, find: open };
    button.addEventListener("click", () => acts[button.dataset.gridDoes]());
    button.hidden = false;
  }
  document.addEventListener("grid:journal", able);

  function able() {
    const [undo, redo] = journal.can();
    for (const [name, can] of [["undo", undo], ["redo", redo]]) {
      for (const button of document.querySelectorAll(`[data-grid-does=${name}]`)) button.ariaDisabled = String(!can);
    }
  }
  able();
})();
