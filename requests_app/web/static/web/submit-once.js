// What: stops a second click from sending the same form twice.
// Never: the only guard; the server refuses a repeated submission by itself.

export function guardForms(root) {
  for (const form of root.querySelectorAll('form[method="post"]')) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      // After the browser has read the form: a disabled button would not send its own value.
      setTimeout(() => setButtons(form, true), 0);
      // A download leaves the page where it is, so that its button may be wanted again.
      if (form.dataset.downloads) setTimeout(() => release(form), 3000);
    });
  }
  // Coming back by the back button may show the page as it was left.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) release(form);
  });
}

function release(form) {
  delete form.dataset.sent;
  setButtons(form, false);
}

function setButtons(form, off) {
  for (const button of form.elements) {
    if (button.type !== "submit") continue;
    if (off && !button.disabled) {
      button.disabled = true;
      button.dataset.guarded = "yes";
    } else if (!off && button.dataset.guarded) {
      button.disabled = false;
      delete button.dataset.guarded;
    }
  }
}
