// Evidence is looked at where it is named: a picture, or the pages of a PDF one below the other.
(() => {
  const MOST = 20; // pages
  let dialog;

  function opened(name) {
    dialog ??= document.body.appendChild(document.createElement("dialog"));
    dialog.className = "previewing";
    dialog.setAttribute("aria-label", name);
    const title = document.createElement("h2");
    title.textContent = name;
    const close = document.createElement("button");
    close.className = "tool";
    close.textContent = "×";
    close.ariaLabel = document.documentElement.lang === "id" ? "Tutup" : "Close";
    close.addEventListener("click", () => dialog.close());
    const head = document.createElement("header");
    head.append(title, close);
    dialog.replaceChildren(head);
    dialog.showModal();
    return dialog;
  }

  const pageOf = (address, number) => address.replace(/[0-9]+$/, String(number));

  function add(address, number, name) {
    const picture = document.createElement("img");
    picture.alt = `${name} (${number})`;
    picture.addEventListener("load", async () => {
      if (number >= MOST) return;
      const next = await fetch(pageOf(address, number + 1), { method: "HEAD" }).catch(() => null);
      if (next?.ok && picture.isConnected) add(address, number + 1, name);
    });
    picture.addEventListener("error", async () => {
      const answer = await fetch(address, { headers: { Accept: "application/problem+json, image/*" } }).catch(() => null);
      const said = document.createElement("p");
      said.className = "fault";
      said.textContent = (await answer?.json().catch(() => null))?.detail ?? "";
      picture.replaceWith(said);
    });
    picture.src = pageOf(address, number);
    dialog.append(picture);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    opened(link.dataset.preview);
    add(link.href, 1, link.dataset.preview);
  });

  document.addEventListener("click", ({ target }) => target === dialog && dialog.close());
})();
