// On every page: a text that was typed is not left behind unasked, and no page looks again under it.
(() => {
  const AGAIN = 3000; // milliseconds
  const TEXTS = "textarea, input:is([type=text], :not([type]))";
  // A form that came back holds what nobody has recorded, as it stands; the editor asks by itself, a door is no work.
  const back = document.getElementById("problem") !== null;
  const asks = (form) => form.method === "post" && !form.matches("[data-sent], [data-unsaved], :has([type=password])");
  const typed = (field) => field.value !== (back ? "" : field.defaultValue);
  const begun = () => [...document.forms].some((form) => asks(form) && [...form.querySelectorAll(TEXTS)].some(typed));

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

// What is typed into a form that says so is kept: by the server soon after, by the browser where that is not reached.
(() => {
  const SOON = 2000; // milliseconds after the first key that is not kept: whoever never rests is kept, too
  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const page = location.pathname;
  const name = `kept:${page}`;
  const said = document.createElement("small");
  said.className = "kept-at";
  said.setAttribute("role", "status");
  (form.querySelector(".bar, .acts") ?? form).append(said);
  let timer, sending, again, sent;

  async function send(body) {
    try {
      return (await fetch(form.dataset.keeps, { method: "POST", body, headers: { Accept: "application/json" } })).status;
    } catch {
      return 0;
    }
  }

  async function keep() {
    timer = undefined;
    if (sent) return;
    again = sending;
    if (sending) return;
    sending = true;
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams([...texts, ["page", page]]);
    const kept = (await send(body)) === 200;
    sending = false;
    if (kept) localStorage.removeItem(name);
    else localStorage.setItem(name, body);
    const now = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
    said.textContent = (kept ? form.dataset.kept : form.dataset.keptHere).replace("{time}", now);
    if (again) keep();
  }

  // What only this browser has goes to the server first, and comes back with the page.
  async function bringBack(body) {
    const status = await send(new URLSearchParams(body));
    if (status && status !== 401 && status < 500) localStorage.removeItem(name);
    if (status === 200) location.reload();
  }

  const soon = () => {
    timer ??= setTimeout(keep, SOON);
  };
  form.addEventListener("input", soon);
  form.addEventListener("click", ({ target }) => target.closest('button[name="do"]') && soon());
  form.addEventListener("submit", () => {
    sent = true;
    timer = clearTimeout(timer);
    setTimeout(() => (sent = false), SOON);
  });
  const left = localStorage.getItem(name);
  if (left) bringBack(left);
  else if (document.getElementById("problem")) soon(); // what was refused is nowhere else
})();
