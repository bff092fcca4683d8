// Making a kind: the paper beside the form follows what is typed. Without this file a button asks for it.
(() => {
  const PAUSE = 400; // milliseconds after the last key
  const form = document.getElementById("kind");
  const shown = document.getElementById("preview");
  if (!form || !shown) return;
  let timer;
  let asked;

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    try {
      const sent = { method: "POST", body, headers: { Accept: "text/html" }, signal: asked.signal };
      const answer = await fetch(`${form.action}/form`, sent);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("preview");
      if (answer.ok && fresh) shown.replaceChildren(...fresh.childNodes);
    } catch {
      // Nobody there, or asked again meanwhile: what is shown stays.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  form.querySelector('[value="preview"]')?.setAttribute("hidden", "");
})();
