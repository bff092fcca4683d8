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
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const goalOf = (section) => section.querySelector(".e-goal");
  const parentOf = (section) => part(goalOf(section), "parent").value;
  const sectionsIn = (list) => [...list.children].filter((child) => child.matches(".e-section"));
  let number = Math.max(-1, ...rows().map((row) => Number(part(row, "id").name.split("-")[1])));

  // A goal with all that stands under it, in order.
  function family(section) {
    const ids = new Set([section.dataset.goal]);
    return sectionsIn(section.parentElement).filter((each) => {
      const mine = each === section || ids.has(parentOf(each));
      if (mine) ids.add(each.dataset.goal);
      return mine;
    });
  }

  function fresh(kind, places) {
    const copy = document.getElementById(`row-${kind}`).content.firstElementChild.cloneNode(true);
    number += 1;
    const filled = { ROW: crypto.randomUUID?.() ?? `r-${Date.now()}-${number}`, ...places };
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      for (const attribute of element.attributes) {
        attribute.value = attribute.value
          .replace(/\b(?:ROW|PART|PARENT)\b/g, (place) => filled[place] ?? "")
          .replace(/^(rows|said)-N/, `$1-${number}`)
          .replace(/ said-N$/, ` said-${number}`);
      }
    }
    return copy;
  }

  function add(what, subject) {
    const [, where, above] = /^([^:]*):?(.*)$/.exec(subject);
    let made;
    if (what === "add-programme") {
      made = fresh("programme", { PART: where });
      form.querySelector(`[data-part="${CSS.escape(where)}"] .e-programmes > .e-add`).before(made);
    } else if (what === "add-indicator") {
      const section = form.querySelector(`[data-goal="${CSS.escape(subject)}"]`);
      made = fresh("indicator", { PART: part(goalOf(section), "part").value, PARENT: subject });
      const last = [...section.querySelectorAll(".e-indicator")].pop();
      if (last) part(made, "target_kind").value = part(last, "target_kind").value;
      section.querySelector(".e-add").before(made);
    } else {
      made = fresh("goal", { PART: where, PARENT: above });
      if (above) {
        const parent = form.querySelector(`[data-goal="${CSS.escape(above)}"]`);
        made.className = "e-section depth-1";
        made.querySelector('[value^="add-goal:"]').remove();
        family(parent).pop().after(made);
      } else {
        form.querySelector(`[data-part="${CSS.escape(where)}"] .e-rows > .e-add`).before(made);
      }
    }
    made.querySelector("textarea").focus();
  }

  // What goes leaves a line in its place, by which it comes back.
  function remove(row) {
    const gone = row.matches(".e-goal") ? family(row.parentElement) : [row];
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
    if (row.matches(".e-goal")) {
      const section = row.parentElement;
      const equals = sectionsIn(section.parentElement).filter((each) => parentOf(each) === parentOf(section));
      const other = beside(equals, section);
      if (!other) return false;
      if (step < 0) other.before(...family(section));
      else family(other).pop().after(...family(section));
      return true;
    }
    const kind = row.matches(".e-programme") ? ".e-programme" : ".e-indicator";
    const other = beside([...row.parentElement.querySelectorAll(kind)], row);
    if (other) {
      if (step < 0) other.before(row);
      else other.after(row);
      return true;
    }
    // An indicator at the edge goes over to the next goal.
    const section = kind === ".e-indicator" && row.parentElement;
    const neighbour = section && beside(sectionsIn(section.parentElement), section);
    if (!neighbour) return false;
    if (step < 0) neighbour.querySelector(".e-add").before(row);
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
    for (const list of form.querySelectorAll(".e-rows")) {
      let top = 0;
      for (const section of sectionsIn(list)) {
        if (!parentOf(section)) section.querySelector(".e-no b").textContent = `${(top += 1)}.`;
      }
    }
    form.querySelectorAll(".e-part").forEach(sum);
    tell(before);
  }

  addEventListener("beforeunload", (event) => {
    if (dirty() && !leaving) event.preventDefault();
  });

  // Figures are read back.

  function sum(section) {
    const place = section.querySelector(".e-total");
    const amounts = [...section.querySelectorAll('[name$="-allotted"]')].map((field) => field.value);
    const total = figures.total(amounts);
    place.hidden = total === null;
    place.querySelector("b").textContent = total ?? "";
  }

  function hear(row) {
    const place = row.querySelector(".said-figure");
    if (!place) return;
    const amount = part(row, "allotted");
    const heard = amount
      ? figures.rupiah(words, amount.value)
      : figures.target(words, part(row, "target_kind").value, part(row, "target").value);
    place.textContent = heard ?? "";
    if (amount) sum(row.closest(".e-part"));
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
    if (row && !field.matches("textarea")) hear(row);
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
