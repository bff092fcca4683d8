// Making a kind: its paper and its route follow what is typed. Without this file a button asks for it.
(() => {
  const PAUSE = 400; // milliseconds after the last key
  const form = document.getElementById("kind");
  if (!form) return;
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
      for (const id of answer.ok ? ["preview", "asked"] : []) {
        const fresh = page.getElementById(id);
        if (fresh) document.getElementById(id)?.replaceChildren(...fresh.childNodes);
      }
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
