// On every page: nothing is sent twice, menus close, and what is wrong gets the focus.
(() => {
  const AGAIN = 8000; // milliseconds; sending again is safe, since a form keeps the id of its command

  const buttons = (form) => [...form.elements].filter((element) => element.type === "submit");

  function release(form) {
    delete form.dataset.sent;
    for (const button of buttons(form)) {
      if (button.dataset.held) button.disabled = false;
      delete button.dataset.held;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Only after the browser has read which button was pressed: a disabled one would not be sent.
    setTimeout(() => {
      for (const button of buttons(form).filter((each) => !each.disabled)) {
        button.dataset.held = "yes";
        button.disabled = true;
      }
    });
    setTimeout(() => release(form), AGAIN);
  });

  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.me[open], details.sheet-up[open], details.tip[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  document.addEventListener("pointerdown", (event) => {
    const menu = document.querySelector("details.me[open], details.tip[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  // What opens above the bar asks for a reason: one can type at once.
  for (const sheet of document.querySelectorAll("details.sheet-up")) {
    sheet.querySelector("summary").addEventListener("click", () => {
      setTimeout(() => sheet.open && sheet.querySelector("textarea")?.focus());
    });
  }

  // A link to a field opens what hides it and lets one type.
  function reach(id) {
    const field = id && document.getElementById(id);
    if (!field) return;
    field.closest("details")?.setAttribute("open", "");
    if (field.matches("input, select, textarea")) field.focus();
  }

  const idOf = (hash) => decodeURIComponent(hash.slice(1));

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link) setTimeout(() => reach(idOf(link.getAttribute("href"))));
  });

  const problem = document.getElementById("problem");
  if (problem) problem.focus();
  else reach(idOf(location.hash));
})();

// How much waits for whoever looks stands beside the way to their desk.
globalThis.waiting = (() => {
  const FRESH = 60000; // milliseconds for which what was heard is told again
  const place = document.querySelector("[data-waits]");
  const name = `waiting:${place?.dataset.waits}`;

  function tell(count) {
    if (!place) return;
    place.textContent = count || "";
    sessionStorage.setItem(name, JSON.stringify({ count, at: Date.now() }));
  }

  async function ask() {
    const heard = JSON.parse(sessionStorage.getItem(name) ?? "null");
    if (heard && Date.now() - heard.at < FRESH) return tell(heard.count);
    try {
      const answer = await fetch("/?size=1", { headers: { Accept: "application/json", "X-Unasked": "1" } });
      if (!answer.ok) return;
      const { counts } = await answer.json();
      tell(counts.mine + counts.filings);
    } catch {
      // Without the server nothing is counted.
    }
  }

  if (place?.textContent) tell(Number(place.textContent));
  else if (place) ask();
  return { tell };
})();
