// The editor: a grid for each table of the plan, which asks the server only to save. Without this file the same buttons
// ask it for every step.
(() => {
  const form = document.getElementById("editor");
  if (!form) return;
  const { words, fill } = saving;
  const said = document.getElementById("unsaved");
  const save = form.querySelector(".bar button[value=save]");
  const tables = [...form.querySelectorAll("table[data-grid]")];
  const { part, groups, parentOf } = tree;

  // What is not saved, in words.

  let saved = said.textContent;
  let begun = form.dataset.unsaved === "True";
  let reshaped = false;
  const changed = new Set();

  const alive = () => [...changed].filter((field) => field.isConnected && patch.differs(field)).length;
  const dirty = () => begun || reshaped || alive() > 0;

  function say(text, wrong = false) {
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("unreachable", wrong);
  }

  // Soon: what is pasted changes many cells at once.
  let due;
  function tell() {
    due ??= setTimeout(() => {
      due = undefined;
      if (saving.busy()) return;
      const some = alive() > 1 && !begun && !reshaped;
      say(!dirty() ? saved : some ? fill(words.changes, { n: alive() }) : words.unsaved);
    });
  }

  addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });

  // Rows.

  for (const table of tables) grid.owns(table, tree.owner);

  form.addEventListener("grid:rows", ({ target: table }) => {
    if (table.matches(".e-goals")) tree.renumber(table);
    else sum(table);
    reshaped = patch.reshaped();
    tell();
  });

  function add(button, what, subject) {
    const [, where, above] = /^([^:]*):?(.*)$/.exec(subject);
    const table = button.closest("table") ?? button.closest(".e-add").previousElementSibling.querySelector("table");
    const made = grid.rows.change(table, () => {
      if (what !== "add-indicator") return tree.head(tree.group(table, what.slice("add-".length), where, above));
      const row = tree.indicator(button.closest("tbody"));
      button.closest("tr").before(row);
      return row;
    });
    grid.range.go(grid.cells.at(made, "text"));
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="do"]');
    const [, what, subject] = /^([a-z-]+):(.*)$/s.exec(button?.value ?? "") ?? [];
    if (!what) return; // saving and sending are the server's
    event.preventDefault();
    const row = button.closest("tr[data-row]");
    if (what === "up" || what === "down") grid.rows.moved(row, what === "up" ? -1 : 1);
    else if (what === "remove") grid.rows.gone([row]);
    else add(button, what, subject);
  });

  // A spreadsheet has the unit of a target beside it, before or behind; what the two say is for the server to read.
  form.addEventListener("grid:misfit", (event) => {
    const { target: kind, detail } = event;
    const target = kind.closest("[data-column=target_kind]") && part(kind.closest("tr"), "target");
    const [figure, unit] = [target?.value, detail.text].sort((one) => (/\d/.test(one) ? -1 : 1)).map((each) => each?.trim());
    if (!target || !/\d/.test(figure) || !unit || /\d/.test(unit)) return;
    event.preventDefault();
    const share = /^(%|persen|per cent)$/i.test(unit);
    grid.set(target, share ? figure.replace(/\s*%?$/, "%") : `${figure} ${unit}`);
    const fit = share ? "percentage" : "quantity";
    if ([...kind.options].some((option) => option.value === fit)) grid.set(kind, fit);
  });

  // Amounts are added up.

  function sum(table) {
    const total = figures.total(
      groups(table).filter((group) => !parentOf(group)).map((group) => part(tree.head(group), "allotted").value),
    );
    const place = table.tFoot.rows[0];
    place.hidden = total === null;
    place.querySelector("b").textContent = total ?? "";
  }

  const grows = CSS.supports("field-sizing", "content");
  function grow(area) {
    if (grows) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }
  if (!grows) form.querySelectorAll("textarea").forEach(grow);

  form.addEventListener("input", ({ target: field }) => {
    if (field === form) return;
    changed.add(field);
    if (field.matches("textarea")) grow(field);
    if (field.name?.endsWith("-allotted")) sum(field.closest("table"));
    tell();
  });

  // Keys, beside those of the grid.

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.isComposing || event.key !== "Enter" || !field.matches(".printed input")) return;
    event.preventDefault();
    const fields = [...field.closest(".fields").querySelectorAll("textarea, input, select")];
    (fields[fields.indexOf(field) + 1] ?? save).focus();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(save);
  });

  // Saving.

  form.addEventListener("submit", async (event) => {
    if (begun && !form.dataset.recorded) return; // on an older text: the page that answers has both
    event.preventDefault();
    grid.rows.sweep(document.body);
    grid.typing.commit();
    const to = event.submitter?.value === "check" ? form.dataset.check : "";
    if ((await saving.save()) && to) location.assign(to);
  });
  form.addEventListener("saving:begun", () => say(words.sending));
  form.addEventListener("saving:unreachable", () => say(words.unreachable, true));
  form.addEventListener("saving:refused", still);
  form.addEventListener("saving:changed", tell);
  form.addEventListener("saving:done", ({ detail: { version, recorded, faults, clashes } }) => {
    saved = recorded ? fill(words.saved, { version }) : words.nothing;
    begun = false;
    reshaped = patch.reshaped();
    document.querySelectorAll(".notice").forEach((notice) => notice.remove());
    form.querySelector(".kept-at")?.replaceChildren();
    if (faults.length + clashes.length) still();
    else tell();
  });

  // What is not saved is kept as it stands.
  function still() {
    form.dispatchEvent(new Event("input"));
    tell();
  }

  document.querySelector(".keys")?.removeAttribute("hidden");
})();
