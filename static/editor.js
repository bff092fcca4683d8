// The editor: a grid for each table of the plan, which asks the server only to save. Without this file the same buttons
// ask it for every step.
(() => {
  const LONGEST = 20000; // milliseconds that a save may take; what was sent is recorded once, however often it is
  const TOGETHER = "edited-together"; // where both texts are shown, by the page
  const form = document.getElementById("editor");
  if (!form) return;
  const words = JSON.parse(form.dataset.words);
  const said = document.getElementById("unsaved");
  const save = form.querySelector(".bar button[value=save]");
  const tables = [...form.querySelectorAll("table[data-grid]")];
  const fill = (text, params) => text.replace(/\{(\w+)\}/g, (place, name) => params[name] ?? place);
  const { part, groups, parentOf } = tree;

  // What is not saved, in words.

  const shape = () => [...form.querySelectorAll("tr[data-row]")].map((row) => [row.id, part(row, "parent")?.value]).join();
  let saved = said.textContent;
  let begun = form.dataset.unsaved === "True";
  let first = shape();
  let changed = new Set();
  let reshaped = false;
  let leaving = false;

  const alive = () => [...changed].filter((field) => field.isConnected).length;
  const dirty = () => begun || reshaped || alive() > 0;

  function differs(field) {
    if (field.matches("select")) return ![...field.selectedOptions].every((option) => option.defaultSelected);
    return field.value !== field.defaultValue;
  }

  function say(text, wrong = false) {
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("unreachable", wrong);
  }

  function tell() {
    const some = alive() > 1 && !begun && !reshaped;
    say(!dirty() ? saved : some ? fill(words.changes, { n: alive() }) : words.unsaved);
  }

  addEventListener("beforeunload", (event) => {
    if (dirty() && !leaving) event.preventDefault();
  });

  // Rows.

  for (const table of tables) grid.owns(table, tree.owner);

  form.addEventListener("grid:rows", ({ target: table }) => {
    if (table.matches(".e-goals")) tree.renumber(table);
    else sum(table);
    reshaped = shape() !== first;
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

  // Figures are read back.

  function sum(table) {
    const total = figures.total(
      groups(table).filter((group) => !parentOf(group)).map((group) => part(tree.head(group), "allotted").value),
    );
    const place = table.tFoot.rows[0];
    place.hidden = total === null;
    place.querySelector("b").textContent = total ?? "";
  }

  // As the cover says that figures are written.
  function hear(control) {
    const cell = control.closest("[data-holds], [data-column=target_kind]");
    const row = control.closest("tr[data-row]");
    const field = cell.dataset.holds ? control : part(row, "target");
    const place = field.parentElement.querySelector("output");
    const kinds = { target: () => part(row, "target_kind").value, rupiah: () => "rupiah", money: () => "rupiah" };
    const kind = kinds[field.parentElement.dataset.holds]?.() ?? "";
    const cover = (name) => form.elements[`detail-${name}`]?.value ?? "";
    const asked = { kind, text: field.value, wording: part(row, "text").value };
    figures.hear(place, form.dataset.cells, { ...asked, numbers: cover("numbers"), money: cover("money") });
    if (field.name.endsWith("-allotted")) sum(field.closest("table"));
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
    if (differs(field)) changed.add(field);
    else changed.delete(field);
    if (field.matches("textarea")) grow(field);
    if (field.closest("[data-holds], [data-column=target_kind]")) hear(field);
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

  // Saving, while one stays on the page. Where the server is not reached, everything stays as it is, under the same id.

  function settled(version) {
    for (const field of form.elements) {
      if (field.matches("select")) for (const option of field.options) option.defaultSelected = option.selected;
      else if (field.matches("textarea, input:not([type=hidden])")) field.defaultValue = field.value;
    }
    changed = new Set();
    begun = reshaped = false;
    first = shape();
    if (version) {
      form.elements.text_version.value = version;
      saved = fill(words.saved, { version });
    } else {
      saved = words.nothing;
    }
    form.elements.command_id.value = crypto.randomUUID?.() ?? `c-${Date.now()}-${Math.random()}`;
    faulty([]);
    document.querySelectorAll(".notice").forEach((notice) => notice.remove());
    form.querySelector(".kept-at")?.replaceChildren();
    tell();
  }

  // What is wrong stands where it is, and in a list that leads there.
  function faulty(errors, title = "") {
    document.getElementById("problem")?.remove();
    form.querySelectorAll(".fault").forEach((fault) => fault.remove());
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    if (!title) return;
    const box = document.createElement("div");
    const head = document.createElement("h2");
    const list = document.createElement("ul");
    box.className = "problem";
    box.id = "problem";
    box.tabIndex = -1;
    box.setAttribute("role", "alert");
    head.textContent = title;
    for (const { place, detail: message } of errors) {
      const line = document.createElement("li");
      const link = document.createElement(place ? "a" : "span");
      const field = place && (document.getElementById(place) ?? document.getElementById(`${place}.text`));
      const control = field?.matches("tr") ? field.querySelector("[data-cell]") : field;
      if (place) link.href = `#${control?.id || place}`;
      link.textContent = message;
      line.append(link);
      list.append(line);
      if (control) grid.cells.fault(control, message);
    }
    box.append(head, list);
    document.querySelector("main").prepend(box);
    box.focus();
  }

  async function send(body) {
    const waiting = new AbortController();
    const limit = setTimeout(() => waiting.abort(), LONGEST);
    try {
      const sent = { method: "POST", body, headers: { Accept: "application/json" }, signal: waiting.signal };
      const answer = await fetch(form.action, sent);
      return [answer, await answer.json()];
    } catch {
      return [];
    } finally {
      clearTimeout(limit);
    }
  }

  let sending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const then = event.submitter?.value;
    grid.rows.sweep(document.body);
    grid.typing.commit();
    say(words.sending);
    const [answer, told] = await send(new URLSearchParams(new FormData(form)));
    sending = false;
    if (!answer || answer.status >= 500) {
      say(words.unreachable, true); // nobody there, or only a gateway
    } else if (answer.ok) {
      const version = Number(/[0-9]+/.exec(answer.headers.get("ETag") ?? "")?.[0]);
      const alone = !version || version === Number(form.elements.text_version.value) + 1;
      settled(version);
      if (then === "check") location.assign(form.dataset.check);
      else if (!alone) location.reload(); // to what others wrote meanwhile
    } else if (told.errors?.length && told.errors.every((each) => each.code !== TOGETHER)) {
      faulty(told.errors, told.title);
      form.dispatchEvent(new Event("input")); // so that it is kept as it stands
      tell();
    } else {
      leaving = true;
      form.submit(); // which shows the page of it, with all that was typed
    }
  });

  document.querySelector(".keys")?.removeAttribute("hidden");
})();
