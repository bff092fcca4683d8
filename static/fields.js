// On every page: a day is read back while it is typed, files that are chosen are named, what is to be copied is copied,
// and of faults in the same words each says which field it is of.
(() => {
  const PAUSE = 250; // milliseconds after the last key
  const timers = new WeakMap();
  const outputOf = (field) => document.querySelector(`output[for="${CSS.escape(field.id)}"]`);

  async function readBack(field) {
    const text = field.value.trim();
    let said = "";
    try {
      const answer = text && (await fetch(`/days?${new URLSearchParams({ text })}`, { headers: { Accept: "application/json" } }));
      if (answer.ok) said = (await answer.json()).said;
    } catch {
      // Not reached: the server reads it when it is sent.
    }
    if (field.value.trim() === text) outputOf(field).textContent = said;
  }

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-day]")) return;
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(readBack, PAUSE, target));
  });

  document.addEventListener("change", ({ target }) => {
    const said = target.matches("input[type=file]") && outputOf(target);
    if (said) said.textContent = [...target.files].map((file) => file.name).join(", ") || said.dataset.none;
  });

  // Without a secure connection there is no clipboard to write to, but what is selected can be copied.
  async function copy(field) {
    field.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else document.execCommand("copy");
  }

  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(document.getElementById(button.dataset.copies));
      for (const said of [button.lastElementChild, button.nextElementSibling]) said.textContent = button.dataset.copied;
    });
  }
  document.addEventListener("focusin", ({ target }) => target.matches(".copied > input") && target.select());

  const faults = [...document.querySelectorAll(".problem li > a")];
  for (const fault of faults.filter((fault) => faults.some((other) => other !== fault && other.text === fault.text))) {
    fault.dataset.of = document.querySelector(`label[for="${CSS.escape(fault.hash.slice(1))}"]`)?.firstChild.textContent.trim() ?? "";
  }
  for (const fault of faults.filter((fault) => fault.dataset.of)) fault.prepend(`${fault.dataset.of}: `);
})();
