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
  if (!form?.dataset.cells) return;
  const aims = form.querySelector(".action-targets");
  const policy = document.getElementById("otherwise");
  const field = (name) => form.elements[`policy.${name}`];
  const otherwise = () => form.elements.measure.value === "other";

  function measured() {
    if (!otherwise()) return aims.dataset;
    if (field("direction").value.startsWith("range")) return { kind: "range", unit: "" };
    const kind = { percentage: "percentage", index: "index", number: "quantity" }[field("scale").value] ?? "";
    return { kind, unit: kind === "quantity" ? field("unit").value.trim() : "" };
  }

  function typed(input) {
    const { kind, unit } = measured();
    const text = input.value.trim();
    if (kind !== "quantity") return kind ? { kind, text } : null;
    const bare = unit && text.endsWith(unit) ? text.slice(0, -unit.length).trim() : text;
    return unit && text ? { kind, text: `${bare} ${unit}` } : null;
  }

  function say() {
    for (const input of aims.querySelectorAll("input")) {
      figures.hear(input.parentElement.querySelector("output"), form.dataset.cells, typed(input));
    }
  }

  function show() {
    policy.open ||= otherwise();
    for (const set of policy.querySelectorAll("[data-scale]")) set.hidden = set.dataset.scale !== field("scale").value;
    policy.querySelector("[data-ratio]").hidden = !field("ratio").checked;
  }

  form.addEventListener("input", say);
  form.addEventListener("change", (event) => {
    // Whoever changes a field of the policy means it.
    if (event.target.name?.startsWith("policy.")) form.elements.measure.value = "other";
    show();
    say();
  });
  show();
})();
