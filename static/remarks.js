// Remarks on rows are settled where they stand: without leaving the page, or what is typed on it.
(() => {
  const quiet = (event) => event.target.closest(".remarks") && event.stopPropagation();
  for (const list of document.querySelectorAll(".remarks")) {
    for (const kind of ["keydown", "pointerdown", "input", "focusin"]) list.addEventListener(kind, quiet);
  }

  async function settle(button) {
    const remark = button.closest(".remark");
    const text = remark.querySelector("textarea");
    const form = button.form;
    const headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      "Idempotency-Key": crypto.randomUUID?.() ?? `c-${Date.now()}-${String(Math.random()).slice(2)}`,
    };
    button.disabled = true;
    let answer, told;
    try {
      const body = JSON.stringify({ [button.dataset.field]: text.value });
      answer = await fetch(button.dataset.settles, { method: "POST", headers, body });
      told = await answer.json();
    } catch {
      form.requestSubmit(button); // the page itself says what is wrong
      return;
    } finally {
      button.disabled = false;
    }
    remark.querySelector(".fault")?.remove();
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    if (!answer.ok) {
      said.className = "fault";
      said.textContent = told.errors?.[0]?.detail ?? told.detail;
      text.before(said);
      text.focus();
      return;
    }
    said.className = "answer";
    said.textContent = text.value;
    remark.classList.add("settled");
    remark.querySelector("details").replaceWith(said);
  }

  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-settles]");
      if (!button) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      settle(button);
    },
    true,
  );
})();
