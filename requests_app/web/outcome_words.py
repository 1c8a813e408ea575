"""What people read for each code of what comes of a lead, and what they are told is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.searches.outcome import (
    LEAST_WORDS,
    Disclosure,
    Disposition,
    Evidence,
    Flaw,
    LineUpResult,
    Recipient,
    Step,
    Taken,
    WarrantDecision,
    Whereabouts,
)

RECIPIENTS: Mapping[str, Any] = {
    Recipient.SAME_UNIT: _("Somebody of the same unit"),
    Recipient.OTHER_UNIT: _("Another unit of this agency"),
    Recipient.OTHER_AGENCY: _("Another agency"),
    Recipient.PROSECUTOR: _("A prosecutor"),
    Recipient.OTHER: _("Somebody else, named below"),
}
EVIDENCE: Mapping[str, Any] = {
    Evidence.PHYSICAL: _("Physical evidence"),
    Evidence.DNA: _("DNA"),
    Evidence.FINGERPRINT: _("Fingerprints"),
    Evidence.LOCATION: _("Data on where somebody or something was"),
    Evidence.DOCUMENT: _("A document"),
    Evidence.CONFESSION: _("A confession that was recorded"),
    Evidence.EYEWITNESS: _("An eyewitness who named them without being shown anybody"),
    Evidence.PROCEEDS: _("What was taken, found with them"),
    Evidence.VEHICLE: _("A vehicle that is theirs"),
    Evidence.OTHER: _("Something else, said below"),
}
BASIS: Mapping[str, Any] = {
    **EVIDENCE,
    Evidence.OTHER: _("Something else, which you name in your own words"),
}
"""What an application for a warrant rests on beside the search."""
WHEREABOUTS: Mapping[str, Any] = {
    Whereabouts.ELSEWHERE: _("They were elsewhere"),
    Whereabouts.POSSIBLE: _("They could have been there"),
    Whereabouts.UNKNOWN: _("It was checked, and it is not known"),
    Whereabouts.NOT_CHECKED: _("It was not checked yet"),
}
TAKEN: Mapping[str, Any] = {
    Taken.NONE: _("Nothing yet"),
    Taken.INTERVIEW: _("They were interviewed"),
    Taken.DETENTION: _("They were detained"),
    Taken.SEARCH: _("They or their home were searched"),
    Taken.ARREST: _("They were arrested"),
    Taken.CHARGE: _("They were charged"),
}
LINE_UP_RESULTS: Mapping[str, Any] = {
    LineUpResult.CANDIDATE: _("The candidate"),
    LineUpResult.ANOTHER: _("Somebody else"),
    LineUpResult.NOBODY: pgettext_lazy("line-up", "Nobody"),
}
WARRANT_DECISIONS: Mapping[str, Any] = {
    WarrantDecision.ISSUED: _("It was issued"),
    WarrantDecision.REFUSED: _("It was refused"),
    WarrantDecision.PENDING: _("It is not decided yet"),
}
DISCLOSURES: Mapping[str, Any] = {
    Disclosure.SEARCH_USED: _("That facial recognition was used"),
    Disclosure.IMAGE_QUALITY: _("How good or poor the probe image is"),
    Disclosure.LIST_SIZE: _("How many candidates the engine returned"),
    Disclosure.RANK: _("At which rank this candidate stood"),
    Disclosure.OTHER_CANDIDATES: _("That others than this candidate were returned"),
    Disclosure.DISAGREEMENT: _("Whether any examiner differed"),
}
DISPOSITIONS: Mapping[str, Any] = {
    Disposition.OPEN: _("It is still being worked on"),
    Disposition.LEAD_DISCARDED: _("The lead was dropped"),
    Disposition.EXCLUDED: _("The candidate was excluded: it was not them"),
    Disposition.IDENTIFIED_OTHERWISE: _(
        "The person sought was identified otherwise, and is somebody else"
    ),
    Disposition.CHARGED: _("The candidate was charged; the case is not over"),
    Disposition.DISMISSED: _("The charge was dismissed or withdrawn"),
    Disposition.ACQUITTED: _("The candidate was acquitted"),
    Disposition.CONVICTED: _("The candidate was convicted"),
    Disposition.VICTIM_IDENTIFIED: _("A victim was identified"),
    Disposition.MISSING_FOUND: _("A missing person was found"),
    Disposition.MISIDENTIFIED: _("Action was taken against the wrong person"),
}
STEPS: Mapping[str, Any] = {
    Step.ARREST: _("An arrest"),
    Step.WARRANT: _("An application for a warrant"),
    Step.LINE_UP: _("A line-up, in person or with pictures"),
}
STOPPED: Mapping[str, Any] = {
    Flaw.NOTHING_INDEPENDENT: _(
        "Nothing that would have been found without the search speaks for it. Look for such evidence, report it, and ask"
        " again."
    ),
    Flaw.WHEREABOUTS_UNCHECKED: _(
        "Nobody has reported where the candidate was at the time. Check it, report what you found, and ask again."
    ),
    Flaw.WAS_ELSEWHERE: _(
        "By an earlier report the candidate was elsewhere at the time. If that turned out to be wrong, report it."
    ),
    Flaw.SPEAKS_AGAINST: _(
        "Evidence that was reported speaks against it. If it does not hold any more, report that, and ask again."
    ),
    Flaw.DAMAGED: _(
        "The last report is damaged and cannot be judged. Report what it said once more, and ask again."
    ),
    Flaw.DESPITE_STOP: _("Such a step was stopped before."),
    Flaw.GIVEN_UP: _(
        "By the last report this lead is not pursued any more. If that has changed, report it, and ask again."
    ),
    Flaw.BEFORE_RELEASE: _("The lead was not released yet."),
    Flaw.RECALLED: _("The lead was recalled. Ask for a new search if you still need one."),
    Flaw.EXPIRED: _("The lead has expired. Ask for a new search if you still need one."),
    Flaw.SAME_PICTURE: _(
        "The line-up would show the picture that the matcher returned, so a witness would only repeat the engine’s choice."
        " Use another picture."
    ),
    Flaw.NOT_BLIND: _(
        "Whoever conducts the line-up would know who the candidate is. Ask somebody who does not."
    ),
    Flaw.WITNESS_DID_NOT_SEE: _(
        "The witness did not see the event itself, so they can recognise nobody from it."
    ),
    Flaw.WITNESS_TOLD: _(
        "The witness would know that a search was made. Do not tell them, or do without the line-up."
    ),
    Flaw.UNDISCLOSED: _(
        "Whoever decides on the warrant would not be told everything of the search. Disclose each point."
    ),
    Flaw.RULE: _(
        "A rule stops it. What the rules find, and what would satisfy them, stands below."
    ),
    Flaw.UNJUDGED: _(
        "The rules could not be applied: a pack of rules, or what they read, cannot be used. Tell the operator of"
        " Countersign, and ask again."
    ),
    Flaw.MISIDENTIFIED: _("Action was taken against the wrong person."),
}
"""Why a planned step is stopped, and what to do."""
FOUND: Mapping[str, Any] = {
    Flaw.NOTHING_INDEPENDENT: _(
        "What was done rested on the lead alone: no independent evidence found by that day is recorded."
    ),
    Flaw.WHEREABOUTS_UNCHECKED: _("Nobody had checked where the candidate was."),
    Flaw.WAS_ELSEWHERE: _("The candidate was reported to have been elsewhere."),
    Flaw.SPEAKS_AGAINST: _("Evidence spoke against it by then."),
    Flaw.DAMAGED: _("An earlier report is damaged."),
    Flaw.DESPITE_STOP: _("It was done although Countersign had stopped such a step."),
    Flaw.GIVEN_UP: _("The lead was not pursued any more by then."),
    Flaw.BEFORE_RELEASE: _("It was done before the lead was released."),
    Flaw.RECALLED: _("It was done on the day on which the lead was recalled, or later."),
    Flaw.EXPIRED: _("It was done after the lead had expired."),
    Flaw.SAME_PICTURE: _("The line-up showed the picture that the matcher returned."),
    Flaw.NOT_BLIND: _("Whoever conducted the line-up knew who the candidate was."),
    Flaw.WITNESS_DID_NOT_SEE: _("The witness of the line-up had not seen the event itself."),
    Flaw.WITNESS_TOLD: _("The witness of the line-up knew that a search had been made."),
    Flaw.UNDISCLOSED: _("Whoever decided on the warrant was not told everything of the search."),
    Flaw.RULE: _("A rule had stopped it."),
    Flaw.UNJUDGED: _("The rules could not be applied to it."),
    Flaw.MISIDENTIFIED: _("Action was taken against the wrong person."),
}
"""What is found of a report."""

_NAMES: Mapping[str, Any] = {
    "required": _("Answer this question."),
    "in_future": _("Enter a day that has come already."),
    "too_long": _("This text is too long. Shorten it."),
    "unknown": _("Choose among the answers shown."),
}
_OF_FIELDS: Mapping[tuple[str, str], Any] = {
    ("recipient", "required"): _("Choose to whom the lead was passed on."),
    ("name", "required"): _("Give the name of whoever got it, and their office."),
    ("step", "required"): _("Choose what you plan."),
    ("kind", "required"): _("Choose what kind of evidence it is."),
    ("whereabouts", "required"): _("Say what is known of where the candidate was."),
    ("taken", "required"): _("Choose what was done about the candidate, or that nothing was."),
    ("taken", "contradicts"): _("Choose either that nothing was done, or what was."),
    ("disposition", "required"): _("Choose how it stands."),
    ("result", "required"): _("Say whom the witness picked."),
    ("picture", "required"): _("Say which picture of the candidate it shows."),
    ("fillers", "required"): _("Say how many others are in it beside the candidate."),
    ("fillers", "out_of_range"): _("Enter a number from 0 to 50."),
    ("sureness", "required"): _("Say how sure the witness was, as they said it."),
    ("decision", "required"): _("Say what became of the application."),
}
_TOO_SHORT = _("Write at least %(least)d characters, in words.")
_UNCLEAR = _("This answer could not be taken. Choose again.")


def words_of_problem(field: str, code: str) -> str:
    """Return what somebody is told of a problem of `outcome`, which stands beside its field."""
    if code == "too_short":
        return str(_TOO_SHORT) % {"least": LEAST_WORDS}
    name = field.rpartition(".")[2]
    found: Promise | str = _OF_FIELDS.get((name, code), _NAMES.get(code, _UNCLEAR))
    return str(found)
