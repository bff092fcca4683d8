// Who else writes on the text of the editor, and what they do to it: it comes to stand here while one goes on typing.
(() => {
  const form = document.getElementById("editor");
  if (!form) return;
  const { words, fill } = saving;
  const here = document.createElement("p");
  here.className = "here";
  here.hidden = true;
  here.setAttribute("role", "status");
  form.querySelector(".bar").prepend(here);
  const held = []; // what came while a save was on its way

  const version = () => Number(form.elements.text_version.value);

  function told(news) {
    here.hidden = news.here.length === 0;
    here.textContent = news.here.length ? fill(words.here, { names: news.here.join(", ") }) : "";
    if (news.version <= version()) return;
    held.push(news);
    if (!saving.busy()) come();
  }

  // One after the other. What has no place here, and all that follows on it, comes with the next save.
  function come() {
    for (const news of held.splice(0)) {
      if (news.version > version() && news.since <= version() && patch.fits(news)) patch.apply(news);
    }
    form.dispatchEvent(new CustomEvent("saving:changed", { bubbles: true }));
  }

  for (const name of ["done", "refused", "unreachable"]) {
    form.addEventListener(`saving:${name}`, () => setTimeout(() => held.length && come()));
  }

  form.addEventListener("focusin", ({ target }) => {
    const cell = target.closest(".theirs");
    cell?.classList.remove("theirs");
    cell?.removeAttribute("title");
  });

  const news = new EventSource(`${form.dataset.together}?after=${version()}`);
  news.addEventListener("message", ({ data }) => told(JSON.parse(data)));
  addEventListener("pagehide", () => news.close());
})();
