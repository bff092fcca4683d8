// On every page: a text that was typed is not left behind unasked, and no page looks again under it.
(() => {
  const AGAIN = 3000; // milliseconds
  const TEXTS = "textarea, input:is([type=text], [type=email], [type=number], [type=date], :not([type]))";
  // A form that came back holds what nobody has recorded, as it stands; the editor asks by itself, a door is no work.
  const back = document.getElementById("problem") !== null;
  const asks = (form) => form.method === "post" && !form.matches("[data-sent], [data-unsaved], :has([type=password])");
  const typed = (field) => field.value !== (back ? "" : field.defaultValue);
  const begun = () => [...document.forms].some((form) => asks(form) && [...form.querySelectorAll(TEXTS)].some(typed));

  addEventListener("beforeunload", (event) => {
    if (begun()) event.preventDefault();
  });

  // What is prepared elsewhere is looked for while nobody writes here.
  function look() {
    const writing = document.activeElement?.matches(TEXTS) || document.querySelector("details.sheet-up[open]");
    if (writing || begun()) wait();
    else location.reload();
  }

  function wait() {
    if (document.querySelector("[data-awaits]")) setTimeout(look, AGAIN);
  }

  wait();
})();
