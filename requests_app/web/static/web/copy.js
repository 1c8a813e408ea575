// What: copies a text of the page that people take elsewhere, and says that it did.
// Never: shows its button where it cannot copy; the text can always be selected by hand.

export function offerCopies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copies]")) {
    const said = button.parentElement.querySelector('[role="status"]');
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(root.getElementById(button.dataset.copies).textContent);
        said.textContent = button.dataset.copied;
      } catch {
        said.textContent = button.dataset.notCopied;
      }
    });
  }
}
