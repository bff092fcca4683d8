// The keys of a grid. What is not taken here is the browser's.
(() => {
  const { rowOf, tableOf, cellOf, at, rows, columns } = grid.cells;
  const { range, typing } = grid;
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const PAGE = 10; // rows
  let origin = null; // the column in which one began to go on by Tab: Enter goes back to it

  const ends = (row) => columns(tableOf(row)).map((column) => at(row, column)).filter(Boolean);
  const corner = (table, n) => {
    const all = rows(table);
    return ends(all.at(n)).at(n);
  };

  // To the other end of the row; up and down to the goal before and after, where the table has groups.
  function far(cell, down, right) {
    if (right) return ends(rowOf(cell)).at(right < 0 ? 0 : -1);
    const all = rows(tableOf(cell));
    const heads = all.filter((row) => row.parentElement !== all[all.indexOf(row) - 1]?.parentElement);
    const n = all.indexOf(rowOf(cell));
    const head = down > 0 ? heads.find((row) => all.indexOf(row) > n) : heads.findLast((row) => all.indexOf(row) < n);
    const row = head ?? all.at(down > 0 ? -1 : 0);
    return at(row, cell.dataset.column) ?? ends(row)[0];
  }

  function page(cell, down) {
    let to = cell;
    for (let n = 0; n < PAGE; n += 1) to = range.beside(to, down, 0) ?? to;
    return to;
  }

  function walked(event, cell) {
    const { key, ctrlKey, metaKey } = event;
    const much = ctrlKey || metaKey;
    const table = tableOf(cell);
    if (ARROWS[key]) return much ? far(cell, ...ARROWS[key]) : range.beside(cell, ...ARROWS[key]);
    if (key === "Home") return much ? corner(table, 0) : ends(rowOf(cell))[0];
    if (key === "End") return much ? corner(table, -1) : ends(rowOf(cell)).at(-1);
    if (key === "PageUp" || key === "PageDown") return page(cell, key === "PageUp" ? -1 : 1);
    return undefined;
  }

  function tab(event, cell) {
    const step = event.shiftKey ? -1 : 1;
    const all = rows(tableOf(cell)).flatMap(ends).filter((each) => each.querySelector("[data-cell]"));
    const next = all[all.indexOf(cell) + step];
    if (!next) return; // out of the grid
    event.preventDefault();
    origin = rowOf(next) === rowOf(cell) ? (origin ?? cell.dataset.column) : null;
    range.go(next);
  }

  // Down, and at the end of a group that one writes in, or of the table, into the next row.
  function enter(cell, back) {
    const column = origin ?? cell.dataset.column;
    const typed = typing.mode !== "walk" || typing.changed;
    typing.commit();
    origin = null;
    const row = rowOf(cell);
    const all = rows(tableOf(cell));
    const n = all.indexOf(row);
    const ahead = back ? all.slice(0, n).reverse() : all.slice(n + 1);
    const below = ahead.find((each) => at(each, column));
    const leaves = below?.parentElement !== row.parentElement;
    if (!back && leaves && (typed || !below) && grid.rows.begin(row, column)) return;
    if (below) range.go(at(below, column));
    else typing.walk();
  }

  // A line of its own within a text.
  function broken(area) {
    if (typing.mode === "walk") typing.edit();
    area.setRangeText("\n", area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function row(event, cell) {
    const chosen = range.taken().rows;
    const { key, shiftKey } = event;
    if (key === "ArrowUp" || (key === "ArrowDown" && !shiftKey)) {
      if (!event.target.matches("select")) return () => grid.rows.moved(rowOf(cell), key === "ArrowUp" ? -1 : 1);
    }
    if (key === "ArrowDown" && shiftKey) return () => grid.rows.copy(chosen);
    if (key === "Insert" || (event.ctrlKey && key === "=")) return () => grid.rows.next(rowOf(cell), cell.dataset.column);
    if (key === "Delete" || (event.ctrlKey && key === "-")) return () => grid.rows.gone(chosen);
    if (key === "Enter" && event.target.matches("textarea")) return () => broken(event.target);
    return undefined;
  }

  const does = (event, act) => {
    event.preventDefault();
    act();
  };
  const letter = (event) => ((event.ctrlKey || event.metaKey) && !event.altKey ? event.key.toLowerCase() : "");

  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || !tableOf(cell) || event.isComposing) return;
    if (!event.target.matches("[data-cell]") && event.target !== cell) return; // a button in a row
    const { key, shiftKey, altKey } = event;
    const walks = typing.mode === "walk" || event.target === cell;
    if (altKey) {
      const act = row(event, cell);
      if (act) does(event, act);
    } else if (key === "Tab") {
      tab(event, cell);
    } else if (key === "Enter" && !(shiftKey && !walks && event.target.matches("textarea"))) {
      does(event, () => enter(cell, shiftKey));
    } else if (key === "F2") {
      does(event, () => (walks ? typing.edit() : typing.walk()));
    } else if (key === "Escape" && typing.control) {
      if (!walks) does(event, typing.back);
      else range.take(cell);
    } else if (letter(event) === "z" && (walks || !typing.changed)) {
      does(event, shiftKey ? grid.redo : grid.undo);
    } else if (letter(event) === "y") {
      does(event, grid.redo);
    } else if (walks) {
      walk(event, cell);
    } else if (typing.mode === "over" && leaves(event)) {
      const to = range.beside(cell, ...ARROWS[key]);
      if (to) does(event, () => range.go(to));
    }
  });

  // Who typed over a cell goes on by the arrows; within a text of several lines they are the text's.
  function leaves({ key, target, ctrlKey, shiftKey }) {
    if (!ARROWS[key] || ctrlKey || shiftKey) return false;
    return ARROWS[key][0] !== 0 || !target.matches("textarea");
  }

  function walk(event, cell) {
    const { key, shiftKey } = event;
    const from = shiftKey ? (range.there ?? cell) : cell;
    const to = walked(event, from);
    if (to !== undefined) {
      event.preventDefault();
      origin = null;
      if (to) (shiftKey ? range.extend : range.go)(to);
    } else if (key === "Delete") {
      does(event, grid.clipboard.clear);
    } else if (letter(event) === "d") {
      does(event, grid.clipboard.fill);
    } else if (letter(event) === "a") {
      does(event, () => range.span(corner(tableOf(cell), 0), corner(tableOf(cell), -1)));
    } else if (key === " " && shiftKey) {
      does(event, () => range.span(ends(rowOf(cell))[0], ends(rowOf(cell)).at(-1)));
    } else if (key === " " && letter(event)) {
      const all = rows(tableOf(cell)).map((each) => at(each, cell.dataset.column)).filter(Boolean);
      does(event, () => range.span(all[0], all.at(-1)));
    }
  }

  // Beside the grid, where one is not typing.
  document.addEventListener("keydown", (event) => {
    if (cellOf(event.target) || event.target.matches("input, textarea, select") || event.defaultPrevented) return;
    if (!document.querySelector("table[data-grid]")) return;
    if (letter(event) === "z") does(event, event.shiftKey ? grid.redo : grid.undo);
    if (letter(event) === "y") does(event, grid.redo);
  });
})();
