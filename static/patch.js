// What changed in the editor's form since the version of the text that it shows, and what an answer makes of it.
globalThis.patch = (() => {
  const form = document.getElementById("editor");
  if (!form) return undefined;
  const { part } = tree;
  const undecided = new Set([...form.querySelectorAll("[name=undecided]")].map((field) => field.value)); // places that two wrote, and nobody has chosen between
  let stood; // the rows of that version, by what they stand in

  const rows = () => [...form.querySelectorAll("tr[data-row]")];
  const rowOf = (field) => field.closest("tr[data-row]");
  const rowWith = (id) => rows().find((row) => row.dataset.row === id);

  function homes(but = new Set()) {
    const found = new Map();
    for (const row of form.querySelectorAll("tr[data-row]")) {
      const { id } = row;
      if (but.has(id)) continue;
      const home = JSON.stringify(["part", "kind", "parent"].map((name) => part(row, name)?.value ?? ""));
      found.set(home, [...(found.get(home) ?? []), id]);
    }
    return found;
  }

  const known = () => new Set([...stood.values()].flat());

  function shift(id) {
    for (const [home, ids] of stood) stood.set(home, ids.filter((each) => each !== id));
  }

  function stand({ id, part: of, kind, parent, after }) {
    shift(id);
    const home = JSON.stringify([of, kind, parent]);
    const ids = stood.get(home) ?? [];
    stood.set(home, ids.toSpliced(ids.indexOf(after) + 1, 0, id));
  }

  // The fields by which a cell is sent: those of the cover, of a part, of a row.
  function placeOf(field) {
    if (field.name.startsWith("detail-")) {
      const row = field.closest("[data-part]")?.dataset.part ?? "";
      return { row, column: field.name.slice(`detail-${row ? `${row}-` : ""}`.length) };
    }
    const [, column] = /^rows-\d+-(?:cell-)?(.+)$/.exec(field.name) ?? [];
    return column && rowOf(field) ? { row: rowOf(field).id, column } : null;
  }

  function differs(field) {
    if (field.matches("select")) return ![...field.selectedOptions].every((option) => option.defaultSelected);
    return field.value !== field.defaultValue;
  }

  // What the text has in a field.
  function stands(field) {
    if (!field.matches("select")) return field.defaultValue;
    return [...field.options].find((option) => option.defaultSelected)?.value ?? "";
  }

  function settle(field, value) {
    const typed = field.value; // which an untouched field takes from what is settled
    if (!field.matches("select")) Object.assign(field, { defaultValue: value, value: typed });
    else for (const option of field.options) option.defaultSelected = option.value === value;
  }

  const waiting = new Map(); // what others wrote where one is, but has not typed
  const cellOf = (column) => (column === "target_kind" ? "target" : column);
  const fields = () => [...form.querySelectorAll("textarea[name], select[name], input[name]:not([type=hidden])")];

  // The rows that came or moved, and those that went.
  function shaped() {
    const had = known();
    const places = [];
    const there = new Set(rows().map(({ id }) => id));
    for (const [home, ids] of homes()) {
      const was = stood.get(home) ?? [];
      const same = ids.filter((id) => was.includes(id)).join() === was.filter((id) => ids.includes(id)).join();
      const [of, kind, parent] = JSON.parse(home);
      for (const [n, id] of ids.entries()) {
        if (!same || !was.includes(id)) places.push({ id, part: of, kind, parent, after: ids[n - 1] ?? "" });
      }
    }
    const order = new Map([...there].map((id, n) => [id, n]));
    places.sort((one, other) => order.get(one.id) - order.get(other.id)); // what stands above comes first
    return { rows: places, removed: [...had].filter((id) => !there.has(id)) };
  }

  const reshaped = () => Object.values(shaped()).some((ids) => ids.length > 0);

  // As the server takes it. Of a row that it does not have everything is told.
  function made() {
    [...waiting.keys()].filter(differs).forEach(meet);
    const had = known();
    const cells = [];
    for (const field of fields()) {
      const fresh = rowOf(field) && !had.has(rowOf(field).id);
      const place = (differs(field) || (fresh && field.value)) && placeOf(field);
      if (place) cells.push({ ...place, text: field.value });
    }
    for (const row of rows().filter(({ id }) => !had.has(id))) {
      const serves = [...row.querySelectorAll("[name$=-serves]")].map((field) => field.value).join(" ");
      if (serves) cells.push({ row: row.id, column: "serves", text: serves });
    }
    return { cells, ...shaped(), undecided: [...undecided] };
  }

  // What is typed into a cell; of a row its wording.
  function controlAt(row, column) {
    if (row && column === "target_kind") return rowWith(row)?.querySelector('[data-column="target_kind"] [data-cell]');
    return document.getElementById(row && column ? `${row}.${column}` : column || `${row}.text`);
  }

  // What was sent is the text now but for what was held back; what was typed meanwhile is still to be sent. `sites` is
  // where rows stood when it was sent: what came, went or moved since then is still to be sent, too.
  function taken(sent, held, sites) {
    const values = new Map(sent.cells.map(({ row, column, text }) => [`${row} ${column}`, text]));
    const there = new Set([...sites.values()].flat());
    const had = known();
    const waits = new Set();
    for (const row of rows().filter(({ id }) => !had.has(id))) {
      const blank = [...row.querySelectorAll("[data-cell]:not(select)")].every((field) => {
        const { column } = placeOf(field);
        return !values.get(`${row.id} ${column}`)?.trim();
      });
      const above = part(row, "parent")?.value;
      if (blank || !there.has(row.id) || waits.has(above) || held.some((place) => place.row === row.id)) waits.add(row.id);
    }
    for (const field of fields()) {
      const place = placeOf(field);
      if (!place || waits.has(place.row)) continue;
      if (held.some((each) => each.row === place.row && (each.column || cellOf(place.column)) === cellOf(place.column))) continue;
      if (rowOf(field) && !had.has(place.row)) settle(field, values.get(`${place.row} ${place.column}`) ?? "");
      else if (values.has(`${place.row} ${place.column}`)) settle(field, values.get(`${place.row} ${place.column}`));
    }
    stood = new Map([...sites].map(([home, ids]) => [home, ids.filter((id) => !waits.has(id))]));
  }

  // Whether there is a place here for what others put: what stands under a row, or is one, that was taken out here waits
  // until that is saved.
  function fits({ rows: places }) {
    const had = known();
    const there = new Set(rows().map(({ id }) => id));
    const fresh = new Set(places.map(({ id }) => id));
    const here = (id) => there.has(id) || (fresh.has(id) && !had.has(id));
    return places.every(({ id, parent }) => (here(id) || !had.has(id)) && (!parent || here(parent)));
  }

  // What others made of the text comes to stand here too; what one is changing oneself stays as it is typed.
  function apply({ cells, rows: places, removed, version }) {
    for (const { id, by } of removed) {
      shift(id);
      const row = rowWith(id);
      if (row && touched(row)) met({ row: id, column: "", by, theirs: {} });
      else if (row) tree.owner.gone([row]);
    }
    for (const place of places) {
      stand(place);
      tree.place(form, place);
    }
    if (removed.length + places.length) {
      grid.journal.strikeRows();
      for (const table of form.querySelectorAll("table[data-grid]")) table.dispatchEvent(new Event("grid:rows", { bubbles: true }));
    }
    for (const { row, column, text, by } of cells) {
      const field = controlAt(row, column);
      if (!field) continue;
      const cell = { row, column, text, by };
      waiting.delete(field);
      if (by && field === document.activeElement && !differs(field) && field.value !== text) waiting.set(field, cell);
      else come(field, cell);
    }
    form.elements.text_version.value = version;
  }

  // What another wrote comes to stand where one is not typing oneself; else whoever types has to choose.
  function come(field, { row, column, text, by }) {
    const own = differs(field);
    const same = stands(field) === text; // as it is when one has saved it oneself
    settle(field, text);
    if (same || field.value === text) return;
    if (own && by) met({ row, column: cellOf(column), by, theirs: { [column]: text } });
    if (own) return;
    grid.typing.write(field, text);
    if (!by) return;
    grid.journal.strike(field);
    const cell = field.closest("td, .field");
    cell.classList.add("theirs");
    cell.title = by;
  }

  const met = (detail) => form.dispatchEvent(new CustomEvent("patch:met", { detail }));

  // Somebody writes in the row, or has put a row of their own under it.
  function touched(row) {
    const group = row.parentElement;
    const own = row.matches(".e-indicator") ? [row] : tree.family(group).flatMap((each) => [...each.querySelectorAll("tr[data-row]")]);
    const had = known();
    const written = (field) => differs(field) || field === document.activeElement;
    return own.some((each) => (each !== row && !had.has(each.id)) || [...each.querySelectorAll("[data-cell]")].some(written));
  }

  function meet(field) {
    const cell = waiting.get(field);
    waiting.delete(field);
    if (cell) come(field, cell);
  }

  form.addEventListener("focusout", ({ target }) => meet(target));

  // What was typed before the page came: its fields hold it as if it were the text.
  stood = homes();
  if (form.dataset.recorded) {
    const { cells, rows: places, removed } = JSON.parse(form.dataset.recorded);
    for (const { row, column, text } of cells) {
      const field = controlAt(row, column);
      if (field) settle(field, text);
    }
    for (const id of removed) shift(id);
    places.forEach(stand);
  }

  // What the text has in a cell, by its fields: a target has two.
  function cell(control) {
    const { row, column } = placeOf(control);
    const names = column === "target" ? ["target_kind", "target"] : [column];
    return { row, column, theirs: Object.fromEntries(names.map((name) => [name, stands(controlAt(row, name))])) };
  }

  const some = ({ cells, rows: places, removed }) => cells.length + places.length + removed.length > 0;
  return { made, some, reshaped, homes, taken, fits, apply, differs, settle, controlAt, cell, undecided };
})();
