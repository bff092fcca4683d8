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

  // A change that is done already; `where` is what to look at when it is taken back.
  const note = (back, on, where) => together(() => open.push({ back, on, where }));

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

  function forget() {
    past = [];
    future = [];
    told();
  }

  return { together, note, undo, redo, last, drop, forget, can: () => [past.length > 0, future.length > 0] };
})();
