// The rows of the editor as a tree: what stands under what, and how goals are numbered, as the level of each says.
globalThis.tree = (() => {
  const NESTED = ".e-section, .e-programme"; // what may stand under another of its kind
  const DIGITS = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
  const SPELLED = {
    none: () => "",
    number: (n) => `${n}.`,
    nested: (n, above) => (above ? `${above.replace(/\.$/, "")}.${n}` : `${n}.`),
    letter: (n) => `${String.fromCharCode(96 + n)}.`,
    roman: (n) => `${"X".repeat(n / 10)}${DIGITS[n % 10]}.`,
  };

  const part = (row, name) => row.querySelector(`[name$="-${name}"]:not([name*="-cell-"])`);
  const goalOf = (section) => section.querySelector(".e-goal");
  const idOf = (item) => item.dataset.goal ?? part(item, "id").value;
  const parentOf = (item) => part(goalOf(item) ?? item, "parent")?.value ?? "";
  const nestedIn = (list) => [...list.children].filter((child) => child.matches(NESTED));
  const depthOf = (item) => Number(/\bdepth-(\d)/.exec(item.className)?.[1] ?? 0);

  // A goal or a programme with all that stands under it, in order.
  function family(item) {
    const ids = new Set([idOf(item)]);
    return nestedIn(item.parentElement).filter((each) => {
      const mine = each === item || ids.has(parentOf(each));
      if (mine) ids.add(idOf(each));
      return mine;
    });
  }

  function number(goals) {
    const counted = {};
    const printed = {};
    for (const goal of goals) {
      const above = parentOf(goal);
      const place = goal.querySelector(".e-no b");
      counted[above] = (counted[above] ?? 0) + 1;
      const how = place.dataset.numbering ?? (above ? "none" : "number");
      printed[idOf(goal)] = SPELLED[how](counted[above], printed[above]);
      place.textContent = printed[idOf(goal)];
    }
  }

  return { part, goalOf, idOf, parentOf, nestedIn, depthOf, family, number };
})();
