// While documents are prepared the page looks again by itself; it says aloud only what has changed.
(() => {
  const AGAIN = 2000; // milliseconds

  async function look() {
    const shown = document.getElementById("papers");
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("papers");
      if (fresh && fresh.outerHTML !== shown.outerHTML) {
        document.getElementById("papers-said").textContent = page.getElementById("papers-said").textContent;
        shown.replaceWith(fresh);
      }
    } catch {
      // Not reached: it asks again.
    }
    wait();
  }

  function wait() {
    if (document.getElementById("papers")?.matches("[data-waiting]")) setTimeout(look, AGAIN);
  }

  wait();
})();
