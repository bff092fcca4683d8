// The desk follows what is recorded: what changed comes by itself, but never under somebody's hands.
(() => {
  const SOON = 400; // milliseconds in which what is recorded together is gathered
  const desk = document.getElementById("desk");
  const news = document.querySelector(".desk-news");
  let seen = desk.innerHTML;
  let timer, fresh;

  // Whoever has chosen something, opened something or stands in a list is told, and shown when they ask.
  const busy = () =>
    desk.contains(document.activeElement) || desk.querySelector("input:checked") || document.hidden === true;

  function show() {
    const open = desk.querySelector(".desk-done")?.open;
    seen = fresh.desk.innerHTML;
    desk.innerHTML = seen;
    const done = desk.querySelector(".desk-done");
    if (done) done.open ||= Boolean(open);
    document.querySelector(".page-head .lead").innerHTML = fresh.lead;
    news.hidden = true;
  }

  async function look() {
    timer = undefined;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Unasked": "1" } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("desk");
      if (!now || now.innerHTML === seen) return;
      fresh = { desk: now, lead: page.querySelector(".page-head .lead").innerHTML };
      document.title = page.title;
      globalThis.waiting?.tell(Number(now.dataset.waiting));
      if (busy()) news.hidden = false;
      else show();
    } catch {
      // Without the server the desk stays as it is.
    }
  }

  for (const address of desk.dataset.live.split(" ").filter(Boolean)) {
    new EventSource(address).addEventListener("message", () => {
      timer ??= setTimeout(look, SOON);
    });
  }
  news.querySelector("button").addEventListener("click", show);
})();
