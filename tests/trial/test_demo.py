"""The demonstration shows every state that a request can be in, each made by the use cases as it would come about."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from requests_app.audit.models import Event
from requests_app.dispatch.models import Dispatch
from requests_app.searches import lacking_examiners
from requests_app.searches.models import (
    Conclusion,
    DisclosurePack,
    Examination,
    Incident,
    LeadDecision,
    LeadRecall,
    SearchRequest,
)
from requests_app.searches.states import Status
from requests_app.trial.demo.seeding import Seeding
from tests import matchers
from tests.builders import InventedAgency
from tests.support import credentials

NEVER = {Status.STOPPED, Status.FORWARDING}
"""A use that was halted is not built yet; a search is with its matcher for seconds."""


def test_the_requests_of_the_demonstration(
    agency: InventedAgency, trial_secrets: Any, tmp_path: Path, settings: Any
) -> None:
    with matchers.running(trial_secrets.grant_public_keys, tmp_path) as answering:
        settings.COUNTERSIGN_MATCHER_URL = answering.url
        settings.COUNTERSIGN_DATABASE_PASSWORDS = dict(
            credentials(login) for login in ("owner", "worker", "dispatcher")
        )
        seeding = Seeding()
        seeding.registry()
        seeding.requests()
    statuses = Counter(SearchRequest.objects.values_list("status", flat=True))
    assert {*statuses} >= {*Status} - NEVER
    assert Dispatch.objects.filter(state="held").exists()
    _examined_in_every_way()


def _examined_in_every_way() -> None:
    assert {*LeadDecision.objects.values_list("outcome", flat=True)} == {"release", "withhold"}
    assert LeadRecall.objects.count() == 1
    assert Examination.objects.filter(seat=3).count() == 1
    taken = Examination.objects.filter(ended_at=None).count()
    assert 0 < Conclusion.objects.filter(number=1).count() <= taken
    assert Incident.objects.filter(closed_at=None).exists()
    assert {*DisclosurePack.objects.values_list("language", flat=True)} == {"en", "fr"}
    assert {"exam.agreed", "exam.disagreed", "lead.none_found"} <= {
        *Event.objects.filter(code__in=("exam.agreed", "exam.disagreed", "lead.none_found"))
        .values_list("code", flat=True)
        .distinct()
    }
    # A unit with one examiner only, as there are.
    assert {*lacking_examiners.without_enough_examiners().values_list("unit__code", flat=True)} == {
        "fraud"
    }
