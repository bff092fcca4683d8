// Figures as they are typed: the server reads them, and what they say, what is wrong and what else they may mean is
// shown beside them; amounts that are written in full are added up.
//
// Within `[data-cells]`, the address that is asked, every `[data-cell]` under a `[data-holds]` is a figure. Its row is the
// next `[data-row]` around it (there `target_kind` and `text` are columns), its quarter the next `[data-quarter]`.
globalThis.figures = (() => {
  const PAUSE = 250; // milliseconds without a key until the server is asked
  const MOST = 500; // cells of one request
  const AMOUNT = /^(?:rp\.?)?\s*((?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]{2})?)$/i;
  const changed = new Set();
  let timer;
  let asking = false;

  const held = (control) => control.closest("[data-holds]");
  const rowOf = (control) => control.closest("[data-row]");
  const placeOf = (control) => held(control)?.querySelector(".said-figure");
  const figuresOf = (row) => [...row.querySelectorAll("[data-cell]")].filter((each) => held(each) && placeOf(each));

  function within(control, column) {
    const cell = rowOf(control)?.querySelector(`[data-column="${column}"]`);
    return cell?.querySelector("[data-cell]")?.value ?? cell?.textContent.trim();
  }

  // What is asked of a cell. The kind is the one that its row chooses, or what it is taken for where it stands.
  function asked(control) {
    const { holds } = held(control).dataset;
    const cell = { text: control.value, holds, row: rowOf(control)?.dataset.row ?? "" };
    const quarter = Number(control.closest("[data-quarter]")?.dataset.quarter);
    if (quarter) cell.quarter = quarter;
    const kind = holds === "target" ? within(control, "target_kind") : undefined;
    cell.kind = kind ?? control.closest("[data-kind]")?.dataset.kind ?? "";
    cell.unit = control.closest("[data-unit]")?.dataset.unit ?? "";
    cell.wording = within(control, "text") ?? "";
    return cell;
  }

  function said(text, name) {
    const line = document.createElement("span");
    line.className = name;
    line.textContent = text;
    return line;
  }

  // A reading is put in by a button, which names the fields as a form sends them.
  function offer(control, { text, kind, said: aloud }) {
    const button = document.createElement("button");
    const put = new URLSearchParams({ [control.name]: text });
    const chosen = kind && rowOf(control)?.querySelector('[data-column="target_kind"] [data-cell]');
    if (chosen) put.set(chosen.name, kind);
    button.type = "button";
    button.className = "reading";
    button.value = put;
    button.textContent = aloud;
    return button;
  }

  function show(control, heard) {
    const place = placeOf(control);
    const lines = heard.asks.map((text) => said(text, "asks"));
    if (heard.fault) lines.unshift(said(heard.fault, "wrong"));
    if (heard.achievement) lines.unshift(said(heard.achievement, "comes-to"));
    lines.push(...heard.readings.map((each) => offer(control, each)));
    place.classList.remove("stale");
    place.replaceChildren(heard.said, ...lines.flatMap((line) => [" ", line]));
    if (heard.fault) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    control.dispatchEvent(new CustomEvent("figures:heard", { bubbles: true, detail: heard }));
  }

  // Only of the cell that one is in is spoken; of others who listens hears when they come there.
  function speak() {
    const { activeElement: control } = document;
    const place = control?.matches("[data-cell]") && held(control) ? placeOf(control) : null;
    if (!place) return;
    const live = document.getElementById("figures-said") ?? document.body.appendChild(said("", "vh"));
    live.id = "figures-said";
    live.setAttribute("role", "status");
    live.textContent = [...place.childNodes].map((each) => each.textContent.trim()).filter(Boolean).join(". ");
  }

  async function ask(address, controls) {
    const told = (name) => controls[0].form?.elements[`detail-${name}`]?.value ?? "";
    const cells = controls.map(asked);
    const sent = JSON.stringify({ cells, numbers: told("numbers"), money: told("money") });
    const headers = { Accept: "application/json", "Content-Type": "application/json" };
    const answer = await fetch(address, { method: "POST", body: sent, headers });
    if (!answer.ok) return;
    const heard = (await answer.json()).cells;
    controls.forEach((control, n) => {
      // What was typed meanwhile is asked about again.
      if (control.isConnected && !changed.has(control) && control.value === cells[n].text) show(control, heard[n]);
    });
  }

  // All cells of the rows that changed, in one request: a row says more than its cells.
  async function hear() {
    if (asking) return;
    asking = true;
    const rows = new Set([...changed].filter((each) => each.isConnected).map((each) => rowOf(each) ?? each));
    const controls = [...rows].flatMap((row) => (row.matches("[data-row]") ? figuresOf(row) : row)).slice(0, MOST);
    for (const control of controls) changed.delete(control);
    for (const control of changed) if (!control.isConnected || !placeOf(control)) changed.delete(control);
    const address = (control) => control.closest("[data-cells]").dataset.cells;
    try {
      for (const each of new Set(controls.map(address))) await ask(each, controls.filter((own) => address(own) === each));
      speak();
    } catch {
      for (const control of controls) placeOf(control).replaceChildren(); // without the server nothing is said
    }
    asking = false;
    if (changed.size) soon();
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(hear, PAUSE);
  }

  function look({ target }) {
    if (!target.matches("[data-cell]") || !target.closest("[data-cells]")) return;
    const row = rowOf(target);
    const figure = held(target) && placeOf(target);
    const own = figure ? [target] : row ? figuresOf(row) : [];
    if (!own.length) return;
    if (figure) {
      placeOf(target).classList.add("stale");
      document.getElementById(`fault-${target.id}`)?.remove(); // which was said of what stood there
    }
    for (const control of own) changed.add(control);
    soon();
  }
  addEventListener("input", look);
  addEventListener("change", look);

  function put(control, value) {
    if (control.closest("[data-grid]") && globalThis.grid?.set) {
      grid.set(control, value);
      return;
    }
    control.value = value;
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  addEventListener("click", (event) => {
    const button = event.target.closest?.("button.reading");
    if (!button) return;
    event.preventDefault(); // a page that came with it would send it
    const control = held(button).querySelector("[data-cell]");
    // The first is the cell's own, whatever it is called by now; the other is its kind.
    [...new URLSearchParams(button.value)].forEach(([name, value], n) => put(n ? control.form.elements[name] : control, value));
    control.focus();
  });

  // From a cell with readings Tab goes to them, also in a grid, where it goes to the next cell.
  addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || !event.target.matches("[data-cell]")) return;
    if (held(event.target) && placeOf(event.target)?.querySelector("button")) event.stopPropagation();
  }, true);

  // Whole sen; null where it is no amount in full.
  function sen(text) {
    const parts = AMOUNT.exec(text.trim());
    if (parts === null) return null;
    const [whole, decimals = "00"] = parts[1].replaceAll(".", "").split(",");
    return BigInt(whole + decimals);
  }

  // The sum as it is printed; null where one is not written in full, or there is none.
  function total(amounts) {
    const read = amounts.map(sen);
    if (!read.length || read.includes(null)) return null;
    const sum = read.reduce((all, next) => all + next, 0n);
    const whole = String(sum / 100n).replace(/\B(?=(?:\d{3})+$)/g, ".");
    return `Rp ${whole}${sum % 100n ? `,${String(sum % 100n).padStart(2, "0")}` : ""}`;
  }

  return { total };
})();
