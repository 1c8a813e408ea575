// What: says when the time for which a decider has a request in hand is nearly over, and when it has ended.
// Never: lengthens that time; a draft that is saved does, and the answer to it says how far.

const WARN_BEFORE_SECONDS = 300;

export function watchClaim(root) {
  const place = root.querySelector("[data-claim-seconds]");
  if (!place) return;
  const notice = place.querySelector("[data-claim-notice]");
  const until = place.querySelector("[data-claim-until]");
  let ends = Date.now() + Number(place.dataset.claimSeconds) * 1000;
  let isRenewable = place.dataset.claimRenewable === "yes";

  function look() {
    const left = (ends - Date.now()) / 1000;
    let words = "";
    if (left <= 0) words = place.dataset.wordsEnded;
    else if (left <= WARN_BEFORE_SECONDS) words = isRenewable ? place.dataset.wordsSoon : place.dataset.wordsSoonLast;
    if (notice.textContent === words) return; // said once, and not again every second
    notice.textContent = words;
    notice.classList.toggle("govuk-inset-text", words !== "");
  }

  root.addEventListener("draft-saved", (event) => {
    const answer = event.detail;
    const seconds = answer.get("X-Claim-Seconds");
    if (seconds === null) return;
    ends = Date.now() + Number(seconds) * 1000;
    isRenewable = answer.get("X-Claim-Renewable") === "yes";
    const time = answer.get("X-Claim-Until");
    if (time) until.textContent = time;
    place.querySelector("[data-claim-lengthens]").hidden = !isRenewable;
    look();
  });
  look();
  setInterval(look, 1000);
}
