// What: saves what is being written, some seconds after typing stops and when the page is left in any way.
// Never: sends the form, nor is needed: its buttons save as well. Nothing stays in the browser.

const AFTER_SECONDS = 5;

export function keepDraft(root) {
  const form = root.querySelector("form[data-draft]");
  if (!form) return;
  const said = form.querySelector("[data-draft-said]");
  let timer = 0;
  let isChanged = false;
  let underWay = null;

  function written() {
    return new URLSearchParams(new FormData(form));
  }

  async function save() {
    isChanged = false;
    underWay?.abort();
    const sending = new AbortController();
    underWay = sending;
    const answer = await fetch(form.dataset.draft, {
      method: "POST", body: written(), redirect: "manual", signal: sending.signal,
    }).catch(() => null);
    if (sending.signal.aborted) return;
    const isSaved = answer !== null && answer.status === 204;
    if (!isSaved) isChanged = true; // tried again with the next change, or when the page is left
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    if (isSaved) form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true, detail: answer.headers }));
    if (!said) return;
    const words = isSaved ? said.dataset.wordsSaved : said.dataset.wordsNotSaved;
    said.setAttribute("aria-live", isSaved ? "off" : "polite"); // each saving said aloud would be in the way
    said.textContent = words.replace("%(time)s", time);
  }

  function changed() {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(save, AFTER_SECONDS * 1000);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // Whatever is sent by the form itself comes after this: a draft must not be saved once it is decided.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    underWay?.abort();
    isChanged = false;
  });
  window.addEventListener("pagehide", () => {
    clearTimeout(timer);
    if (isChanged) navigator.sendBeacon(form.dataset.draft, written());
  });
}
