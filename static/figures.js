// Figures as they are typed: what the server reads them as is shown beside them, and amounts that are written in full
// are added up.
globalThis.figures = (() => {
  const PAUSE = 250; // milliseconds without a key until the server is asked
  const AMOUNT = /^(?:rp\.?)?\s*((?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]{2})?)$/i;
  const waiting = new WeakMap();

  // The answer to what was typed last is the one that stands.
  function hear(place, address, asked) {
    clearTimeout(waiting.get(place));
    if (!asked?.text.trim()) {
      place.textContent = "";
      return;
    }
    const timer = setTimeout(async () => {
      let said = "";
      try {
        const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
        const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
        if (answer.ok) {
          const cell = await answer.json();
          said = [cell.said, ...cell.asked].filter(Boolean).join(" ");
        }
      } catch {
        // Without the server nothing is said.
      }
      if (waiting.get(place) === timer) place.textContent = said;
    }, PAUSE);
    waiting.set(place, timer);
  }

  // Whole sen; null where it is no amount in full.
  function sen(text) {
    const parts = AMOUNT.exec(text.trim());
    if (parts === null) return null;
    const [whole, decimals = "00"] = parts[1].replaceAll(".", "").split(",");
    return BigInt(whole + decimals);
  }

  // The sum as it is printed; null where one is not written in full, or there is none.
  function total(amounts) {
    const read = amounts.map(sen);
    if (!read.length || read.includes(null)) return null;
    const sum = read.reduce((all, next) => all + next, 0n);
    const whole = String(sum / 100n).replace(/\B(?=(?:\d{3})+$)/g, ".");
    return `Rp ${whole}${sum % 100n ? `,${String(sum % 100n).padStart(2, "0")}` : ""}`;
  }

  return { hear, total };
})();
