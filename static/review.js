// The review: press a row, or its sign, to comment on it; the form comes to the row instead of the other way round.
(() => {
  const form = document.getElementById("comment");
  const paper = document.querySelector(".paper");
  if (!form || !paper) return;
  const rows = form.elements.namedItem("row");
  const text = form.elements.namedItem("text");
  const next = form.elements.namedItem("next");
  const close = form.querySelector("[data-close]");
  const home = next.value;
  let asked = null;

  function light() {
    for (const cell of paper.querySelectorAll("[data-row]")) {
      cell.classList.toggle("picked", rows.value !== "" && cell.dataset.row === rows.value);
    }
    next.value = rows.value ? `${home}#${rows.value}` : home; // so that one comes back to the row
  }

  function leave() {
    form.classList.remove("near");
    close.hidden = true;
    asked?.focus({ preventScroll: true });
  }

  paper.classList.add("pressable");
  paper.addEventListener("click", (event) => {
    if (event.target.closest(".remarks")) return;
    const pressed = event.target.closest("a, button");
    if (pressed && !pressed.dataset.comment) return;
    if (!pressed && !getSelection().isCollapsed) return; // words are being marked
    const row = event.target.closest("[data-row]")?.dataset.row;
    if (![...rows.options].some((option) => row && option.value === row)) return;
    event.preventDefault();
    asked = paper.querySelector(`[data-comment="${CSS.escape(row)}"]`);
    rows.value = row;
    light();
    form.classList.add("near");
    close.hidden = false;
    text.focus({ preventScroll: true });
    event.target.closest("[data-row]").scrollIntoView({ block: "nearest" });
  });
  rows.addEventListener("change", light);
  close.addEventListener("click", leave);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && form.classList.contains("near")) leave();
  });
  light();
})();
