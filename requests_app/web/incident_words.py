"""What people read for each code of an incident, and what they are told is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_app.searches.incident import Became, Closing, Duty, Ground, Outcome
from requests_app.searches.models import Incident
from requests_app.searches.outcome import LEAST_WORDS
from requests_app.web import outcome_words

GROUNDS: Mapping[str, Any] = {
    Ground.RECORDED: _("What was recorded of the lead"),
    Ground.COMPLAINT: _("A complaint"),
    Ground.MISIDENTIFIED: _("Action was taken against the wrong person"),
    Ground.ERROR_FOUND: _("An error in the search, its examination or the lead"),
    Ground.OTHER: _("Something else, described below"),
}
DUTIES: Mapping[str, Any] = {
    Duty.RECALL_LEAD: _("Recall the lead, or have it recalled"),
    Duty.FIND_OUT_WHY: _("Find out why it happened"),
    Duty.TELL_PERSON: _("Tell the person against whom action was wrongly taken, and apologise"),
    Duty.CORRECT_RECORDS: _(
        "Have every record corrected that names the person against whom action was taken"
    ),
    Duty.TELL_RECIPIENTS: _("Tell everybody to whom the lead was passed on"),
    Duty.TELL_JUDGE: _(
        "Tell the judge or justice who decides on the warrant what they were not told"
    ),
    Duty.TELL_PROSECUTOR: _("Tell the prosecutor"),
    Duty.TELL_SUPERIOR: _("Tell the superior of the person who took the step"),
    Duty.TELL_COMPLAINANT: _("Tell whoever complained what was found"),
    Duty.TELL_COMMISSIONER: _(
        "Decide whether the privacy commissioner must be told, and tell them"
    ),
}
BECAME: Mapping[str, Any] = {
    Became.DONE: _("It is done"),
    Became.NOT_NEEDED: _("It does not apply here"),
    Became.NOT_DONE: _("It is not done"),
}
OUTCOMES: Mapping[str, Any] = {
    Outcome.PUT_RIGHT: _("It was put right: everything that had to be done is done"),
    Outcome.FINDING_WRONG: _("The finding was wrong: nothing of the kind happened"),
    Outcome.HANDED_OVER: _("It was handed over to the oversight body"),
}
_OF_FIELDS: Mapping[tuple[str, str], Any] = {
    ("ground", "required"): _("Choose what it is about."),
    ("outcome", "required"): _("Choose what became of the incident."),
    ("outcome", "not_all_done"): _(
        "Not everything is done, so it is not put right yet. Choose another answer, or close it later."
    ),
}
_OF_DUTIES: Mapping[tuple[str, str], Any] = {
    ("became", "required"): _("{duty}: choose what became of this."),
    ("became", "not_recalled"): _(
        "{duty}: the lead is not recalled. Recall it first, or choose another answer and say why."
    ),
    ("became", "always_applies"): _(
        "{duty}: this always applies. Choose “It is done” or “It is not done”."
    ),
    ("done_on", "required"): _("{duty}: say on which day it was done."),
    ("done_on", "in_future"): _("{duty}: enter a day that has come already."),
    ("done_on", "before_release"): _("{duty}: enter a day on or after the release of the lead."),
    ("words", "too_short"): _(
        "{duty}: say how it was done, or why not, in at least {number} characters."
    ),
}


def words_of_problem(field: str, code: str) -> str:
    """Return what somebody is told of a problem of `incident`, which stands beside its field."""
    found = _OF_FIELDS.get((field.rpartition(".")[2], code))
    return str(found) if found is not None else outcome_words.words_of_problem(field, code)


def words_of_duty(duty: str, field: str, code: str) -> str | None:
    """Return what somebody is told of a problem of an answer to a duty, which names it; None where there are no such words."""
    found = _OF_DUTIES.get((field, code))
    if found is None:
        return None
    return str(found).format(duty=DUTIES.get(duty, duty), number=LEAST_WORDS)


def found_of(row: Incident) -> list[Any]:
    """Return what has to be looked into: what was found of what was recorded, or what it was opened about."""
    return [outcome_words.FOUND.get(flaw, flaw) for flaw in row.flaws] or [
        GROUNDS.get(row.ground, row.ground)
    ]


def answers_of(closing: Closing | None) -> list[dict[str, Any]]:
    """Return what a page shows of the answer to each duty; nothing where there is no closing."""
    return [
        {
            "duty": DUTIES.get(each.duty, each.duty),
            "became": BECAME.get(each.became, each.became),
            "said": each,
        }
        for each in (closing.answers if closing is not None else ())
    ]
