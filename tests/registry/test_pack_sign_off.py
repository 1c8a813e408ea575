"""A legal sign-off of a version of a pack, and its end, take two people each; the rules judge and advise accordingly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from requests_app.accounts.roles import Role
from requests_app.audit.models import Event
from requests_app.common import clock
from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    CountersignError,
    NotFound,
    NotPermitted,
    PreconditionFailed,
)
from requests_app.policy import library
from requests_app.registry.models import PackSignOff
from requests_app.registry.selectors import signed_off
from requests_app.workflow import administration, submit
from tests import builders
from tests.builders import InventedAgency
from tests.concurrency.at_once import at_once
from tests.second_account import second_account_of
from tests.sign_offs import OPINION, WHY, confirm, pack_here, propose, propose_end
from tests.support import sql
from tests.workflow.test_packs_that_advise import DIGEST, PACK, submit_with


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    with pack_here() as made:
        yield made


def reason_of(act: Callable[[], Any]) -> str:
    with pytest.raises((NotPermitted, PreconditionFailed)) as caught:
        act()
    return str(caught.value.reason)


def codes() -> list[str]:
    found = Event.objects.filter(code__startswith="pack.sign_off").order_by("id")
    return [code.partition("sign_off_")[2] for code in found.values_list("code", flat=True)]


def stopped_by(tried: submit.Submitted) -> list[str]:
    return [each.rule for each in tried.evaluation.stopping]


def test_from_advice_to_judgement_and_back_to_advice(agency: InventedAgency) -> None:
    row = builders.drafted(agency)

    def turned_back() -> submit.Submitted:
        tried = submit_with(
            agency, row
        )  # nothing is declared as read, so that advice turns it back too
        assert not tried.accepted
        return tried

    assert (stopped_by(turned_back()), turned_back().unacknowledged) == ([], ("MY-01", "MY-02"))
    sign_off = propose(agency)
    assert stopped_by(turned_back()) == []
    assert reason_of(lambda: confirm(agency, sign_off, by="policy")) == "own_proposal"
    assert stopped_by(turned_back()) == []
    confirm(agency, sign_off)
    assert stopped_by(turned_back()) == ["MY-01"]
    end = propose_end(agency)
    assert stopped_by(turned_back()) == ["MY-01"]
    assert reason_of(lambda: confirm(agency, end, by="policy")) == "own_proposal"
    confirm(agency, end)
    assert (stopped_by(turned_back()), turned_back().unacknowledged) == ([], ("MY-01", "MY-02"))
    confirm(agency, propose(agency))
    assert stopped_by(turned_back()) == ["MY-01"]
    assert codes() == ["proposed", "confirmed"] * 3


def test_it_holds_for_exactly_these_bytes_and_asking_is_one_query(
    agency: InventedAgency, folder: Path
) -> None:
    confirm(agency, propose(agency))
    with CaptureQueriesContext(connection) as asked:
        assert signed_off() == {DIGEST}
    assert len(asked) == 1
    row = builders.drafted(agency)
    assert stopped_by(submit_with(agency, row)) == ["MY-01"]
    later = PACK.replace("2026.11.0", "2026.11.1").replace("2020-01-01", "2020-01-02")
    (folder / "my-agency" / "2026.11.1.yaml").write_text(later, encoding="utf-8")
    library.installed.cache_clear()
    assert stopped_by(submit_with(agency, row)) == []


def test_the_event_holds_the_version_and_nothing_of_the_opinion(agency: InventedAgency) -> None:
    propose(agency)
    ((entry,),) = sql(
        "auditor", "SELECT entry FROM audit.event WHERE code = 'pack.sign_off_proposed'"
    )
    assert json.loads(bytes(entry))["body"]["facts"] == {
        "pack": "my-agency",
        "pack_version": "2026.11.0",
        "digest": DIGEST,
        "kind": "sign_off",
    }
    for said in (WHY, OPINION["counsel"], OPINION["reference"], OPINION["opinion_title"]):
        assert said not in bytes(entry).decode()


def test_a_second_account_of_the_proposer_is_no_second_person(agency: InventedAgency) -> None:
    again = second_account_of(agency, "policy", Role.POLICY_ADMINISTRATOR)
    proposal = propose(agency)
    act = administration.confirm_sign_off
    assert reason_of(lambda: act(actor=again, proposal_id=proposal.pk)) == "own_proposal"
    assert signed_off() == frozenset()
    administration.withdraw_sign_off(actor=again, proposal_id=proposal.pk)  # of their own
    assert codes() == ["proposed", "withdrawn"]


def test_what_is_refused_or_withdrawn_signs_nothing_off(agency: InventedAgency) -> None:
    refuse = administration.refuse_sign_off
    first = propose(agency)
    own = agency.actor("policy")
    assert reason_of(lambda: refuse(actor=own, proposal_id=first.pk, reason=WHY)) == "own_proposal"
    refuse(actor=agency.actor("policy2"), proposal_id=first.pk, reason=WHY)
    second = propose(agency)
    withdraw = administration.withdraw_sign_off
    other = agency.actor("policy2")
    assert reason_of(lambda: withdraw(actor=other, proposal_id=second.pk)) == "not_the_proposer"
    withdraw(actor=own, proposal_id=second.pk)
    assert signed_off() == frozenset()
    assert codes() == ["proposed", "refused", "proposed", "withdrawn"]


def test_a_refused_end_leaves_the_sign_off(agency: InventedAgency) -> None:
    confirm(agency, propose(agency))
    end = propose_end(agency)
    administration.refuse_sign_off(actor=agency.actor("policy2"), proposal_id=end.pk, reason=WHY)
    assert signed_off() == {DIGEST}


def test_one_proposal_of_a_version_at_a_time_and_none_of_what_holds(agency: InventedAgency) -> None:
    assert reason_of(lambda: propose_end(agency)) == "not_signed_off"
    proposal = propose(agency)
    assert reason_of(lambda: propose(agency, by="policy2")) == "already_proposed"
    confirm(agency, proposal)
    assert reason_of(lambda: propose(agency)) == "signed_off_already"
    propose_end(agency)
    assert reason_of(lambda: propose_end(agency, by="policy2")) == "already_proposed"


def test_only_a_version_that_is_here_and_needs_it(agency: InventedAgency) -> None:
    for unknown in ("", "0" * 64, DIGEST.upper()):
        with pytest.raises(NotFound):
            propose(agency, digest=unknown)
    core = next(file.digest for file in library.installed("").files if "core" in file.place)
    assert reason_of(lambda: propose(agency, digest=core)) == "pack_needs_no_sign_off"


def test_a_version_that_judged_can_be_proposed_when_its_file_has_gone(
    agency: InventedAgency, folder: Path
) -> None:
    builders.submitted(agency)
    (folder / "my-agency" / "2026.11.0.yaml").unlink()
    (folder / "my-agency").rmdir()
    library.installed.cache_clear()
    assert propose(agency).version == "2026.11.0"


def test_every_field_that_is_wrong_is_named_at_once(agency: InventedAgency) -> None:
    tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
    with pytest.raises(BadInput) as refused:
        propose(
            agency, opinion_title=" ", counsel="x" * 201, reference="a\u202eb",
            opinion_sha256="ab", given_on=tomorrow, reason="",
        )  # fmt: skip
    assert refused.value.field_errors == {
        "opinion_title": ["required"],
        "counsel": ["too_long"],
        "reference": ["unseen_characters"],
        "opinion_sha256": ["sha256"],
        "given_on": ["day_in_the_past"],
        "reason": ["required"],
    }
    today = timezone.localdate(clock.now())
    made = propose(agency, given_on=today, opinion_sha256=" " + "AB" * 32)
    assert (made.given_on, made.opinion_sha256) == (today, "ab" * 32)


def test_what_is_settled_is_settled_once(agency: InventedAgency) -> None:
    proposal = propose(agency)
    confirm(agency, proposal)
    other = agency.actor("policy2")
    with pytest.raises(AlreadyTaken):
        administration.confirm_sign_off(actor=other, proposal_id=proposal.pk)
    with pytest.raises(AlreadyTaken):
        administration.refuse_sign_off(actor=other, proposal_id=proposal.pk, reason=WHY)
    with pytest.raises(AlreadyTaken):
        administration.withdraw_sign_off(actor=agency.actor("policy"), proposal_id=proposal.pk)
    with pytest.raises(NotFound):
        administration.confirm_sign_off(actor=other, proposal_id=uuid4())


def test_nobody_confirms_for_a_proposer_who_has_left(agency: InventedAgency) -> None:
    proposal = propose(agency)
    administration.withdraw_role(
        actor=agency.actor("administrator"),
        account_id=agency.people["policy"].pk,
        role="policy_administrator",
        reason=WHY,
    )
    assert reason_of(lambda: confirm(agency, proposal)) == "proposer_is_no_policy_administrator"
    assert signed_off() == frozenset()


@pytest.mark.parametrize("who", ["officer", "administrator", "operator", "auditor"])
def test_no_other_role_has_a_say(agency: InventedAgency, who: str) -> None:
    assert reason_of(lambda: propose(agency, by=who)) == "role_not_held"
    assert reason_of(lambda: propose_end(agency, by=who)) == "role_not_held"


# At once, with real threads ----------------------------------------------------------------------


def test_two_proposals_at_once_make_one(agency: InventedAgency) -> None:
    answers = at_once(*(lambda by=by: propose(agency, by=by) for by in ("policy", "policy2")))
    refused = [each for each in answers if isinstance(each, CountersignError)]
    assert [each.reason for each in refused] == ["already_proposed"]  # type: ignore[attr-defined]
    assert PackSignOff.objects.count() == 1


def test_confirmed_and_withdrawn_at_once_is_one_of_both(agency: InventedAgency) -> None:
    proposal = propose(agency)
    first, second = agency.actor("policy"), agency.actor("policy2")
    answers = at_once(
        lambda: administration.confirm_sign_off(actor=second, proposal_id=proposal.pk),
        lambda: administration.withdraw_sign_off(actor=first, proposal_id=proposal.pk),
    )
    assert [type(each) for each in answers if each is not None] == [AlreadyTaken]
    outcome = PackSignOff.objects.get(pk=proposal.pk).outcome
    assert signed_off() == ({DIGEST} if outcome == "confirmed" else frozenset())
    assert codes() == ["proposed", outcome]
