// The editor: typing, moving and removing without the server, which is asked only to save. Without this file the same
// buttons ask it for every step.
(() => {
  const LONGEST = 20000; // milliseconds that a save may take; what was sent is recorded once, however often it is
  const form = document.getElementById("editor");
  if (!form) return;
  const words = JSON.parse(form.dataset.words);
  const said = document.getElementById("unsaved");
  const saved = said.textContent;
  const save = form.querySelector(".bar button[value=save]");
  const fill = (text, params) => text.replace(/\{(\w+)\}/g, (place, name) => params[name] ?? place);

  // Rows. Their order on the page is their order; the number in a field's name only holds a row together.

  const rows = () => [...form.querySelectorAll(".e-row")];
  const { part, goalOf, idOf, parentOf, nestedIn, depthOf, family } = tree;
  let number = Math.max(-1, ...rows().map((row) => Number(part(row, "id").name.split("-")[1])));

  // The kind of a plan may have a form of its own for each part and level.
  function fresh(kind, places, depth = 0) {
    const known = [`row-${kind}-${places.PART}-${depth}`, `row-${kind}-${places.PART}`, `row-${kind}`];
    const blank = known.map((id) => document.getElementById(id)).find(Boolean);
    const copy = blank.content.firstElementChild.cloneNode(true);
    number += 1;
    const filled = { ROW: crypto.randomUUID?.() ?? `r-${Date.now()}-${number}`, ...places };
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      for (const attribute of element.attributes) {
        attribute.value = attribute.value
          .replace(/\b(?:ROW|PART|PARENT)\b/g, (place) => filled[place] ?? "")
          .replace(/^(rows|said)-N\b/, `$1-${number}`)
          .replace(/ said-N\b/, ` said-${number}`);
      }
    }
    return copy;
  }

  function add(what, subject) {
    const [, where, above] = /^([^:]*):?(.*)$/.exec(subject);
    let made;
    if (what === "add-indicator") {
      const section = form.querySelector(`[data-goal="${CSS.escape(subject)}"]`);
      made = fresh("indicator", { PART: part(goalOf(section), "part").value, PARENT: subject });
      const last = [...section.querySelectorAll(".e-indicator")].pop();
      if (last) part(made, "target_kind").value = part(last, "target_kind").value;
      section.querySelector(":scope > .e-add").before(made);
    } else {
      const kind = what.slice("add-".length);
      const home = form.querySelector(`[data-part="${CSS.escape(where)}"]`);
      const list = home.querySelector(kind === "goal" ? ".e-rows" : ".e-programmes");
      const parent = above && nestedIn(list).find((each) => idOf(each) === above);
      made = fresh(kind, { PART: where, PARENT: above }, parent ? depthOf(parent) + 1 : 0);
      if (parent) {
        if (!depthOf(made)) {
          made.className = "e-section depth-1";
          made.querySelector('[value^="add-goal:"]').remove();
        }
        family(parent).pop().after(made);
      } else {
        list.querySelector(":scope > .e-add").before(made);
      }
    }
    made.querySelector("textarea").focus();
  }

  // What goes leaves a line in its place, by which it comes back.
  function remove(row) {
    const gone = row.matches(".e-indicator") ? [row] : family(row.matches(".e-goal") ? row.parentElement : row);
    const line = document.createElement("p");
    const name = document.createElement("span");
    const undo = document.createElement("button");
    line.className = "e-gone";
    name.textContent = fill(words.removed, { row: part(row, "text").value.trim() || "…" });
    undo.type = "button";
    undo.className = "link";
    undo.textContent = words.undo;
    undo.addEventListener("click", () => {
      line.replaceWith(...gone);
      part(row, "text").focus();
      settle();
    });
    line.append(name, undo);
    gone[0].before(line);
    for (const each of gone) each.remove();
    undo.focus();
  }

  function move(row, step) {
    const beside = (list, one) => list[list.indexOf(one) + step];
    if (!row.matches(".e-indicator")) {
      const item = row.matches(".e-goal") ? row.parentElement : row;
      const equals = nestedIn(item.parentElement).filter((each) => parentOf(each) === parentOf(item));
      const other = beside(equals, item);
      if (!other) return false;
      if (step < 0) other.before(...family(item));
      else family(other).pop().after(...family(item));
      return true;
    }
    const section = row.parentElement;
    const other = beside([...section.querySelectorAll(".e-indicator")], row);
    if (other) {
      if (step < 0) other.before(row);
      else other.after(row);
      return true;
    }
    // An indicator at the edge goes over to the next goal.
    const neighbour = beside(nestedIn(section.parentElement), section);
    if (!neighbour) return false;
    if (step < 0) neighbour.querySelector(":scope > .e-add").before(row);
    else goalOf(neighbour).after(row);
    part(row, "parent").value = neighbour.dataset.goal;
    return true;
  }

  function moved(row, step) {
    const held = document.activeElement;
    const [from, to] = [held.selectionStart, held.selectionEnd];
    if (!move(row, step)) return;
    held.focus(); // taking a row out of the page has taken the focus
    if (typeof from === "number" && held.matches("textarea")) held.setSelectionRange(from, to);
    settle(words.moved);
  }

  // What is not saved, in words.

  const shape = () => rows().map((row) => [part(row, "id").value, part(row, "parent")?.value]).join();
  const begun = form.dataset.unsaved === "True";
  const first = shape();
  const changed = new Set();
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

  function tell(before) {
    const some = alive() > 1 && !begun && !reshaped;
    const state = !dirty() ? saved : some ? fill(words.changes, { n: alive() }) : words.unsaved;
    say(before ? `${before}. ${state}` : state);
  }

  // After rows came, went or moved: numbers, sums, and whether it is all as it was.
  function settle(before) {
    reshaped = shape() !== first;
    for (const list of form.querySelectorAll(".e-rows:not(.e-programmes)")) tree.number(nestedIn(list));
    form.querySelectorAll(".e-part").forEach(sum);
    tell(before);
  }

  addEventListener("beforeunload", (event) => {
    if (dirty() && !leaving) event.preventDefault();
  });

  // Figures are read back.

  function sum(section) {
    const place = section.querySelector(".e-total");
    if (!place) return;
    const top = [...section.querySelectorAll(".e-programme")].filter((row) => !parentOf(row));
    const amounts = top.map((row) => part(row, "allotted").value);
    const total = figures.total(amounts);
    place.hidden = total === null;
    place.querySelector("b").textContent = total ?? "";
  }

  function hear(row) {
    const place = row.querySelector(".e-target > .said-figure");
    if (!place) return;
    const amount = part(row, "allotted");
    const typed = amount
      ? { kind: "rupiah", text: amount.value }
      : { kind: part(row, "target_kind").value, text: part(row, "target").value };
    heard(place, { ...typed, wording: part(row, "text").value });
    if (amount) sum(row.closest(".e-part"));
  }

  function hearCell(field) {
    const kind = field.dataset.holds === "money" ? "rupiah" : "";
    heard(field.parentElement.querySelector("output"), { kind, text: field.value });
  }

  // As the cover says that figures are written.
  function heard(place, typed) {
    const said = (name) => form.elements[`detail-${name}`]?.value ?? "";
    figures.hear(place, form.dataset.cells, { ...typed, numbers: said("numbers"), money: said("money") });
  }

  const grows = CSS.supports("field-sizing", "content");
  function grow(area) {
    if (grows) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }
  if (!grows) form.querySelectorAll("textarea").forEach(grow);

  form.addEventListener("input", ({ target: field }) => {
    const row = field.closest(".e-row");
    if (differs(field)) changed.add(field);
    else changed.delete(field);
    if (field.matches("textarea")) grow(field);
    if (field.dataset.holds) hearCell(field);
    else if (row && !field.matches("textarea")) hear(row);
    tell();
  });

  // Keys.

  function goOn(field) {
    const fields = [...form.querySelectorAll("textarea, input:not([type=hidden])")].filter((each) => each.offsetParent);
    const next = fields[fields.indexOf(field) + 1] ?? save;
    next.focus();
    if (next.matches("input")) next.select();
  }

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    const row = field.closest(".e-row");
    if (event.isComposing) return;
    if (row && event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key) && !field.matches("select")) {
      event.preventDefault();
      moved(row, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && !event.shiftKey && field.matches("input, .e-row textarea")) {
      event.preventDefault();
      goOn(field);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(save);
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="do"]');
    const [, what, subject] = /^([a-z-]+):(.*)$/s.exec(button?.value ?? "") ?? [];
    if (!what) return; // saving and sending are the server's
    event.preventDefault();
    const row = button.closest(".e-row");
    if (what === "up" || what === "down") {
      moved(row, what === "up" ? -1 : 1);
      return;
    }
    if (what === "remove") remove(row);
    else add(what, subject);
    settle();
  });

  // Saving. Where the server is not reached, everything stays as it is, under the same command id.

  let sending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    say(words.sending);
    const body = new URLSearchParams(new FormData(form));
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    const waiting = new AbortController();
    const limit = setTimeout(() => waiting.abort(), LONGEST);
    let answer, page;
    try {
      const sent = { method: "POST", body, headers: { Accept: "text/html" }, signal: waiting.signal };
      answer = await fetch(form.action, sent);
      page = await answer.text();
    } catch {
      page = "";
    }
    clearTimeout(limit);
    sending = false;
    if (!page.includes('id="main"')) {
      say(words.unreachable, true); // not our page: nobody there, or only a gateway
      return;
    }
    leaving = true;
    if (answer.redirected && new URL(answer.url).pathname === location.pathname) {
      history.replaceState(null, "", answer.url);
      location.reload(); // which keeps the place one was at
    } else if (answer.redirected) {
      location.assign(answer.url);
    } else {
      document.open();
      document.write(page);
      document.close();
    }
  });

  document.querySelector(".keys")?.removeAttribute("hidden");
  rows().forEach(hear);
})();
