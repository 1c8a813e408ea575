"""One thing that was recorded of a lead, in words: for the page, and for whatever else shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from requests_app.searches.models import FollowUp
from requests_app.searches.outcome import (
    Corroboration,
    LineUp,
    Passing,
    Plan,
    Report,
    Warrant,
)
from requests_app.web import outcome_words as words
from requests_app.web.findings import stored_findings
from requests_app.web.lead_sheet import Said
from requests_app.workflow.reading.what_came_of_it import Entry


def entry_of(entry: Entry) -> dict[str, Any]:
    """Return what `outcome/outcome.html` shows of one entry."""
    row, said = entry.row, entry.said
    match said:
        case None:
            title, rows = _damaged(row)
        case Passing():
            title, rows = _("Passed on"), _passing(said)
        case Plan():
            stopped, not_stopped = (
                _("Planned step: stopped"),
                _("Planned step: not stopped that day"),
            )
            title = stopped if row.is_stopped else not_stopped
            rows = _plan(said)
        case Report():
            title, rows = _("Report"), _report(said)
    sentences = words.STOPPED if row.kind == "plan" else words.FOUND
    return {
        "number": row.number,
        "title": title,
        "at": row.recorded_at,
        "by": entry.recorded_by,
        "rows": [each for each in rows if each.text],
        "flaws": [sentences.get(flaw, flaw) for flaw in row.flaws],
        "is_stopped": row.is_stopped,
        "incident": entry.incident,
        "findings": stored_findings(entry.findings),
        "is_damaged": said is None,
    }


def _damaged(row: FollowUp) -> tuple[str, Iterator[Said]]:
    """What the codes beside a damaged text still say."""
    labels: Mapping[str, Any]
    match row.kind:
        case FollowUp.Kind.PASSED_ON:
            title, labels = _("Passed on"), words.RECIPIENTS
        case FollowUp.Kind.PLAN:
            title, labels = _("Planned step"), words.STEPS
        case _:
            title, labels = _("Report"), words.DISPOSITIONS
    return title, iter([Said(title, labels.get(row.outcome, row.outcome))])


def _passing(said: Passing) -> Iterator[Said]:
    yield Said(_("To whom"), words.RECIPIENTS.get(said.recipient, said.recipient))
    yield Said(_("Who got it"), said.name, is_typed=True)
    yield Said(_("On which day"), _on(said.passed_on))
    yield Said(_("Why they need it"), said.why, is_typed=True)


def _plan(said: Plan) -> Iterator[Said]:
    yield Said(_("What is planned"), words.STEPS.get(said.step, said.step))
    yield Said(_("What it rests on"), said.words, is_typed=True)
    if said.line_up is not None:
        yield from _line_up(said.line_up)
    if said.warrant is not None:
        yield from _warrant(said.warrant)


def _report(said: Report) -> Iterator[Said]:
    yield Said(_("How it stands"), words.DISPOSITIONS.get(said.disposition, said.disposition))
    yield Said(_("What happened"), said.words, is_typed=True)
    if said.earlier_holds is False:
        yield Said(_("Evidence reported earlier"), _("It does not hold any more"))
    for each in said.corroborations:
        yield from _corroboration(each)
    yield Said(
        _("Where the candidate was"), words.WHEREABOUTS.get(said.whereabouts, said.whereabouts)
    )
    yield Said(_("Checked on"), _on(said.whereabouts_on))
    yield Said(_("How it was checked"), said.whereabouts_how, is_typed=True)
    yield Said(_("What was done about the candidate"), _done(said))
    if said.line_up is not None:
        yield from _line_up(said.line_up)
    if said.warrant is not None:
        yield from _warrant(said.warrant)


def _done(said: Report) -> str:
    return "; ".join(
        f"{words.TAKEN.get(each.taken, each.taken)}" + (f" – {_on(each.on)}" if each.on else "")
        for each in said.done
    )


def _corroboration(said: Corroboration) -> Iterator[Said]:
    yield Said(_("What kind of evidence it is"), words.EVIDENCE.get(said.kind, said.kind))
    yield Said(_("What it is, and from whom it comes"), said.source, is_typed=True)
    yield Said(_("Found on"), _on(said.found_on))
    yield Said(_("Whether it counts"), _whether_it_counts(said))


def _whether_it_counts(said: Corroboration) -> str:
    if said.counts():
        return _("It speaks for the lead, and would have been found without the search")
    if said.supports is False:
        return _("It speaks against the lead")
    return _("It comes from the search itself, and supports no step")


def _line_up(said: LineUp) -> Iterator[Said]:
    yield Said(_("Line-up held on"), _on(said.held_on))
    yield Said(_("Picture of the candidate that is shown"), said.picture, is_typed=True)
    yield Said(_("Shows the picture that the matcher returned"), _yes(said.same_picture))
    yield Said(
        _("Conducted by somebody who does not know who the candidate is"), _yes(said.is_blind)
    )
    yield Said(_("One person is shown after the other"), _yes(said.is_sequential))
    yield Said(_("Others beside the candidate"), "" if said.fillers is None else str(said.fillers))
    yield Said(_("Recorded in sound or picture"), _yes(said.is_recorded))
    yield Said(_("The witness saw the event itself"), _yes(said.witness_saw))
    yield Said(_("The witness knows that a search was made"), _yes(said.witness_told))
    yield Said(_("Whom the witness picked"), words.LINE_UP_RESULTS.get(said.result, ""))
    yield Said(_("How sure the witness was"), said.sureness, is_typed=True)


def _warrant(said: Warrant) -> Iterator[Said]:
    yield Said(_("Warrant applied for on"), _on(said.sought_on))
    yield Said(_("The application relies on the search"), _yes(said.relies_on_search))
    if said.relies_on_search is not None:
        basis = [str(words.BASIS.get(each, each)) for each in said.basis]
        yield Said(_("What else it rests on"), "; ".join(basis) or _("Nothing"))
    told = [str(words.DISCLOSURES.get(each, each)) for each in said.disclosed]
    yield Said(_("What is told of the search"), "; ".join(told) or _("Nothing"))
    yield Said(_("What became of the application"), words.WARRANT_DECISIONS.get(said.decision, ""))


def _on(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _yes(answer: bool | None) -> str:
    if answer is None:
        return ""
    return _("Yes") if answer else _("No")
