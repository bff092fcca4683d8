// The grid: only rows that somebody has touched are kept and sent, and Ctrl+S saves.
(() => {
  const form = document.getElementById("grid");
  if (!form) return;
  const save = form.querySelector("button[name=do][value=save]");
  const named = (row, from, to) => {
    for (const control of row.querySelectorAll(`[${from}]`)) {
      if (control.matches("button")) continue; // a button sends nothing unless it is pressed
      control.setAttribute(to, control.getAttribute(from));
      control.removeAttribute(from);
    }
  };
  const rowOf = (node) => node.closest?.("tr[data-row]:not([data-typed])");

  // What came back as it was typed is sent again as it stands.
  for (const row of form.querySelectorAll("tr[data-row]:not([data-typed])")) named(row, "name", "data-name");
  form.addEventListener("input", ({ target }) => {
    const row = rowOf(target);
    if (!row) return;
    row.dataset.typed = "";
    named(row, "data-name", "name");
  }, true);
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(save);
  });
})();

// The row's form: targets read aloud as they are typed, and only the fields of the scale that is chosen. The list of
// proposals: one press ticks those that are alike.
(() => {
  for (const button of document.querySelectorAll("[data-tick]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of button.closest("fieldset").querySelectorAll("input[type=checkbox]")) box.checked = true;
    });
  }

  const form = document.getElementById("row");
  const aims = form?.querySelector(".action-targets");
  if (!aims) return;
  const policy = document.getElementById("otherwise");
  const field = (name) => form.elements[`policy.${name}`];
  const otherwise = () => form.elements.measure.value === "other";
  const KINDS = { percentage: "percentage", index: "index", number: "quantity" };

  // As it is measured on this page, nobody has recorded yet: then it is said what a target is.
  function measured() {
    const kind = field("direction").value.startsWith("range") ? "range" : (KINDS[field("scale").value] ?? "grade");
    const now = otherwise() ? { kind, unit: kind === "quantity" ? field("unit").value.trim() : "" } : {};
    if (["kind", "unit"].every((name) => (aims.dataset[name] ?? "") === (now[name] ?? ""))) return;
    for (const name of ["kind", "unit"]) {
      if (now[name]) aims.dataset[name] = now[name];
      else delete aims.dataset[name];
    }
    for (const input of aims.querySelectorAll("input")) input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show() {
    policy.open ||= otherwise();
    for (const set of policy.querySelectorAll("[data-scale]")) set.hidden = set.dataset.scale !== field("scale").value;
    policy.querySelector("[data-ratio]").hidden = !field("ratio").checked;
  }

  form.addEventListener("input", ({ target }) => target.name === "policy.unit" && measured());
  form.addEventListener("change", (event) => {
    // Whoever changes a field of the policy means it.
    if (event.target.name?.startsWith("policy.")) form.elements.measure.value = "other";
    show();
    measured();
  });
  show();
})();
