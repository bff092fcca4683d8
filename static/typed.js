// On every page: a text that was typed is not left behind unasked, and no page looks again under it.
(() => {
  const AGAIN = 3000; // milliseconds
  const TEXTS = "textarea, input:is([type=text], :not([type]))";
  // A form that came back holds what nobody has recorded, as it stands; the editor asks by itself, a door is no work.
  const back = document.getElementById("problem") !== null;
  const asks = (form) => form.method === "post" && !form.matches("[data-sent], [data-unsaved], :has([type=password])");
  const typed = (field) => field.value !== (back ? "" : field.defaultValue);
  const written = (node) => [...node.querySelectorAll(TEXTS)].some(typed);
  const answers = () => [...document.querySelectorAll(".remarks:not(form[data-sent] *)")]; // kept by no form
  const begun = () => [...[...document.forms].filter(asks), ...answers()].some(written);

  addEventListener("beforeunload", (event) => {
    if (begun()) event.preventDefault();
  });

  // What is prepared elsewhere is looked for while nobody writes here.
  function look() {
    const writing = document.activeElement?.matches(TEXTS) || document.querySelector("details.sheet-up[open]");
    if (writing || begun()) wait();
    else location.reload();
  }

  function wait() {
    if (document.querySelector("[data-awaits]")) setTimeout(look, AGAIN);
  }

  wait();
})();

// What is typed into a form that says so is kept: by the browser at once, by the server soon after, until it is recorded.
// A form with numbers of people (`data-there`) leaves nothing in a browser that others may use: the server keeps it.
(() => {
  const AT_ONCE = 300; // milliseconds after the first key that is not kept: whoever never rests is kept, too
  const SOON = 2000;
  const MOST = 60000; // characters that may be sent while a page is left
  const SENT = "kept-sent";
  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // full, or forbidden: the server keeps it alone
    }
  };

  // What was sent and led to a page of ours without a complaint is recorded, and kept here no longer.
  const led = sessionStorage.getItem(SENT);
  if (led && document.querySelector("[data-waits]")) {
    sessionStorage.removeItem(SENT);
    if (!document.getElementById("problem")) store((here) => here.removeItem(led));
  }

  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const page = location.pathname;
  const name = `kept:${form.elements.shown_to?.value ?? ""}:${page}`; // of nobody else who sits here
  const said = document.createElement("small");
  said.className = "kept-at";
  said.setAttribute("role", "status");
  (form.querySelector(".bar, .acts") ?? form).append(said);
  let later, soon, sending, again, leaving;

  // The editor tells what changed; of any other form everything is kept.
  function typed() {
    const changes = globalThis.patch?.made();
    if (!changes) return [...new FormData(form)].filter(([, value]) => typeof value === "string");
    if (!patch.some(changes)) return [["do", "discard"]];
    const named = ["text_version", "shown_to", "shown_as"].filter((each) => form.elements[each]);
    return [["changes", JSON.stringify(changes)], ...named.map((each) => [each, form.elements[each].value])];
  }

  const body = () => new URLSearchParams([...typed(), ["page", page]]);

  function keepHere() {
    later = clearTimeout(later);
    if (!leaving && !("there" in form.dataset)) store((here) => here.setItem(name, body()));
  }

  async function send(what) {
    const headers = { Accept: "application/json" };
    try {
      return (await fetch(form.dataset.keeps, { method: "POST", body: what, headers, signal: sending.signal })).status;
    } catch {
      return 0;
    }
  }

  async function keep() {
    soon = undefined;
    again = sending;
    if (sending || leaving) return;
    sending = new AbortController();
    const what = body();
    const kept = (await send(what)) === 200;
    sending = undefined;
    if (leaving) return;
    if (kept && !later) store((here) => here.getItem(name) === String(what) && here.removeItem(name));
    const now = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
    said.textContent = what.has("do") ? "" : (kept ? form.dataset.kept : form.dataset.keptHere).replace("{time}", now);
    if (again) keep();
  }

  // What only this browser has goes to the server first, and comes back with the page.
  async function bringBack(what) {
    sending = new AbortController();
    form.inert = true; // what is typed before it is here would take its place
    const limit = setTimeout(() => sending.abort(), SOON);
    const status = await send(new URLSearchParams(what));
    clearTimeout(limit);
    sending = undefined;
    form.inert = status === 200;
    if (status && status !== 401 && status < 500) store((here) => here.removeItem(name));
    if (status === 200 && !leaving) location.reload();
  }

  function begin() {
    later ??= setTimeout(keepHere, AT_ONCE);
    soon ??= setTimeout(keep, SOON);
  }

  function end() {
    later = clearTimeout(later);
    soon = clearTimeout(soon);
    sending?.abort();
  }

  form.addEventListener("input", begin);
  form.addEventListener("grid:rows", begin);
  form.addEventListener("click", ({ target }) => target.closest('button[name="do"]') && begin());
  form.addEventListener("submit", (event) => {
    const recording = () => !event.defaultPrevented; // else a script sends it, and says what became of it
    if (!recording()) return;
    keepHere();
    end();
    sessionStorage.setItem(SENT, name);
    leaving = true;
    setTimeout(() => {
      if (!recording()) sessionStorage.removeItem(SENT);
      if (!recording()) leaving = false;
    });
    setTimeout(() => (leaving = false), SOON);
  });
  form.addEventListener("saving:done", () => {
    end();
    said.textContent = "";
    const what = body();
    if (what.has("do")) store((here) => here.removeItem(name));
    else begin(); // what is not right yet
  });
  addEventListener("pagehide", () => {
    if (leaving || !(later || soon || sending)) return;
    keepHere();
    const what = body();
    if (String(what).length < MOST) navigator.sendBeacon(form.dataset.keeps, what);
  });

  const left = store((here) => here.getItem(name));
  if (document.getElementById("problem")) begin(); // what was refused is on this page, and nowhere else
  else if (left) bringBack(left);
})();
