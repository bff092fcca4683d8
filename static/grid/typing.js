// Walking over cells and typing into one, as spreadsheets have it. One walks with all of a cell selected, so that the
// browser itself replaces it by what is typed; `edit` is typing within the text that is there.
grid.typing = (() => {
  const { tableOf, cellOf, put } = grid.cells;
  const { journal, range } = grid;
  const NONE = { control: null, before: "" };
  let session = NONE;
  let mode = "walk"; // or "over": what was there is replaced; or "edit"
  let touched = false;

  function become(next) {
    mode = next;
    const table = session.control && tableOf(session.control);
    if (table) table.dataset.mode = next;
  }

  function write(control, value) {
    put(control, value);
    if (control === session.control) session.before = control.value;
  }

  const note = (control, before, after) =>
    journal.note(() => write(control, before), () => write(control, after), () => control, control);

  // What is typed becomes a step that can be taken back.
  function commit() {
    const { control, before } = session;
    if (!control || control.value === before) return;
    session.before = control.value;
    note(control, before, control.value);
  }

  // Another script's way to change a cell.
  function set(control, value) {
    if (control === session.control) commit();
    const before = control.value;
    if (before === value) return;
    write(control, value);
    note(control, before, value);
  }

  function begin(control) {
    session = { control, before: control.value };
    become(touched ? "edit" : "walk");
    if (!touched) control.select?.();
    range.take(cellOf(control));
  }

  function edit() {
    become("edit");
    const { control } = session;
    if (control?.matches("select")) control.showPicker?.();
    else control?.setSelectionRange?.(control.value.length, control.value.length);
  }

  function walk() {
    commit();
    become("walk");
    session.control?.select?.();
  }

  function back() {
    const { control, before } = session;
    if (control.value !== before) put(control, before);
    walk();
  }

  addEventListener("pointerdown", ({ pointerType }) => (touched = pointerType !== "mouse"), true);
  addEventListener("keydown", () => (touched = false), true);

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches("[data-cell]") || target === session.control) return;
    begin(target);
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target !== session.control) return;
    commit();
    if (document.hasFocus()) session = NONE;
  });
  document.addEventListener("input", (event) => {
    const { target, isTrusted } = event;
    if (target.matches("[data-cell]") && target.hasAttribute("aria-invalid")) grid.cells.fault(target, "");
    if (isTrusted && target === session.control && mode === "walk" && !target.matches("select")) become("over");
  });
  document.addEventListener("change", ({ target, isTrusted }) => {
    if (isTrusted && target === session.control && target.matches("select")) commit();
  });

  return { commit, set, write, edit, walk, back, become,
    get mode() { return mode; }, get control() { return session.control; },
    get changed() { return session.control !== null && session.control.value !== session.before; } };
})();
grid.set = grid.typing.set;
grid.undo = () => {
  grid.typing.commit();
  return grid.journal.undo();
};
grid.redo = () => {
  grid.typing.commit(); // what is typed is a step of its own, and nothing comes after it
  return grid.journal.redo();
};
