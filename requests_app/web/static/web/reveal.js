// What: shows a question, or a group of them, only while the choice that leads to it is chosen.
// Never: empties or disables what is hidden; the server decides what counts.
// The library's own script marks radio buttons as "expanded", which their role does not allow.

export function revealChoices(root) {
  const choices = [...root.querySelectorAll("input[data-aria-controls]")];
  const groups = [...root.querySelectorAll("[data-shown-when]")];
  const sync = () => {
    for (const group of groups) {
      const [name, values] = group.dataset.shownWhen.split("=");
      const list = root.querySelector(`select[name="${name}"]`);
      const isChosen = values
        .split(" ")
        .some((value) =>
          list
            ? list.value === value
            : root.querySelector(`input[name="${name}"][value="${value}"]`)?.checked,
        );
      // Whatever an error message leads to stays in sight.
      group.hidden = !isChosen && !group.querySelector(".govuk-form-group--error");
    }
    for (const choice of choices) {
      const shown = root.getElementById(choice.dataset.ariaControls);
      const kind = choice.type === "radio" ? "radios" : "checkboxes";
      shown?.classList.toggle(`govuk-${kind}__conditional--hidden`, !choice.checked);
    }
  };
  root.addEventListener("change", (event) => {
    if (event.target.matches('input[type="radio"], input[type="checkbox"], select')) sync();
  });
  // The back button may bring other choices than the server drew.
  window.addEventListener("pageshow", sync);
  sync();
}
