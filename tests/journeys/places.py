"""An agency at work, and the addresses of every page that each of its people can open there."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass
from pathlib import Path

from requests_app.audit.models import Event, Export
from requests_app.audit.selectors import EventFilter
from requests_app.dispatch.models import Dispatch
from requests_app.searches.models import DisclosurePack, Incident, SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import exports
from requests_app.web.questionnaire import pages
from requests_app.workflow import administration, claim, export
from requests_app.workflow.administration import powers
from tests import (
    builders,
    closings,
    disclosures,
    examiners,
    follow_ups,
    incidents,
    leads,
    legal_holds,
    matchers,
)
from tests.support import connected_as

Pages = dict[str, list[tuple[str, str]]]


@dataclass
class AtWork:
    """One request of each kind that pages differ by."""

    draft: SearchRequest
    empty: SearchRequest
    waiting: SearchRequest
    claimed: SearchRequest
    again: SearchRequest
    returned: SearchRequest
    refused: SearchRequest
    failed: SearchRequest
    result: SearchRequest
    untaken: SearchRequest
    concluded: SearchRequest
    agreed: SearchRequest
    released: SearchRequest
    lacking: SearchRequest
    ended: SearchRequest
    closed: SearchRequest
    without_lead: SearchRequest
    export: Export
    proposal: str
    place: str


@functools.cache
def at_work(keys):
    """How a test prepares its database: an agency at work, with a real matcher that is gone again afterwards."""

    def begin(agency):
        with (
            tempfile.TemporaryDirectory() as folder,
            matchers.running(keys, Path(folder)) as matcher,
        ):
            matchers.point_to(matcher)
            return put_to_work(agency)

    return begin


def put_to_work(agency: builders.InventedAgency) -> AtWork:
    """Bring requests to every status that shows; the caller has a matcher running."""
    result, untaken, concluded, agreed = (
        builders.search_request_at(agency, Status.RESULT_RECEIVED) for _ in range(4)
    )
    leads.agreed(agency, agreed)
    examiners.took(agency, "examiner", result)
    examiners.fetched(result)
    whole = examiners.record_of(None, result.result.candidate_count)
    examiners.wrote(agency, "examiner", result, whole)
    examiners.concluded(agency, "examiner", concluded, selected=1)
    at_work = AtWork(
        draft=builders.drafted(agency),
        empty=builders.drafted(agency, document=builders.Answers(), with_probe=False),
        waiting=builders.submitted(agency),
        claimed=builders.submitted(agency),
        again=builders.submitted(agency, document=builders.of_a_minor(4)),
        returned=builders.search_request_at(agency, Status.RETURNED),
        refused=builders.search_request_at(agency, Status.REFUSED),
        failed=builders.search_request_at(agency, Status.APPROVED),
        result=result,
        untaken=untaken,
        concluded=concluded,
        agreed=agreed,
        lacking=builders.answered_for_fraud(agency),
        released=builders.search_request_at(agency, Status.LEAD_RELEASED),
        ended=builders.search_request_at(agency, Status.LEAD_RELEASED),
        closed=builders.search_request_at(agency, Status.CLOSED),
        without_lead=builders.search_request_at(agency, Status.NO_LEAD),
        export=export.request_export(
            actor=agency.actor("auditor"), wanted=EventFilter(requests=(result.id,))
        ),
        proposal=str(_proposed(agency)),
        place=str(
            administration.propose_jurisdiction(
                actor=agency.actor("policy"),
                place="ca-fed",
                reason="Rattaché au service fédéral par le décret du mois dernier.",
            ).pk
        ),
    )
    claim.claim(actor=agency.actor("supervisor"), search_request_id=at_work.claimed.id)
    for said in (follow_ups.passing(), follow_ups.plan("line_up"), follow_ups.report()):
        follow_ups.recorded(agency, at_work.released, said)
    incidents.taken(agency, incidents.of_a_report(agency, at_work.released))
    closings.ended(agency, at_work.ended)
    closed = incidents.opened(agency, at_work.released)
    incidents.taken(agency, closed)
    incidents.closed(agency, closed)
    legal_holds.due_since(legal_holds.held(agency, at_work.refused), 3)
    disclosures.made(agency, disclosures.asked(agency, at_work.released))
    disclosures.asked(agency, at_work.closed, profile="others_unnamed", language="fr")
    with connected_as("worker"):
        exports.sweep()
    return at_work


def _proposed(agency: builders.InventedAgency) -> object:
    return powers.propose_role(
        actor=agency.actor("administrator"),
        account_id=agency.people["officer2"].pk,
        role="supervisor",
        reason="Takes over the evening desk from the first of next month.",
    ).pk


def every_page(agency: builders.InventedAgency, there: AtWork) -> Pages:
    """Every page by person: a name for its picture, and its address."""
    accounts = f"/people/{agency.people['supervisor'].pk}"
    sending = Dispatch.objects.get(search_request=there.failed)
    units = f"/people/units/{agency.units['fraud'].pk}"
    pack = DisclosurePack.objects.get(search_request=there.released)
    begun = DisclosurePack.objects.get(search_request=there.closed)
    held = f"/decisions/holds/{there.refused.pk}/{there.refused.holds.get().pk}/"
    first, second = Incident.objects.filter(search_request=there.released).order_by("number")
    event = Event.objects.filter(request_id=there.result.id).order_by("-id").first()
    assert event is not None
    return {
        "officer": [
            ("start", "/requests/new/"),
            ("requests", "/requests/"),
            ("tasks-empty", f"/requests/{there.empty.pk}/tasks/"),
            ("check-empty", f"/requests/{there.empty.pk}/check/"),
            ("tasks", f"/requests/{there.draft.pk}/tasks/"),
            ("check", f"/requests/{there.draft.pk}/check/"),
            (
                "declaration",
                f"/requests/{there.draft.pk}/declaration/"
                f"?read={builders.driving.declared(there.draft).read}",
            ),
            *(
                (f"question-{page.slug}", f"/requests/{there.draft.pk}/questions/{page.slug}/")
                for page in pages.PAGES
            ),
            ("fact-add", f"/requests/{there.draft.pk}/rows/facts/add/"),
            ("means-change", f"/requests/{there.draft.pk}/rows/means/1/"),
            ("means-remove", f"/requests/{there.draft.pk}/rows/means/1/remove/"),
            ("edit-add", f"/requests/{there.draft.pk}/rows/edits/add/"),
            ("document-add", f"/requests/{there.draft.pk}/documents/add/"),
            ("withdraw", f"/requests/{there.draft.pk}/withdraw/"),
            ("waiting", f"/requests/{there.waiting.pk}/"),
            ("submitted", f"/requests/{there.waiting.pk}/submitted/"),
            ("version", f"/requests/{there.waiting.pk}/versions/1/"),
            ("returned", f"/requests/{there.returned.pk}/"),
            ("tasks-returned", f"/requests/{there.returned.pk}/tasks/"),
            ("question-reply", f"/requests/{there.returned.pk}/questions/reply/"),
            ("refused", f"/requests/{there.refused.pk}/"),
            ("again", f"/requests/{there.refused.pk}/again/"),
            ("result", f"/requests/{there.result.pk}/"),
            ("released", f"/requests/{there.released.pk}/"),
            ("no-lead", f"/requests/{there.without_lead.pk}/"),
            ("lead", f"/requests/{there.released.pk}/lead/"),
            ("outcome", f"/requests/{there.released.pk}/outcome/"),
            ("outcome-report", f"/requests/{there.released.pk}/outcome/report/"),
            ("outcome-plan", f"/requests/{there.released.pk}/outcome/plan/"),
            ("outcome-passing", f"/requests/{there.released.pk}/outcome/passed-on/"),
            ("close-refused", f"/requests/{there.released.pk}/outcome/close/"),
            ("close", f"/requests/{there.ended.pk}/outcome/close/"),
            ("outcome-ended", f"/requests/{there.ended.pk}/outcome/"),
            ("closed", f"/requests/{there.closed.pk}/"),
            ("outcome-closed", f"/requests/{there.closed.pk}/outcome/"),
            ("notices", "/notices/"),
            ("own-account", "/account/own/"),
            ("kept", "/account/kept/"),
            ("password", "/account/password/change/"),
            ("second-factor", "/account/second-factor/"),
            ("not-found", "/requests/0/"),
            ("not-allowed", "/audit/log/"),
        ],
        "supervisor": [
            ("queue", "/decisions/"),
            ("page", f"/decisions/supervisor/{there.waiting.pk}/"),
            ("panel", f"/decisions/supervisor/{there.claimed.pk}/"),
            ("picture", f"/decisions/supervisor/{there.claimed.pk}/picture/"),
            ("decided", "/decisions/decided/"),
            ("record", f"/decisions/decided/{there.refused.pk}/"),
            ("leads", "/decisions/leads/"),
            ("lead", f"/decisions/leads/{there.agreed.pk}/"),
            ("incidents", "/decisions/incidents/"),
            ("incident", f"/decisions/incidents/{there.released.pk}/{first.pk}/"),
            ("hold-to-release", held),
            ("incident-closed", f"/decisions/incidents/{there.released.pk}/{second.pk}/"),
            ("disclosures", "/decisions/disclosures/"),
            ("disclosure-ask", "/decisions/disclosures/ask/"),
            ("disclosure", f"/decisions/disclosures/{there.released.pk}/{pack.pk}/"),
            ("disclosure-begun", f"/decisions/disclosures/{there.closed.pk}/{begun.pk}/"),
        ],
        "supervisor2": [
            ("incident-of-own-lead", f"/decisions/incidents/{there.released.pk}/{first.pk}/"),
            ("lead-sheet", f"/decisions/leads/{there.released.pk}/sheet/"),
            ("lead-recall", f"/decisions/leads/{there.released.pk}/recall/"),
            ("outcome", f"/decisions/leads/{there.released.pk}/outcome/"),
            ("close", f"/decisions/leads/{there.ended.pk}/outcome/close/"),
        ],
        "supervisor3": [
            ("leads-lacking", "/decisions/leads/"),
            ("unexamined", f"/decisions/leads/{there.lacking.pk}/unexamined/"),
        ],
        "privacy": [
            ("queue", "/decisions/"),
            ("holds", "/decisions/holds/"),
            ("hold-set", "/decisions/holds/set/"),
            ("hold", held),
            ("hold-review", f"{held}review/"),
            ("leads", "/decisions/leads/"),
            ("incident-open", f"/decisions/leads/{there.released.pk}/incident/"),
            ("incident-of-another", f"/decisions/incidents/{there.released.pk}/{first.pk}/"),
        ],
        "examiner": [
            ("results", "/examinations/"),
            ("one", f"/examinations/{there.result.pk}/"),
            ("take", f"/examinations/{there.untaken.pk}/"),
            ("candidate", f"/examinations/{there.result.pk}/candidates/1/"),
            ("conclude", f"/examinations/{there.result.pk}/conclude/"),
            ("check", f"/examinations/{there.result.pk}/conclude/check/"),
            ("give-back", f"/examinations/{there.result.pk}/give-back/"),
            ("concluded", f"/examinations/{there.concluded.pk}/"),
            ("record", f"/examinations/{there.concluded.pk}/candidates/1/"),
            ("correct", f"/examinations/{there.concluded.pk}/correct/"),
            ("own-conclusions", "/examinations/concluded/"),
        ],
        "auditor": [
            ("figures", "/audit/figures/"),
            ("log", "/audit/log/"),
            ("log-filtered", "/audit/log/?code=search.approved&outcome=success"),
            ("log-nothing", "/audit/log/?since_day=1&since_month=1&since_year=2200"),
            ("event", f"/audit/log/events/{event.id}/"),
            ("timeline", f"/audit/requests/{there.result.pk}/"),
            ("reason", f"/audit/requests/{there.result.pk}/versions/1/content/"),
            ("timeline-incidents", f"/audit/requests/{there.released.pk}/"),
            ("outcome-reason", f"/audit/requests/{there.released.pk}/outcome/"),
            ("exports", "/audit/exports/"),
            ("export", f"/audit/exports/{there.export.pk}/"),
        ],
        "administrator": [
            ("people", "/people/"),
            ("nobody", "/people/?q=zzz"),
            ("new", "/people/new/"),
            ("account", f"{accounts}/"),
            ("history", f"{accounts}/history/"),
            ("disable", f"{accounts}/disable/"),
            ("reset", f"{accounts}/reset/"),
            ("role", f"{accounts}/roles/propose/"),
            ("right", f"{accounts}/rights/propose/"),
            ("certificate", f"{accounts}/certificates/new/"),
            ("units", "/people/units/"),
            ("unit-new", "/people/units/new/"),
            ("unit-rename", f"{units}/rename/"),
            ("unit-close", f"{units}/close/"),
            ("proposals", "/people/proposals/"),
            ("proposal-own", f"/people/proposals/{there.proposal}/"),
        ],
        "administrator2": [("proposal", f"/people/proposals/{there.proposal}/")],
        "operator": [
            ("outbox", "/operations/"),
            ("sending", f"/operations/{sending.pk}/"),
            ("readiness", "/operations/readiness/"),
        ],
        "policy": [
            ("rules", "/rules/"),
            ("place", "/rules/place/propose/"),
            ("place-own", f"/rules/place/{there.place}/"),
        ],
        "policy2": [("place-proposal", f"/rules/place/{there.place}/")],
    }
