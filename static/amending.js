// An amendment in the editor: below each changed cell stands what is in force, and why it changes. What is saved is asked
// anew, so that the marks are those of the record; a reason is saved as soon as one leaves it.
(() => {
  const form = document.getElementById("editor");
  const blank = document.getElementById("amended");
  if (!form || !blank) return;
  const base = form.dataset.check.replace(/\/check$/, "");
  const badge = document.querySelector("[data-unreasoned]");
  const quiet = (event) => event.target.closest?.("[data-amended]") && event.stopPropagation();
  for (const kind of ["keydown", "pointerdown", "input", "focusin", "paste"]) form.addEventListener(kind, quiet, true);

  // Tab goes on from a cell to its reason, before it goes on in the grid.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || event.target.closest("[data-amended]")) return;
    const reason = event.target.closest("td")?.querySelector("[data-amended] textarea");
    if (!reason) return;
    event.stopPropagation();
    event.preventDefault();
    reason.focus();
  }, true);

  const blocks = () => new Map([...form.querySelectorAll("[data-amended]")].map((block) => [block.dataset.amended, block]));
  const count = () => {
    const wanting = form.querySelectorAll(".amended.wanting").length;
    badge.textContent = wanting;
    badge.parentElement.hidden = !wanting;
  };

  function place(change, there) {
    const block = there ?? blank.content.firstElementChild.cloneNode(true);
    const reason = block.querySelector("textarea");
    const seen = block.querySelector("input");
    if (reason.value === seen.value) reason.value = seen.value = change.reason; // nobody types here
    block.querySelector(".amended-old").textContent = change.old || "—";
    if (!there) {
      const control = document.getElementById(change.field);
      const home = control?.closest("td, .field");
      if (!home) return;
      block.dataset.amended = change.place;
      reason.name = `reason-${change.place}`;
      seen.name = `seen-${change.place}`;
      home.append(block);
    }
    block.classList.toggle("wanting", !reason.value.trim());
  }

  async function look() {
    let told;
    try {
      const answer = await fetch(`${base}/redline`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      told = await answer.json();
    } catch {
      return; // the marks stay as they are until the server is reached again
    }
    const there = blocks();
    for (const change of told.changes) {
      place(change, there.get(change.place));
      there.delete(change.place);
    }
    for (const block of there.values()) block.remove();
    count();
  }

  async function give(reason) {
    const block = reason.closest("[data-amended]");
    const headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      "Idempotency-Key": crypto.randomUUID?.() ?? `c-${Date.now()}-${String(Math.random()).slice(2)}`,
    };
    const seen = block.querySelector("input");
    const given = { place: block.dataset.amended, reason: reason.value, seen: seen.value };
    block.querySelector(".fault")?.remove();
    let answer, said;
    try {
      const body = JSON.stringify({ reasons: [given] });
      answer = await fetch(`${base}/amendment/reasons`, { method: "POST", headers, body, keepalive: true });
      said = answer.ok ? undefined : await answer.json();
    } catch {
      return; // it stands in its field, and goes with the next save of the form
    }
    seen.value = said ? (said.params?.reason ?? seen.value) : given.reason; // told once, the next word is the last
    if (said) {
      const fault = Object.assign(document.createElement("p"), { className: "fault", textContent: said.errors?.[0]?.detail ?? said.detail });
      fault.setAttribute("role", "alert");
      reason.before(fault);
    }
    block.classList.toggle("wanting", !reason.value.trim() || Boolean(said));
    count();
  }

  form.addEventListener("change", ({ target }) => target.matches("[data-reason]") && give(target), true);
  form.addEventListener("saving:done", look);
})();
