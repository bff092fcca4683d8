// What is owed of a quarter: a cause is asked where it is needed, files are dropped on their row, and the bar says how
// many rows are left and which is the next.
(() => {
  const form = document.getElementById("filing");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const more = (row) => (row.matches("tr") ? row.nextElementSibling : row); // where the rest of a row is asked
  const cells = (row) => [...row.querySelectorAll("[data-cell]")];
  const why = (row, name) => more(row).querySelector(`[data-why="${name}"]`);

  // A row that came back is filled in once it says why it is another.
  function filled(row) {
    const reason = why(row, "reason");
    if (reason) return reason.querySelector("textarea").value.trim() !== "";
    const sides = cells(row).filter((cell) => cell.matches("input"));
    return sides.every((cell) => cell.value.trim()) || cells(row).some((cell) => cell.matches("select") && cell.value);
  }

  function ask(row, name, needed) {
    const place = why(row, name);
    const text = place.querySelector("textarea");
    place.toggleAttribute("data-asked", needed || text.value.trim() !== "");
    place.toggleAttribute("data-must", needed);
    text.ariaRequired = needed ? "true" : null;
  }

  // Of a page of many rows Enter sends nothing: its button does.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && form.matches(":has([data-grid])") && event.target.matches("input")) event.preventDefault();
  });

  const bar = form.querySelector(".bar");
  const next = document.getElementById("next");

  function count() {
    if (!bar) return;
    const left = rows.filter((row) => !filled(row));
    const said = left.length === 1 ? bar.dataset.leftOne : bar.dataset.left.replace("{n}", left.length);
    document.getElementById("left").textContent = left.length ? said : bar.dataset.noneLeft;
    const here = rows.findIndex((row) => [row, more(row)].some((part) => part.contains(document.activeElement)));
    const following = left.find((row) => rows.indexOf(row) > here) ?? left[0];
    next.hidden = !following || here < 0;
    if (!following) return;
    next.href = `#${encodeURIComponent(cells(following)[0].id)}`;
    next.lastElementChild.textContent = following.querySelector("th a").textContent;
  }

  form.addEventListener("figures:heard", ({ target, detail }) => {
    const row = target.closest("[data-row]");
    const achieved = row.querySelector("[data-achievement]");
    achieved.textContent = cells(row).some((cell) => cell.value.trim()) ? detail.achievement : "";
    const needs = new Set(detail.needs);
    if (!row.querySelector("select").value) for (const name of ["justification", "explanation"]) ask(row, name, needs.has(name));
    count();
  });

  form.addEventListener("change", ({ target }) => {
    const row = target.matches("select[data-cell]") && target.closest("[data-row]");
    if (!row) return;
    ask(row, "explanation", Boolean(target.value));
    if (target.value) ask(row, "justification", false);
  });
  form.addEventListener("input", count);
  form.addEventListener("focusin", count);
  count();

  // Files: dropped on the row or chosen, sent at once, and named by the form from then on.
  const placeOf = (node) => {
    const row = node.closest?.("tr, [data-row]");
    return (row?.matches("[data-row]") ? more(row) : row)?.querySelector("[data-drop]") ?? null;
  };

  function listed(place, file, path) {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: `${place.dataset.prefix}evidence.${file.digest}`, value: "keep", checked: true });
    label.append(box, ` ${file.name}`);
    item.append(label);
    if (["application/pdf", "image/png", "image/jpeg"].includes(file.media_type)) {
      const look = document.createElement("a");
      Object.assign(look, { className: "preview", href: `${path}/pages/1`, target: "_blank", textContent: form.dataset.look });
      look.dataset.preview = file.name;
      item.append(" ", look);
    }
    return item;
  }

  async function send(place, file) {
    const item = document.createElement("li");
    item.setAttribute("role", "status");
    item.textContent = form.dataset.sending.replace("{name}", file.name);
    place.querySelector("ul").append(item);
    const body = new FormData();
    body.append("file", file, file.name);
    let answer, told;
    try {
      answer = await fetch(place.dataset.drop, { method: "POST", body, headers: { Accept: "application/json" } });
      told = await answer.json();
    } catch {
      // Not reached.
    }
    if (answer?.ok) {
      item.replaceWith(listed(place, told, answer.headers.get("Location")));
      form.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }
    item.className = "fault";
    item.textContent = told?.detail ?? form.dataset.unsent.replace("{name}", file.name);
    return false;
  }

  // What is recorded waits for the files that are on their way; where one of them did not come, it is looked at first.
  const coming = new Set();

  function bring(place, files) {
    for (const file of files) {
      const one = send(place, file).finally(() => coming.delete(one));
      coming.add(one);
    }
  }

  form.addEventListener("submit", (event) => {
    if (!coming.size) return;
    event.preventDefault();
    Promise.all(coming).then((came) => came.every(Boolean) && form.requestSubmit(event.submitter));
  });

  form.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.files.length) return;
    bring(target.closest("[data-drop]"), target.files);
    target.value = "";
  });

  function over(event) {
    const place = event.dataTransfer?.types.includes("Files") ? placeOf(event.target) : null;
    for (const each of form.querySelectorAll(".dropping")) if (each !== place) each.classList.remove("dropping");
    if (!place) return null;
    event.preventDefault();
    place.classList.toggle("dropping", event.type === "dragover");
    return place;
  }

  // Beside a row nothing takes a file; the browser would open it in place of the page.
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  }
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", over);
  form.addEventListener("drop", (event) => {
    const place = over(event);
    if (place) bring(place, event.dataTransfer.files);
  });
  form.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData; // cells of a spreadsheet bring a picture of themselves
    const place = files.length && !types.includes("text/plain") ? placeOf(event.target) : null;
    if (!place) return;
    event.preventDefault();
    bring(place, files);
  });
})();
