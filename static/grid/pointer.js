// The mouse in a grid: a press takes a cell, a second one types into it, dragging takes a range, the corner of a range
// fills it down, and a row is carried by its number. A finger types at once, as in any form.
(() => {
  const { rowOf, tableOf, cellOf, controlOf } = grid.cells;
  const { range, typing } = grid;
  let drag = null; // what the pointer is doing: "take", "fill", or the row that it carries
  let over = null;
  let from = null; // where the range ended before it was filled

  const mouse = (event) => event.button === 0 && !matchMedia("(hover: none)").matches;

  document.addEventListener("mousedown", (event) => {
    if (!mouse(event)) return;
    if (event.target === range.handle) {
      event.preventDefault();
      drag = "fill";
      from = range.there;
      return;
    }
    const grip = event.target.closest("[data-carries]");
    if (grip && grid.rows.owner(grip)) {
      event.preventDefault();
      drag = rowOf(grip);
      drag.classList.add("carried");
      return;
    }
    const cell = cellOf(event.target);
    if (!cell || event.target.closest("button, a, [type=checkbox], [type=radio], summary, label")) return;
    const control = controlOf(cell);
    if (event.shiftKey && range.here && tableOf(cell) === tableOf(range.here)) {
      event.preventDefault();
      range.extend(cell);
      return;
    }
    drag = "take";
    if (control?.matches("select") && event.target === control) return; // which opens
    if (control && control === typing.control && event.target === control) {
      if (typing.mode === "walk") typing.become("edit");
      range.take(cell);
      return; // the browser places the caret
    }
    event.preventDefault();
    range.go(cell);
  });

  document.addEventListener("mouseover", (event) => {
    if (!drag || !(event.buttons & 1)) return;
    const cell = cellOf(event.target);
    const row = rowOf(event.target);
    if (drag === "take" && cell && cell !== range.there) {
      if (cell !== range.here) getSelection().removeAllRanges();
      if (cell !== range.here && typing.mode === "edit") typing.become("walk");
      range.extend(cell);
    } else if (drag === "fill" && row && tableOf(row) === tableOf(range.here)) {
      const same = [...row.cells].find((each) => each.dataset.column === range.there.dataset.column);
      const top = rowOf(range.here);
      const above = row !== top && row.compareDocumentPosition(top) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (same && !above) range.extend(same); // nothing is filled upward
    } else if (drag.matches?.("tr") && row && row !== over) {
      over?.classList.remove("under");
      over = tableOf(row) === tableOf(drag) && row !== drag ? row : null;
      over?.classList.add("under");
    }
  });

  document.addEventListener("mouseup", () => {
    const done = drag;
    drag = null;
    if (done === "fill" && range.there !== from) grid.clipboard.fill();
    if (!done?.matches) return;
    done.classList.remove("carried");
    over?.classList.remove("under");
    if (over) grid.rows.carried(done, over);
    over = null;
  });
})();
