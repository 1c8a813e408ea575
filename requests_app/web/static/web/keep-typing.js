// What: carries what was typed, but not yet saved, over a change of language on the same page.
// Never: keeps it longer than that one change, and never keeps a password or a file.

const PLACE = "countersign-typed";

export function keepTyping(root) {
  restore(root);
  for (const form of root.querySelectorAll("form[data-keeps-typing]")) {
    form.addEventListener("submit", () => {
      const fields = [];
      for (const other of root.querySelectorAll('main form[method="post"]')) {
        for (const field of other.elements) {
          if (!field.name || ["hidden", "password", "file", "submit", "button"].includes(field.type)) continue;
          fields.push([field.id, field.type === "checkbox" || field.type === "radio" ? field.checked : field.value]);
        }
      }
      sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, fields }));
    });
  }
}

function restore(root) {
  const kept = sessionStorage.getItem(PLACE);
  if (!kept) return;
  sessionStorage.removeItem(PLACE);
  const { path, fields } = JSON.parse(kept);
  if (path !== location.pathname) return;
  for (const [id, value] of fields) {
    const field = root.getElementById(id);
    if (!field) continue;
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
