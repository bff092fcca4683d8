// The cells of a grid: where each stands, what stands in it, and how another text comes to stand there.
globalThis.grid = {};
grid.cells = (() => {
  const rowOf = (node) => node?.closest("tr[data-row]") ?? null;
  const tableOf = (node) => node?.closest("table[data-grid]") ?? null;
  const cellOf = (node) => (rowOf(node) ? node.closest("[data-column]") : null);
  const controlOf = (cell) => cell?.querySelector("[data-cell]") ?? null;
  const rows = (table) => [...table.querySelectorAll("tr[data-row]")];
  const columns = (table) => [...table.tHead.querySelectorAll("[data-column]")].map((head) => head.dataset.column);
  // A row may have no cell of a column, as a goal has no target.
  const at = (row, column) => [...row.cells].find((cell) => cell.dataset.column === column) ?? null;
  const named = (table, column) => table.tHead.querySelector(`[data-column="${CSS.escape(column)}"]`).textContent.trim();

  function text(cell) {
    const control = controlOf(cell);
    if (!control) return cell?.textContent.trim() ?? "";
    return control.matches("select") ? (control.value && control.selectedOptions[0].text) : control.value;
  }

  // What a control holds when this is put into it; null where it has no such choice.
  function fitted(control, text) {
    if (!control.matches("select")) return control.matches("textarea") ? text : text.replace(/\s*\n\s*/g, " ");
    const wanted = text.trim().toLowerCase();
    const same = (option) => [option.text, option.value].some((each) => each.trim().toLowerCase() === wanted);
    return [...control.options].find(same)?.value ?? null;
  }

  function put(control, value) {
    control.value = value;
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  // Said above the control, until it is changed.
  function fault(control, message) {
    const cell = cellOf(control) ?? control.parentElement;
    cell.querySelector(".fault")?.remove();
    control.toggleAttribute("aria-invalid", Boolean(message));
    if (!message) return;
    const said = document.createElement("p");
    said.className = "fault";
    said.id = `fault-${control.id}`;
    said.textContent = message;
    control.setAttribute("aria-invalid", "true");
    const ids = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)).add(said.id);
    control.setAttribute("aria-describedby", [...ids].join(" "));
    control.before(said);
  }

  return { rowOf, tableOf, cellOf, controlOf, rows, columns, at, named, text, fitted, put, fault };
})();
