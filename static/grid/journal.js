// What was done in the grids of a page, step by step, to be taken back and done again.
grid.journal = (() => {
  const MOST = 300; // steps
  let past = [];
  let future = [];
  let open = null;

  const told = () => document.dispatchEvent(new Event("grid:journal"));

  // Whatever is noted meanwhile is one step.
  function together(act) {
    if (open) return act();
    open = [];
    try {
      return act();
    } finally {
      const step = open;
      open = null;
      if (step.length) {
        past = [...past.slice(1 - MOST), step];
        future = [];
        told();
      }
    }
  }

  // A change that is done already; `where` is what to look at when it is taken back, `control` the cell that it was in.
  const note = (back, on, where, control) => together(() => open.push({ back, on, where, control }));

  function walk(from, to, how) {
    const step = from.pop();
    if (!step) return false;
    for (const change of how === "back" ? [...step].reverse() : step) change[how]();
    to.push(step);
    told();
    const seen = step.map((change) => change.where?.()).find((node) => node?.isConnected);
    if (seen) grid.range.go(grid.cells.cellOf(seen) ?? seen);
    return true;
  }

  const undo = () => walk(past, future, "back");
  const redo = () => walk(future, past, "on");
  const last = () => past.at(-1);

  // Takes the last step back as if it had never been.
  function drop() {
    for (const change of [...past.pop()].reverse()) change.back();
    told();
  }

  // Somebody else wrote in the cell: what it was before is not put over that.
  const strike = (control) => keep((each) => each.control !== control);

  // Somebody else put rows in, or took some out: where a row stood is no place any more, what a cell said still is.
  const strikeRows = () => keep((each) => each.control !== undefined);

  function keep(wanted) {
    const kept = (steps) => steps.map((step) => step.filter(wanted)).filter((step) => step.length);
    [past, future] = [past, future].map(kept);
    told();
  }

  return { together, note, undo, redo, last, drop, strike, strikeRows, can: () => [past.length > 0, future.length > 0] };
})();
