"""What a disclosure pack says of the examination, the lead, what came of it, and its incidents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils import timezone

from requests_app.accounts.models import Certificate, Course
from requests_app.searches import (
    examinations,
    examined,
    follow_ups,
    incidents,
    lacking_examiners,
    lead_decisions,
)
from requests_app.searches.disclosure import LeftOut, Profile
from requests_app.searches.examined import Comparison, Placed
from requests_app.searches.models import (
    Conclusion,
    DisclosurePack,
    EndedUnexamined,
    Examination,
    ExaminationDraft,
    FollowUp,
    Incident,
    LeadDecision,
    LeadRecall,
    SearchRequest,
)
from requests_app.wire import canonical
from requests_app.wire.shapes import write_time
from requests_app.workflow.disclosed_part import Part
from requests_app.workflow.disclosure_log import EventsOf
from requests_app.workflow.disclosure_searched import shown_positions


def parts(pack: DisclosurePack, events: EventsOf) -> Iterator[Part]:
    """Yield the parts of a pack about the examination, the lead, what came of it, and its incidents."""
    row = pack.search_request
    yield from _examined(pack, events)
    yield from _led(row, events)
    yield from _came_of_it(row, events)


def examinations_of(row: SearchRequest) -> list[Examination]:
    """Return every examination that was begun, in the order in which they were: also those that came to no conclusion."""
    found = Examination.objects.filter(search_request=row).select_related("examiner_person")
    return list(found.order_by("started_at", "pk"))


def _examined(pack: DisclosurePack, events: EventsOf) -> Iterator[Part]:
    row = pack.search_request
    made = examinations_of(row)
    yield Part("examination/examiners.json", partial(_examiners, row, made))
    shown = shown_positions(pack)
    for number, examination in enumerate(made, start=1):
        concluded = list(examination.conclusions.order_by("number"))
        for said in concluded:
            name = f"examination/examiner-{number}-conclusion-{said.number}"
            if pack.profile == Profile.FULL:
                code = "exam.concluded" if said.number == 1 else "exam.corrected"
                event = events.about(code, examination.pk, nth=max(1, said.number - 1))
                yield Part(f"{name}.json", partial(_conclusion, said), event)
            else:
                yield Part(f"{name}.json", partial(_conclusion_on, said, shown))
                yield Part(f"{name}-of-others.json", _not_given_out)
        if not concluded and ExaminationDraft.objects.filter(examination=examination).exists():
            # What somebody wrote who came to no conclusion: whoever needs it asks for it.
            yield Part(f"examination/examiner-{number}-draft.json", _not_given_out)


def _not_given_out() -> LeftOut:
    return LeftOut.NOT_GIVEN_OUT


def _conclusion(said: Conclusion) -> bytes:
    return examinations.stored_conclusion(said)


def _conclusion_on(said: Conclusion, shown: frozenset[int]) -> bytes:
    """A conclusion with the comparisons of those who are named; of others only whether and with which result they were made."""
    whole = examinations.opened_conclusion(said)
    return examined.encode(
        dataclasses.replace(
            whole,
            comparisons=tuple(
                each
                if each.position in shown
                else Placed(
                    each.position,
                    Comparison(
                        compared=each.comparison.compared,
                        not_compared=each.comparison.not_compared,
                        conclusion=each.comparison.conclusion,
                    ),
                )
                for each in whole.comparisons
            ),
        )
    )


def certificates_of(examination: Examination) -> list[Certificate]:
    """Return the certificates that counted when somebody began, the latest first.

    One that was withdrawn afterwards is among them, with the day of that.
    """
    began = examination.started_at
    day = timezone.localdate(began)
    held = Certificate.objects.filter(
        person=examination.examiner_person_id,
        course=Course.EXAMINING,
        confirmed_at__lte=began,
        issued_on__lte=day,
        valid_until__gte=day,
    )
    return list(held.exclude(withdrawn_at__lte=began).order_by("-valid_until"))


def _examiners(row: SearchRequest, made: list[Examination]) -> bytes:
    standing = examinations.standing(row)
    said = {
        "concluded": standing.concluded,
        "agreed": standing.agreed,
        "selected": standing.selected,
        "examiners": [_examiner(number, each) for number, each in enumerate(made, start=1)],
    }
    return canonical.encode(said)


def _examiner(number: int, examination: Examination) -> dict[str, Any]:
    return {
        "examiner": number,
        "name": examination.examiner_person.full_name,
        # The place for an examiner of a partner agency, of whom there are none yet: null is this agency.
        "agency": None,
        "started_at": write_time(examination.started_at),
        "left_at": write_time(examination.ended_at) if examination.ended_at else None,
        "left_how": examination.ended_how,
        "certificates": [
            {
                "issued_on": held.issued_on.isoformat(),
                "valid_until": held.valid_until.isoformat(),
                "withdrawn_at": write_time(held.withdrawn_at) if held.withdrawn_at else None,
            }
            for held in certificates_of(examination)
        ],
        "conclusions": [
            {
                "number": said.number,
                "concluded_at": write_time(said.concluded_at),
                "outcome": said.outcome,
                "selected_position": said.selected_position,
                "compared": said.compared,
            }
            for said in examination.conclusions.order_by("number")
        ],
    }


def _led(row: SearchRequest, events: EventsOf) -> Iterator[Part]:
    ended = lacking_examiners.ended(row)
    if ended is not None:
        yield Part(
            "lead/ended-unexamined.json",
            partial(_ended_unexamined, ended),
            events.about("lead.none_found", ended.pk),
        )
    decided = LeadDecision.objects.filter(search_request=row).first()
    if decided is None:
        return
    event = events.about("lead.released", decided.pk) or events.about("lead.withheld", decided.pk)
    yield Part(
        "lead/decision.json",
        partial(_released, decided),
        event,
    )
    if decided.outcome == LeadDecision.Outcome.RELEASE:
        yield Part("lead/sheet.json", partial(_sheet, decided), event)
    recalled = (
        LeadRecall.objects.filter(search_request=row).select_related("recalled_by_person").first()
    )
    if recalled is not None:
        yield Part("lead/recall.json", partial(_recall, recalled))


def _ended_unexamined(ended: EndedUnexamined) -> bytes:
    said = {
        "ground": ended.ground,
        "concluded": ended.concluded,
        "ended_by": ended.ended_by_person.full_name,
        "ended_at": write_time(ended.ended_at),
        "reason": lacking_examiners.open_reason(ended),
    }
    return canonical.encode(said)


def _released(decided: LeadDecision) -> bytes:
    return lead_decisions.stored_answers(decided)


def _sheet(decided: LeadDecision) -> bytes:
    return lead_decisions.stored_lead(decided)


def _recall(recalled: LeadRecall) -> bytes:
    said = {
        "ground": recalled.ground,
        "recalled_by": recalled.recalled_by_person.full_name,
        "recalled_at": write_time(recalled.recalled_at),
        "reason": lead_decisions.open_recall(recalled),
    }
    return canonical.encode(said)


_CODES_OF_FOLLOW_UPS = (
    "followup.recorded", "lead.passed_on", "lead.step_planned", "lead.step_stopped",
)  # fmt: skip


def _came_of_it(row: SearchRequest, events: EventsOf) -> Iterator[Part]:
    recorded = list(follow_ups.whole(row))
    if recorded:
        yield Part("outcome/recorded.json", partial(_recorded, recorded))
    for told in recorded:
        numbers = (events.about(code, told.pk) for code in _CODES_OF_FOLLOW_UPS)
        yield Part(
            f"outcome/{told.number}.json",
            partial(_told, told),
            next((number for number in numbers if number is not None), None),
        )
    for named in incidents.of_lead(row):
        yield Part(f"incidents/{named.number}.json", partial(_incident, named))
        # What was written of it is the agency's looking into itself: whoever needs it asks for it.
        yield Part(f"incidents/{named.number}-words.json", _not_given_out)


def _recorded(rows: list[FollowUp]) -> bytes:
    """Who recorded what when, what was found of it, and which planned steps were stopped."""
    said = [
        {
            "number": each.number,
            "kind": each.kind,
            "outcome": each.outcome,
            "recorded_by": each.recorded_by_person.full_name,
            "recorded_at": write_time(each.recorded_at),
            "is_stopped": each.is_stopped,
            "findings": each.flaws,
        }
        for each in rows
    ]
    return canonical.encode(said)


def _told(told: FollowUp) -> bytes:
    return follow_ups.stored(told)


def _incident(named: Incident) -> bytes:
    said = {
        "number": named.number,
        "ground": named.ground,
        "findings": named.flaws,
        "opened_at": write_time(named.opened_at),
        "due_at": write_time(named.due_at),
        "closed_at": write_time(named.closed_at) if named.closed_at else None,
        "outcome": named.outcome,
        "undone": named.undone,
        "not_needed": named.not_needed,
    }
    return canonical.encode(said)
