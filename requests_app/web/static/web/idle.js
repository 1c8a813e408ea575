// What: warns before an idle session ends and offers to stay.
// Never: ends a session by itself, nor keeps one alive without a person's action.

const WARN_BEFORE_SECONDS = 120;

export function watchIdleness(root) {
  const dialog = root.querySelector("dialog[data-idle-seconds]");
  if (!dialog) return;
  const allowed = Number(dialog.dataset.idleSeconds);
  const left = dialog.querySelector("[data-idle-left]");
  let began = Date.now();

  dialog.addEventListener("close", async () => {
    // Any answered request tells the server that the person is here; a failed one leaves the count running.
    const answer = await fetch(dialog.dataset.idleStay, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) began = Date.now();
  });

  setInterval(() => {
    const remaining = Math.ceil(allowed - (Date.now() - began) / 1000);
    if (remaining > Math.min(WARN_BEFORE_SECONDS, allowed / 2)) return;
    if (!dialog.open && remaining > 0) dialog.showModal();
    left.textContent = left.dataset.idleWords.replace("%(count)s", String(Math.max(0, remaining)));
  }, 1000);
}
