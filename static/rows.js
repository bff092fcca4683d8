// The rows of the editor as a tree: what stands under what, how goals are numbered, and where a row may come and go.
globalThis.tree = (() => {
  const DIGITS = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
  const SPELLED = {
    none: () => "",
    number: (n) => `${n}.`,
    nested: (n, above) => (above ? `${above.replace(/\.$/, "")}.${n}` : `${n}.`),
    letter: (n) => `${String.fromCharCode(96 + n)}.`,
    roman: (n) => `${"X".repeat(n / 10)}${DIGITS[n % 10]}.`,
  };
  let number = Math.max(-1, ...[...document.querySelectorAll('input[name^="rows-"][name$="-id"]')].map(numberOf));

  function numberOf(field) {
    return Number(field.name.split("-")[1]);
  }

  // A goal or a programme is a group of its own, with the indicators of a goal in it.
  const part = (row, name) => row.querySelector(`[name$="-${name}"]:not([name*="-cell-"])`);
  const head = (group) => group.rows[0];
  const idOf = (group) => group.dataset.group;
  const parentOf = (group) => part(head(group), "parent")?.value ?? "";
  const groups = (table) => [...table.tBodies];
  const leaf = (row) => row.matches(".e-indicator");
  const leaves = (group) => [...group.rows].filter(leaf);
  const beside = (list, one, step) => list[list.indexOf(one) + step];
  const siblings = (group) => groups(group.parentElement).filter((each) => parentOf(each) === parentOf(group));

  // A goal or a programme with all that stands under it, in order.
  function family(group) {
    const ids = new Set([idOf(group)]);
    return groups(group.parentElement).filter((each) => {
      const mine = each === group || ids.has(parentOf(each));
      if (mine) ids.add(idOf(each));
      return mine;
    });
  }

  function renumber(table) {
    const counted = {};
    const printed = {};
    for (const goal of groups(table)) {
      const above = parentOf(goal);
      const place = goal.querySelector(".e-no b");
      counted[above] = (counted[above] ?? 0) + 1;
      const how = place.dataset.numbering ?? (above ? "none" : "number");
      printed[idOf(goal)] = SPELLED[how](counted[above], printed[above]);
      if (place.textContent !== printed[idOf(goal)]) place.textContent = printed[idOf(goal)];
    }
  }

  // A new row or group from its template, by the part and by how deep it stands.
  function fresh(kind, places, depth) {
    const blank = document.getElementById(`row-${kind}-${places.PART}${depth === undefined ? "" : `-${depth}`}`);
    const copy = blank.content.firstElementChild.cloneNode(true);
    number += 1;
    const filled = { ROW: crypto.randomUUID?.() ?? `r-${Date.now()}-${number}`, ...places };
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      for (const attribute of element.attributes) {
        if (["aria-label", "data-label"].includes(attribute.name)) continue;
        attribute.value = attribute.value
          .replace(/\b(?:ROW|PART|PARENT)\b/g, (place) => filled[place] ?? "")
          .replace(/^(rows|said)-N\b/, `$1-${number}`)
          .replace(/ said-N\b/, ` said-${number}`);
      }
    }
    return copy;
  }

  function indicator(group) {
    const made = fresh("indicator", { PART: part(head(group), "part").value, PARENT: idOf(group) });
    return made;
  }

  function group(table, kind, where, parent) {
    const above = groups(table).find((each) => idOf(each) === parent);
    const made = fresh(kind, { PART: where, PARENT: parent }, above ? Number(above.dataset.depth) + 1 : 0);
    if (above) family(above).pop().after(made);
    else table.insertBefore(made, table.tFoot);
    return made;
  }

  const kindOf = (each) => part(head(each), "kind").value;

  // What the grid asks for.

  // After an indicator or a goal comes an indicator, after a programme another one beside it.
  function next(row) {
    const here = row.parentElement;
    if (kindOf(here) === "goal") {
      const made = indicator(here);
      row.after(made);
      return made;
    }
    const made = fresh("programme", { PART: part(row, "part").value, PARENT: parentOf(here) }, here.dataset.depth);
    family(here).pop().after(made);
    return head(made);
  }

  function gone(rows) {
    for (const row of rows) {
      if (!row.isConnected) continue;
      for (const each of leaf(row) ? [row] : family(row.parentElement)) each.remove();
    }
    return true;
  }

  function filled(made, from) {
    const typed = "[data-cell], [name$=-serves]";
    const [to, of] = [made, from].map((row) => [...row.querySelectorAll(typed)]);
    to.forEach((control, n) => (control.value = of[n].value));
    made.querySelectorAll("output").forEach((said, n) => (said.textContent = from.querySelectorAll("output")[n].textContent));
    return made;
  }

  // A goal is duplicated with all that stands under it.
  function copy(row) {
    if (leaf(row)) {
      const made = filled(indicator(row.parentElement), row);
      row.after(made);
      return made;
    }
    const own = family(row.parentElement);
    const ids = {};
    let at = own.at(-1);
    for (const each of own) {
      const parent = ids[parentOf(each)] ?? parentOf(each);
      const made = fresh(kindOf(each), { PART: part(row, "part").value, PARENT: parent }, each.dataset.depth);
      ids[idOf(each)] = idOf(made);
      filled(head(made), head(each));
      let under = head(made);
      for (const each_ of leaves(each)) {
        const one = filled(indicator(made), each_);
        under.after(one);
        under = one;
      }
      at.after(made);
      at = made;
    }
    const first = groups(at.parentElement).find((each) => idOf(each) === ids[idOf(own[0])]);
    return head(first);
  }

  // An indicator at the edge goes over to the next goal.
  function moved(row, step) {
    const here = row.parentElement;
    if (!leaf(row)) {
      const other = beside(siblings(here), here, step);
      if (!other) return false;
      if (step < 0) other.before(...family(here));
      else family(other).pop().after(...family(here));
      return true;
    }
    const other = beside(leaves(here), row, step);
    if (other) {
      if (step < 0) other.before(row);
      else other.after(row);
      return true;
    }
    const goal = beside(groups(here.parentElement), here, step);
    if (!goal) return false;
    if (step < 0) (leaves(goal).pop() ?? head(goal)).after(row);
    else head(goal).after(row);
    grid.set(part(row, "parent"), idOf(goal));
    return true;
  }

  // To where the text has it: behind another row, or first of those that stand where it stands.
  function place(form, { id, part: of, kind, parent, after }) {
    const known = document.getElementById(id);
    const places = { ROW: id, PART: of, PARENT: parent };
    if (kind === "indicator") {
      const goal = form.querySelector(`tbody[data-group="${CSS.escape(parent)}"]`);
      const row = known ?? fresh("indicator", places);
      (leaves(goal).find((each) => each.id === after) ?? head(goal)).after(row);
      part(row, "parent").value = parent;
      return;
    }
    const table = form.querySelector(`[data-part="${CSS.escape(of)}"] .e-${kind === "goal" ? "goals" : "money"}`);
    const [above, before] = [parent, after].map((each) => groups(table).find((other) => idOf(other) === each));
    const own = known ? family(known.parentElement) : [fresh(kind, places, above ? Number(above.dataset.depth) + 1 : 0)];
    const upper = part(head(own[0]), "parent");
    if (upper) upper.value = parent;
    if (before) family(before).pop().after(...own);
    else (above ?? table.tHead).after(...own);
  }

  // To where another row stands: an indicator among all goals, a goal among those that stand under the same one.
  function carried(row, to) {
    const [here, there] = [row.parentElement, to.parentElement];
    const down = row.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (leaf(row)) {
      if (kindOf(there) !== "goal") return false;
      if (leaf(to) && !down) to.before(row);
      else to.after(row);
      if (here !== there) grid.set(part(row, "parent"), idOf(there));
      return true;
    }
    const other = siblings(here).find((each) => family(each).includes(there));
    if (!other || other === here) return false;
    if (down) family(other).pop().after(...family(here));
    else other.before(...family(here));
    return true;
  }

  return { part, head, idOf, parentOf, groups, family, renumber, indicator, group, place, owner: { next, copy, gone, moved, carried } };
})();
