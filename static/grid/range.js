// The cell one is at, and the range that is taken from there.
grid.range = (() => {
  const { rowOf, tableOf, cellOf, controlOf, rows, columns, at, named } = grid.cells;
  const words = JSON.parse(document.getElementById("grid-find")?.dataset.words ?? "{}");
  const voice = document.createElement("p");
  const handle = document.createElement("span");
  let here = null;
  let there = null;
  let drawn = [];

  voice.className = "vh";
  voice.setAttribute("role", "status");
  handle.className = "grid-fill";
  handle.ariaHidden = "true";
  document.body.append(voice);

  const worded = (name, params = {}) => (words[name] ?? "").replace(/\{(\w+)\}/g, (place, key) => params[key] ?? place);
  const say = (name, params) => (voice.textContent = worded(name, params));
  const between = (list, one, other) => {
    const [a, b] = [list.indexOf(one), list.indexOf(other)];
    return list.slice(Math.min(a, b), Math.max(a, b) + 1);
  };

  // Its rows, its columns, and the cells of each row; null where a row has none.
  function taken() {
    if (!here?.isConnected) return { rows: [], columns: [], lines: [] };
    const table = tableOf(here);
    const over = between(rows(table), rowOf(here), rowOf(there));
    const across = between(columns(table), here.dataset.column, there.dataset.column);
    return { rows: over, columns: across, lines: over.map((row) => across.map((column) => at(row, column))) };
  }

  function draw() {
    const { lines } = taken();
    const cells = lines.flat().filter(Boolean);
    for (const cell of drawn) cell.classList.remove("taken", "at");
    drawn = cells;
    if (cells.length > 1) for (const cell of cells) cell.classList.add("taken");
    if (!here?.isConnected) return handle.remove();
    here.classList.add("at");
    if (handle.parentElement !== cells.at(-1)) cells.at(-1).append(handle);
  }

  function tell() {
    const table = tableOf(here);
    const { rows: over, columns: across } = taken();
    if (over.length * across.length > 1) return say("range", { rows: over.length, columns: across.length });
    const all = rows(table);
    say("cell", { row: all.indexOf(rowOf(here)) + 1, rows: all.length, column: named(table, here.dataset.column) });
  }

  // Begins a range of one cell.
  function take(cell) {
    here = there = cell;
    draw();
    tell();
  }

  function extend(cell) {
    if (!here || tableOf(cell) !== tableOf(here)) return;
    there = cell;
    draw();
    tell();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // A range that one looks at from its beginning.
  function span(from, to) {
    go(from);
    there = to;
    draw();
    tell();
  }

  function go(cell) {
    const control = controlOf(cell);
    if (!control) cell.tabIndex = -1;
    (control ?? cell).focus({ preventScroll: true });
    if (cellOf(cell) && (here !== cell || there !== cell)) take(cell);
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // The next cell in a direction, beyond rows and columns that have none; with `far` the last before something ends.
  function beside(cell, down, right) {
    const table = tableOf(cell);
    const row = rowOf(cell);
    const [list, own] = down ? [rows(table), row] : [columns(table), cell.dataset.column];
    for (let n = list.indexOf(own) + down + right; n >= 0 && n < list.length; n += down + right) {
      const next = down ? at(list[n], cell.dataset.column) : at(row, list[n]);
      if (next) return next;
    }
    return null;
  }

  function clear() {
    here = there = null;
    draw();
  }

  return { take, extend, span, go, beside, clear, taken, say, worded, handle,
    get here() { return here; }, get there() { return there; } };
})();
