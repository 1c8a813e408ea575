// What: warns before a session ends, where all its windows were idle, and offers to stay.
// Never: ends a session by itself, nor keeps one alive without a person's action.

const WARN_BEFORE_SECONDS = 120;
const ASK_EVERY_SECONDS = 10;

export function watchIdleness(root) {
  const dialog = root.querySelector("dialog[data-idle-seconds]");
  if (!dialog) return;
  const allowed = Number(dialog.dataset.idleSeconds);
  const warnBefore = Math.min(WARN_BEFORE_SECONDS, allowed / 2);
  const left = dialog.querySelector("[data-idle-left]");
  const over = dialog.querySelector("[data-idle-over]");
  const stay = dialog.querySelector("[data-idle-stay]");
  const close = dialog.querySelector("[data-idle-close]");
  let ends = Date.now() + allowed * 1000;
  let asked = 0;
  let isOver = false;

  const remaining = () => Math.ceil((ends - Date.now()) / 1000);

  // Another window may have kept the session; only the server knows. An answer that fails changes nothing.
  async function ask(method) {
    asked = Date.now();
    const headers = method === "POST" ? { "X-CSRFToken": dialog.querySelector("[name=csrfmiddlewaretoken]").value } : {};
    const answer = await fetch(dialog.dataset.idleAddress, { method, headers, redirect: "manual" }).catch(() => null);
    if (!answer) return;
    if (answer.ok) ends = Date.now() + (await answer.json()).left * 1000;
    else if (answer.type === "opaqueredirect" || answer.status === 403) end();
  }

  function end() {
    isOver = true;
    left.hidden = stay.hidden = true;
    over.hidden = close.hidden = false;
    if (!dialog.open) dialog.showModal();
  }

  stay.addEventListener("click", () => ask("POST"));

  setInterval(async () => {
    if (isOver) return;
    if (remaining() > warnBefore) {
      if (dialog.open) dialog.close();
      return;
    }
    if (Date.now() - asked > ASK_EVERY_SECONDS * 1000) await ask("GET");
    if (isOver || remaining() > warnBefore) return;
    if (!dialog.open) dialog.showModal();
    left.textContent = left.dataset.idleWords.replace("%(count)s", String(Math.max(0, remaining())));
  }, 1000);
}
