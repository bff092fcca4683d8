// Saving, while one stays on the page: what changed is sent, what is right of it is recorded, and what is not stands
// marked where it was typed. Where the server is not reached everything stays as it is, under the same id.
globalThis.saving = (() => {
  const LONGEST = 20000; // milliseconds that a save may take; what was sent is recorded once, however often it is
  const form = document.getElementById("editor");
  if (!form) return undefined;
  const words = JSON.parse(form.dataset.words);
  let tried = "";
  let sending = false;

  const fill = (text, params) => text.replace(/\{(\w+)\}/g, (place, name) => params[name] ?? place);
  const idOf = () => form.elements.command_id;
  const anew = () => (idOf().value = crypto.randomUUID?.() ?? `c-${Date.now()}-${String(Math.random()).slice(2)}`);
  const told = (name, detail) => form.dispatchEvent(new CustomEvent(`saving:${name}`, { bubbles: true, detail }));

  async function ask(sent) {
    const shown = ["shown_to", "shown_as"].map((name) => [name, form.elements[name]?.value ?? ""]);
    const body = JSON.stringify({ ...sent, ...Object.fromEntries(shown) });
    if (tried && tried !== body) anew();
    tried = body;
    const waiting = new AbortController();
    const limit = setTimeout(() => waiting.abort(), LONGEST);
    try {
      const headers = {
        Accept: "application/json",
        "Content-Type": "application/json",
        "Idempotency-Key": idOf().value,
        "If-Match": `"${form.elements.text_version.value}"`,
      };
      const answer = await fetch(form.action, { method: "PATCH", body, headers, signal: waiting.signal });
      return [answer, await answer.json()];
    } catch {
      return [];
    } finally {
      clearTimeout(limit);
    }
  }

  // What is wrong stands where it is, and in a list that leads there.
  function faulty(list, title) {
    document.getElementById("problem")?.remove();
    form.querySelectorAll(".fault, .clash").forEach((each) => each.remove());
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    if (!list.length) return;
    const box = document.createElement("div");
    const lines = document.createElement("ul");
    box.append(Object.assign(document.createElement("h2"), { textContent: title }), lines);
    Object.assign(box, { className: "problem", id: "problem", tabIndex: -1 });
    box.setAttribute("role", "alert");
    document.querySelector("main").prepend(box);
    box.focus(); // first: a field that is left tells that it changed, and what was said of it goes
    for (const fault of list) {
      const control = patch.controlAt(fault.row, fault.column);
      const link = document.createElement(control?.id ? "a" : "span");
      if (control?.id) link.href = `#${control.id}`;
      link.textContent = fault.message;
      lines.appendChild(document.createElement("li")).append(link);
      if (!control) continue;
      grid.cells.fault(control, fault.message);
      if (fault.open) choose(control, fault);
    }
  }

  // Two wrote this cell, or one took out the row: whose it is to be.
  function choose(control, { row, column, theirs }) {
    const place = row && column ? `${row}.${column}` : row || column;
    const line = document.createElement("span");
    line.className = "clash";
    patch.undecided.add(place);
    const button = (text, act) => {
      const one = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
      one.addEventListener("click", () => {
        patch.undecided.delete(place);
        grid.cells.fault(control, "");
        line.remove();
        control.focus();
        act();
        told("changed");
      });
      line.append(one);
    };
    button(words.mine, () => {});
    button(words.theirs, () => {
      if (row && !column) grid.rows.gone([control.closest("tr[data-row]")]);
      for (const [name, text] of Object.entries(theirs)) {
        const field = patch.controlAt(row, name);
        patch.settle(field, text);
        grid.set(field, text);
      }
    });
    control.before(line);
  }

  // What came in from another against what is typed here.
  form.addEventListener("patch:met", ({ detail: { row, column, by, theirs } }) => {
    const control = patch.controlAt(row, column);
    if (!control || patch.undecided.has(row && column ? `${row}.${column}` : row || column)) return;
    const text = Object.values(theirs).at(-1) ?? "";
    grid.cells.fault(control, fill(column ? words.wrote : words.took, { who: by, theirs: text }));
    choose(control, { row, column, theirs });
  });

  // What the page came with is chosen here, too, while one stays on it.
  for (const line of form.querySelectorAll(".clash")) {
    const place = line.querySelector("[name=undecided]").value;
    const control = document.getElementById(place) ?? document.getElementById(`${place}.text`);
    const of = control?.closest("tr[data-row]");
    line.remove();
    if (!control) continue;
    if (of?.id === place) choose(control, { row: place, column: "", theirs: {} });
    else choose(control, patch.cell(control));
  }

  async function once() {
    sending = true;
    told("begun");
    const sent = patch.made();
    const sites = patch.homes();
    const [answer, said] = await ask(sent);
    sending = false;
    if (!answer || answer.status >= 500) {
      told("unreachable"); // nobody there, or only a gateway
      return false;
    }
    if (!answer.ok) {
      faulty(said.errors?.length ? said.errors.map(({ place, detail }) => ({ row: "", column: place, message: detail })) : [{ row: "", column: "", message: said.detail }], said.title);
      told("refused");
      return false;
    }
    const held = [...said.faults, ...said.clashes.filter(({ open }) => open)];
    anew();
    tried = "";
    for (const place of sent.undecided) patch.undecided.delete(place);
    patch.taken(sent, held, sites);
    patch.apply(said);
    faulty([...said.faults, ...said.clashes], said.recorded ? fill(words.partly, said) : words.held);
    told("done", said);
    return !held.length;
  }

  // Whoever saves while a save is on its way saves what they typed meanwhile, after it.
  let going, next;
  function save() {
    if (going) return (next ??= going.then(() => (next = undefined)).then(save));
    going = once().finally(() => (going = undefined));
    return going;
  }

  return { save, words, fill, busy: () => sending };
})();
