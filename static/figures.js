// Figures as they are typed, read aloud: the same rules as the server's, on whole numbers alone, so that nothing is
// rounded by accident. What is ambiguous or unreadable is null: the server says what is wrong with it.
globalThis.figures = (() => {
  const NUMBER = /^-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?$/;
  const ONE_GROUP = /^-?[1-9][0-9]{0,2}\.[0-9]{3}$/; // 1.000: a thousand here, one elsewhere
  const ONE_COMMA = /^-?[1-9][0-9]{0,2},[0-9]{3}$/;
  const RUPIAH = /^(-?)\s*(?:rp\.?)?\s*(.*?)(,-)?$/is;
  const QUANTITY = /^(\S+)\s+(\P{Nd}.*)$/u;
  const RANGE = /^([^\s–%]+)\s*%?\s*(?:–|-|s\.?d\.?|sampai)\s*([^\s%]+)\s*(%|\P{Nd}.*)?$/u;
  const FORBIDDEN = /(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
  const LONGEST = 18;
  const KNOWN = { grade: ["AA", "A", "BB", "B", "CC", "C", "D"], opinion: ["WTP", "WDP", "TW", "TMP"] };
  const SCALES = [[12n, "trillion"], [9n, "billion"], [6n, "million"]];

  // A number is { units, decimals }: 77,50 is 7750 with two decimals.
  function read(text) {
    const plain = text.normalize("NFC").trim();
    if (!NUMBER.test(plain) || (plain.match(/\p{Nd}/gu) ?? []).length > LONGEST) return null;
    const [whole, decimals = ""] = plain.replaceAll(".", "").split(",");
    return { units: BigInt(whole + decimals), decimals: decimals.length };
  }

  const natural = (number) => (number === null || number.units < 0n ? null : number);

  function percentage(text) {
    const plain = text.trim().replace(/%$/, "").trimEnd();
    return ONE_GROUP.test(plain) ? null : natural(read(plain));
  }

  // Whole sen; null where it is no amount.
  function sen(text) {
    const parts = FORBIDDEN.test(text) ? null : RUPIAH.exec(text.trim());
    if (parts === null) return null;
    const plain = parts[1] + parts[2].trim();
    const number = ONE_COMMA.test(plain) ? null : natural(read(plain));
    if (number === null || ![0, 2].includes(number.decimals) || (number.decimals && parts[3])) return null;
    return number.decimals ? number.units : number.units * 100n;
  }

  function spell({ units, decimals }) {
    const digits = String(units).padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, ".");
    return decimals ? `${whole},${digits.slice(-decimals)}` : whole;
  }

  function fill(words, params) {
    return words.replace(/\{(\w+)\}/g, (place, name) => params[name] ?? place);
  }

  function below(low, high) {
    const most = Math.max(low.decimals, high.decimals);
    const even = ({ units, decimals }) => units * 10n ** BigInt(most - decimals);
    return even(low) < even(high);
  }

  function target(words, kind, typed) {
    const text = typed.trim();
    if (text === "" || FORBIDDEN.test(text)) return null;
    if (kind in KNOWN) {
      const value = text.toUpperCase();
      return KNOWN[kind].includes(value) ? fill(words[kind], { [kind]: value }) : null;
    }
    if (kind === "percentage") {
      const number = percentage(text);
      return number && fill(words.percent, { figure: spell(number) });
    }
    if (kind === "index") {
      const number = ONE_GROUP.test(text) ? null : natural(read(text));
      return number && fill(words.score, { figure: spell(number) });
    }
    if (kind === "quantity") {
      const parts = QUANTITY.exec(text);
      const number = parts && natural(read(parts[1]));
      return number && `${spell(number)} ${parts[2].trim()}`;
    }
    const parts = kind === "range" ? RANGE.exec(text) : null;
    if (parts === null) return null;
    const unit = (parts[3] ?? "").trim();
    const [low, high] = [parts[1], parts[2]].map(unit === "%" ? percentage : (part) => natural(read(part)));
    if (low === null || high === null || !below(low, high)) return null;
    const shown = unit === "%" ? words["percent-unit"] : unit;
    return fill(words.range, { low: spell(low), high: spell(high), unit: shown }).trimEnd();
  }

  function spellRupiah(amount) {
    return `Rp ${spell(amount % 100n ? { units: amount, decimals: 2 } : { units: amount / 100n, decimals: 0 })}`;
  }

  // About how much it is: one decimal from a million on, half to even; exact below.
  function rupiah(words, typed) {
    const amount = sen(typed);
    if (amount === null) return null;
    for (const [n, [power, name]] of SCALES.entries()) {
      const tenth = 10n ** (power + 1n);
      if (amount < tenth * 10n) continue;
      const rest = (amount % tenth) * 2n;
      let tenths = amount / tenth;
      if (rest > tenth || (rest === tenth && tenths % 2n)) tenths += 1n;
      const above = tenths === 10_000n && n > 0; // rounded into the scale above
      if (above) tenths = 10n;
      const figure = spell({ units: tenths, decimals: 1 }).replace(/,0$/, "");
      const said = fill(words[above ? SCALES[n - 1][1] : name], { figure });
      return rest === 0n ? said : fill(words.about, { amount: said });
    }
    return spellRupiah(amount);
  }

  // The sum as it is printed; null where one cannot be read, or there is none.
  function total(amounts) {
    const read = amounts.map(sen);
    return read.length && !read.includes(null) ? spellRupiah(read.reduce((sum, next) => sum + next, 0n)) : null;
  }

  return { target, rupiah, total };
})();
