// The history: J and K, the slider and the links of moments go there without a new page, so that the place in the
// story and the focus stay.
(() => {
  const main = document.getElementById("main");
  let last = 0;

  function lit() {
    const story = main.querySelector(".story");
    const now = main.querySelector(".deed[aria-current]");
    const cell = main.querySelector(".moment .lit, .moment .added, .moment .changed");
    if (now) {
      // The pane alone is moved, not the page.
      const [pane, deed] = [story.getBoundingClientRect(), now.getBoundingClientRect()];
      story.scrollTop += Math.min(0, deed.top - pane.top) || Math.max(0, deed.bottom - pane.bottom);
    }
    if (cell && matchMedia("(min-width: 64rem)").matches) cell.scrollIntoView({ block: "center" });
  }

  async function go(address) {
    const turn = (last += 1);
    const held = document.activeElement.matches("[data-slider]") ? "[data-slider]" : "";
    let page, answer;
    try {
      answer = await fetch(address, { headers: { Accept: "text/html" } });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      // Not reached: the browser says so better than we can.
    }
    if (turn !== last) return; // a later step overtook this one
    const fresh = page?.querySelector("[data-steps]") && page.getElementById("main");
    if (!fresh || answer.redirected) {
      location.assign(address);
      return;
    }
    const seen = main.querySelector(".story")?.scrollTop;
    main.replaceChildren(...fresh.childNodes);
    document.title = page.title;
    history.replaceState(null, "", address); // many steps are one visit
    begin();
    main.querySelector(".story").scrollTop = seen;
    if (held) main.querySelector(held)?.focus();
    lit();
  }

  function begin() {
    const slider = main.querySelector("[data-slider]");
    if (slider) slider.hidden = false;
  }

  const steps = () => main.querySelector("[data-steps]")?.dataset ?? {};

  main.addEventListener("input", ({ target: slider }) => {
    if (!slider.matches("[data-slider]")) return;
    const choice = main.querySelector("[data-choose] select");
    choice.selectedIndex = Number(slider.value); // says where one would be
    slider.setAttribute("aria-valuetext", choice.selectedOptions[0].text);
  });

  main.addEventListener("change", ({ target: slider }) => {
    if (!slider.matches("[data-slider]")) return;
    const { positions, go: pattern } = steps();
    go(pattern.replaceAll("AT", positions.split(" ")[slider.value]));
  });

  main.addEventListener("click", (event) => {
    const link = event.target.closest("nav.steps a, .deed-when, .folded-link a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.href);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const { prev, next } = steps();
    const address = { j: next, k: prev }[event.key.toLowerCase()];
    if (address) go(address);
  });

  begin();
  lit();
})();
