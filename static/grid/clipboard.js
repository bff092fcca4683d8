// Copying out, pasting over rows and columns, filling down: as spreadsheets write it, cells between tabs, lines between
// line ends, and between quotes what has either in it.
grid.clipboard = (() => {
  const { rowOf, tableOf, cellOf, controlOf, rows, columns, at, text, fitted, fault } = grid.cells;
  const { journal, range, typing } = grid;
  const TEXT = "text"; // the column that says what a row is
  const SAID = 3; // values that are repeated where there is no place for them

  const quoted = (each) => (/[\t\n"]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each);
  const written = (lines) => lines.map((line) => line.map(quoted).join("\t")).join("\n");

  function marked(lines) {
    const table = document.createElement("table");
    for (const line of lines) {
      const row = table.insertRow();
      for (const each of line) {
        for (const [n, piece] of each.split("\n").entries()) {
          const cell = n ? row.lastChild : row.insertCell();
          if (n) cell.append(document.createElement("br"));
          cell.append(piece);
        }
      }
    }
    return table.outerHTML;
  }

  // A quote opens only at the beginning of a cell that another one closes; elsewhere it is a letter.
  function read(source) {
    const CELL = /(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/y;
    const whole = source.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const lines = [[]];
    do {
      const [, inner, plain, end] = CELL.exec(whole);
      const bare = inner === undefined || !/[\t\n"]/.test(inner);
      lines.at(-1).push(bare ? (inner === undefined ? plain : `"${inner}"`) : inner.replaceAll('""', '"'));
      if (end === "\n") lines.push([]);
      if (end === "") break;
    } while (true);
    return lines;
  }

  function copied(event) {
    const lines = range.taken().lines.map((line) => line.map((cell) => (cell ? text(cell) : "")));
    event.clipboardData.setData("text/plain", written(lines));
    event.clipboardData.setData("text/html", marked(lines));
    event.preventDefault();
    range.say("taken", { rows: lines.length, columns: lines[0].length });
  }

  const controls = () => range.taken().lines.flat().map(controlOf).filter(Boolean);

  function clear() {
    journal.together(() => {
      for (const control of controls()) if ((fitted(control, "") ?? null) !== null) typing.set(control, "");
    });
    typing.walk();
  }

  // Into the cells below what stands in the first line of the range; into a single one what stands above it.
  function fill() {
    const { lines } = range.taken();
    const above = lines.length === 1 ? lines[0].map((cell) => cell && range.beside(cell, -1, 0)) : lines[0];
    const below = lines.length === 1 ? lines : lines.slice(1);
    journal.together(() => {
      for (const line of below) line.forEach((cell, n) => above[n] && write(cell, text(above[n])));
    });
    range.say("filled", { rows: below.length });
  }

  // Returns whether it could be put there. What a list does not have is said beside it, and nothing else waits for it.
  function write(cell, value) {
    const control = controlOf(cell);
    if (!control) return true;
    const fit = fitted(control, value);
    if (fit !== null) typing.set(control, fit);
    else if (value.trim() && control.dispatchEvent(misfit(value))) fault(control, range.worded("misfit", { text: value }));
    else return true;
    return fit !== null;
  }

  // The page may know better what is meant.
  const misfit = (text) => new CustomEvent("grid:misfit", { bubbles: true, cancelable: true, detail: { text } });

  const alike = (row, other) => row.dataset.level === other.dataset.level;

  // The rows that lines go into from a row on. They lie as the lines do, where each has a cell for what its line has;
  // else in rows of the same level: those of the group where lines bring rows, all others where they bring figures.
  function under(row, lines, across) {
    const all = rows(tableOf(row));
    const down = all.slice(all.indexOf(row));
    const lie = down.slice(0, lines.length);
    const takes = (each, line) => line.every((value, n) => !value.trim() || !across[n] || at(each, across[n]));
    const named = across.includes(TEXT);
    const fits = lie.length === lines.length && lie.every((each, n) => takes(each, lines[n]));
    if (fits && (!named || lines[0].length > 1 || lie.every((each) => alike(each, row)))) return lie;
    const own = named && row.dataset.level ? (each) => each.parentElement === row.parentElement : () => true;
    return down.filter((each) => alike(each, row) && own(each)).slice(0, lines.length);
  }

  function paste(lines, cell) {
    const table = tableOf(cell);
    const from = rowOf(cell);
    const all = columns(table);
    const across = all.slice(all.indexOf(cell.dataset.column)).slice(0, Math.max(...lines.map((line) => line.length)));
    const had = under(from, lines, across);
    const into = [...had];
    let wrong = 0;
    journal.together(() => {
      typing.commit();
      if (grid.rows.owner(table) && into.length < lines.length) {
        grid.rows.change(table, () => {
          while (into.length < lines.length) into.push(grid.rows.owner(table).next(into.at(-1)));
          return table;
        });
      }
      for (const [n, row] of into.entries()) {
        lines[n].forEach((value, k) => across[k] && !write(at(row, across[k]), value) && (wrong += 1));
      }
    });
    const last = across.map((column) => at(into.at(-1), column)).filter(Boolean).at(-1) ?? cell;
    range.span(cell, last);
    const lost = lines.length - into.length;
    const beyond = lines.flatMap((line) => line.slice(across.length)).filter((value) => value.trim());
    const params = { rows: into.length, columns: across.length, fresh: into.length - had.length, wrong, lost };
    const said = { ...params, beyond: beyond.length, values: beyond.slice(0, SAID).join(" · ") };
    range.say(lost ? "lost" : beyond.length ? "beyond" : wrong ? "pastedWrong" : "pasted", said);
  }

  // One value goes into every cell of the range, a block into as many of its like as the range holds.
  function tiled(lines) {
    const { rows: over, columns: across } = range.taken();
    const [high, wide] = [lines.length, lines[0].length];
    if (over.length % high || across.length % wide) return lines;
    return over.map((_, n) => across.map((__, k) => lines[n % high][k % wide] ?? ""));
  }

  const walks = (event) => {
    const cell = cellOf(event.target);
    const free = typing.mode === "walk" || event.target === cell;
    return cell && tableOf(cell) && (free || (event.type === "paste" && !typing.changed && many(event))) ? cell : null;
  };
  const many = (event) => event.clipboardData.getData("text/plain").includes("\t");

  document.addEventListener("copy", (event) => walks(event) && copied(event));
  document.addEventListener("cut", (event) => {
    if (!walks(event)) return;
    copied(event);
    clear();
  });
  document.addEventListener("paste", (event) => {
    const cell = walks(event);
    const source = cell && event.clipboardData.getData("text/plain");
    if (!source) return;
    event.preventDefault();
    const { lines } = range.taken();
    const first = lines[0]?.find(Boolean) ?? cell;
    paste(tiled(read(source)), first);
    typing.walk();
  });

  return { read, written, fill, clear, paste };
})();
