// Rows that come, go and change places. What may stand where is the page's to know: `grid.owns(table, owner)` has
//   next(row), copy(row): the row that now stands after it; gone(rows); moved(row, step), carried(row, beside): whether.
grid.rows = (() => {
  const { tableOf, rowOf, at, rows } = grid.cells;
  const { journal, range, typing } = grid;
  const owners = new WeakMap();
  let blank = null; // a row that Enter added, and the step that did it

  const owner = (node) => owners.get(tableOf(node));
  const shape = (table) => [...table.tBodies].map((body) => [body, [...body.rows]]);
  const told = (table) => table.dispatchEvent(new Event("grid:rows", { bubbles: true }));

  function restore(table, wanted) {
    const bodies = new Set(wanted.map(([body]) => body));
    for (const body of [...table.tBodies]) if (!bodies.has(body)) body.remove();
    for (const [n, [body, own]] of wanted.entries()) {
      if (table.tBodies[n] !== body) table.insertBefore(body, table.tBodies[n] ?? table.tFoot);
      const stay = new Set(own);
      for (const row of [...body.rows].reverse()) if (!stay.has(row)) row.remove();
      own.forEach((row, k) => body.rows[k] !== row && body.insertBefore(row, body.rows[k] ?? null));
    }
    told(table);
  }

  // Does what changes rows as a step of its own, and returns what it returns.
  function change(table, act) {
    typing.commit();
    return journal.together(() => {
      const before = shape(table);
      const made = act();
      if (!made) return made;
      const after = shape(table);
      const there = made.matches?.("tr") ? made : null;
      const where = () => there?.isConnected && there.querySelector("[data-cell]");
      journal.note(() => restore(table, before), () => restore(table, after), where);
      told(table);
      return made;
    });
  }

  const first = (row) => row.querySelector("[data-cell]")?.closest("[data-column]");

  function next(row, column) {
    const made = owner(row) && change(tableOf(row), () => owner(row).next(row));
    if (made) range.go((column && at(made, column)) ?? first(made));
    return made;
  }

  // As `next`; but where nothing is written into it, it goes when one leaves it.
  function begin(row, column) {
    const made = next(row, column);
    if (made) blank = { row: made, step: journal.last(), as: written(made) };
    return made;
  }

  const written = (row) => JSON.stringify([...row.querySelectorAll("[data-cell]")].map((control) => control.value));

  function sweep(but) {
    if (!blank || rowOf(but) === blank.row) return;
    const { row, step, as } = blank;
    blank = null;
    if (row.isConnected && written(row) === as && journal.last() === step) journal.drop();
  }

  function gone(chosen) {
    const table = tableOf(chosen[0]);
    const all = rows(table);
    const column = range.here?.dataset.column;
    const beside = all[all.indexOf(chosen.at(-1)) + 1] ?? all[all.indexOf(chosen[0]) - 1];
    if (!change(table, () => owner(table)?.gone(chosen))) return;
    range.say("gone", { rows: all.length - rows(table).length });
    const to = beside?.isConnected ? beside : rows(table).at(Math.min(all.indexOf(chosen[0]), rows(table).length - 1));
    if (to) range.go(at(to, column) ?? first(to));
    else range.clear();
  }

  function copy(chosen) {
    const table = tableOf(chosen[0]);
    const column = range.here?.dataset.column;
    let made;
    journal.together(() => {
      for (const row of chosen) made = change(table, () => owner(table)?.copy(row)) ?? made;
    });
    if (!made) return;
    range.go(at(made, column) ?? first(made));
    range.say("copied", { rows: chosen.length });
  }

  // The field keeps the focus and where one was in it.
  function keeping(table, act) {
    const held = document.activeElement;
    const [from, to] = [held.selectionStart, held.selectionEnd];
    const { mode } = typing;
    if (!change(table, act)) return false;
    if (held.isConnected) held.focus({ preventScroll: true });
    if (mode !== "walk" && typeof from === "number") held.setSelectionRange(from, to);
    typing.become(mode);
    held.scrollIntoView({ block: "nearest" });
    range.say("moved");
    return true;
  }

  const moved = (row, step) => owner(row) && keeping(tableOf(row), () => owner(row).moved(row, step));
  const carried = (row, beside) => owner(row) && keeping(tableOf(row), () => owner(row).carried(row, beside));

  document.addEventListener("focusin", ({ target }) => sweep(target));

  function owns(table, page) {
    owners.set(table, page);
    table.dataset.owned = "";
  }

  return { owns, owner, change, next, begin, sweep, gone, copy, moved, carried, first };
})();
grid.owns = grid.rows.owns;
