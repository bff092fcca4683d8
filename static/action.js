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
    const now = otherwise() ? kind : "";
    if ((aims.dataset.kind ?? "") === now) return;
    if (now) aims.dataset.kind = now;
    else delete aims.dataset.kind;
    for (const input of aims.querySelectorAll("input")) input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show() {
    policy.open ||= otherwise();
    for (const set of policy.querySelectorAll("[data-scale]")) set.hidden = set.dataset.scale !== field("scale").value;
    policy.querySelector("[data-ratio]").hidden = !field("ratio").checked;
  }

  form.addEventListener("change", (event) => {
    // Whoever changes a field of the policy means it.
    if (event.target.name?.startsWith("policy.")) form.elements.measure.value = "other";
    show();
    measured();
  });
  show();
})();
