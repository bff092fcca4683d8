// Who checks goes to the next row and the previous by J and K, and reads how many are ticked.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
    const way = { j: "next", k: "prev" }[event.key.toLowerCase()];
    document.querySelector(`.walk a[rel="${way}"]`)?.click();
  });

  const form = document.getElementById("checking");
  const button = form?.querySelector("button[data-many]");
  form?.addEventListener("change", () => {
    const count = form.querySelectorAll("input:checked").length;
    button.lastElementChild.textContent = count === 1 ? button.dataset.one : button.dataset.many.replace("{n}", count);
    button.disabled = count === 0;
  });
})();
