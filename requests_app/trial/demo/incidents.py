"""Lets something go wrong with a lead of the trial: a line-up that repeats the engine's choice, an incident, its owner."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.searches.incident import Answer, Became, Closing, Opening, Outcome, duties_of
from requests_app.searches.models import Incident, SearchRequest
from requests_app.searches.outcome import (
    Disposition,
    Done,
    LineUp,
    LineUpResult,
    Report,
    Taken,
    Whereabouts,
)
from requests_app.workflow import follow_up, incidents

_HELD = "The porter was shown eight drawings, among them the one that the matcher had returned."
_COMPLAINT = "Somebody at the quay complained that they were stopped twice because of a drawing."
_SETTLED = "The patrol was asked: nobody was stopped, and the complaint was of another day."


def went_wrong(officer: Actor, row: SearchRequest) -> None:
    """Report a line-up with the matcher's own picture; what is found of it opens an incident."""
    today = timezone.localdate()
    follow_up.record_report(
        actor=officer,
        search_request_id=row.id,
        after=row.follow_ups.count(),
        said=Report(
            earlier_holds=True,
            whereabouts=Whereabouts.NOT_CHECKED,
            done=(Done(Taken.NONE),),
            line_up_held=True,
            line_up=LineUp(
                held_on=today, same_picture=True, is_blind=False, witness_saw=True,
                witness_told=False, result=LineUpResult.CANDIDATE,
                picture="The picture that the engine returned, printed.", is_sequential=False, fillers=5,
                is_recorded=False, sureness="“I think so.”",
            ),
            warrant_sought=False,
            disposition=Disposition.OPEN,
            words=_HELD,
        ),
    )  # fmt: skip


def complained(opens: Actor, closes: Actor, row: SearchRequest) -> None:
    """Open an incident after a complaint, and let another person close it."""
    named: Any = {"search_request_id": row.id}
    opened = incidents.open_incident(
        actor=opens, **named, after=row.incidents.count(), said=Opening("complaint", _COMPLAINT)
    ).incident
    incidents.take_incident(actor=closes, **named, incident_id=opened.pk, after=0)
    today = timezone.localdate()
    incidents.close_incident(
        actor=closes,
        **named,
        incident_id=opened.pk,
        said=Closing(
            outcome=Outcome.FINDING_WRONG,
            answers=tuple(
                Answer(duty, Became.DONE, today, _SETTLED)
                for duty in duties_of(opened.ground, opened.flaws)
            ),
            reason=_SETTLED,
        ),
    )


def looked_into(by: Actor, row: SearchRequest) -> None:
    """Let somebody take the first incident of a lead."""
    first = Incident.objects.filter(search_request=row).order_by("number")[0]
    incidents.take_incident(actor=by, search_request_id=row.id, incident_id=first.pk, after=0)
