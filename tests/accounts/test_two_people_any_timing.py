"""What takes two people takes two whatever the timing: alone, at once, and in both orders.

Siblings tried here, each with real threads and a database connection of its own where it says "at
once":

- a certificate: recorded alone, by its own recorder, by a second account of the recorder, confirmed
  twice at once, confirmed and withdrawn at once, confirmed by somebody who is disabled at once;
- the end of an administrator: disabling, withdrawing the role, and a credential reset; each beside
  each of the others, at two who act on each other, in both orders, with three administrators and
  with four; an administrator without a password, and two accounts of one person, in the count;
- a role, a right to decide and a credential reset: confirmed at once with the end of the confirmer
  or of the proposer, confirmed twice at once, confirmed and refused at once;
- the first two administrators: founded twice at once;
- roles that stand alone: confirmed at once for two accounts of one person; one proposal made twice;
- the commissioner's own account: by each act, by a proposal made before the role, at once with the
  grant of its role, and by the owner's command.

Sign-in failures lock an administrator for minutes and end nobody's role; they are not counted.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from requests_app.accounts import selectors, training
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Certificate, PowerProposal, RoleAssignment
from requests_app.accounts.roles import Role
from requests_app.audit.models import Opening
from requests_app.common import clock
from requests_app.common.errors import (
    AlreadyTaken,
    CountersignError,
    NotPermitted,
    PreconditionFailed,
)
from requests_app.ops import logins
from requests_app.workflow import administration
from requests_app.workflow.reading.own_account import read_own_account
from tests import builders
from tests.accounts.agency import Agency, acting, events, signed_in
from tests.concurrency.at_once import at_once
from tests.support import PASSWORDS, connected_as, place, sql

ADMINISTRATOR = Role.ACCOUNT_ADMINISTRATOR
SITE = "https://countersign.agency.example"
COMMAND = "manage.py oversight_account"

End = Callable[[Account, Account], Any]


def reason_of(act: Callable[[], Any]) -> str:
    with pytest.raises((NotPermitted, PreconditionFailed)) as caught:
        act()
    return str(caught.value.reason)


def able() -> set[str]:
    """The user names of those who can administer accounts now."""
    held = RoleAssignment.objects.filter(role=ADMINISTRATOR, withdrawn_at__isnull=True)
    return set(
        held.filter(account__is_active=True, account__must_set_password=False).values_list(
            "account__username", flat=True
        )
    )


def refused(answers: list[Any]) -> list[str]:
    return [
        str(getattr(one, "reason", one)) for one in answers if isinstance(one, CountersignError)
    ]


# --- certificates --------------------------------------------------------------------------------


@pytest.fixture
def recorded(agency: Agency) -> Certificate:
    """A certificate of a supervisor that one administrator recorded and nobody confirmed."""
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,))
    today = timezone.localdate(clock.now())
    return agency.record(supervisor, "deciding", today, today + timedelta(days=30))


def counts(certificate: Certificate) -> bool:
    """Whether it counts, asked in every place that asks; they must agree."""
    today = timezone.localdate(clock.real_now())
    person = certificate.person
    account = person.accounts.get()
    answers = {
        training.is_current(person, certificate.course, today),
        training.last_valid_day(person, certificate.course) == certificate.valid_until,
        training.current_certificates(person, today).exists(),
        selectors.people_who_could_decide(account.unit, exclude_person=None).exists(),
        bool(read_own_account(account).trained_until),
    }
    assert len(answers) == 1, answers
    return answers.pop()


def test_one_administrator_alone_makes_no_certificate_count(
    agency: Agency, recorded: Certificate
) -> None:
    assert not counts(recorded)
    act = administration.confirm_certificate
    first = acting(agency.first)
    assert reason_of(lambda: act(actor=first, certificate_id=recorded.pk)) == "own_record"
    assert not counts(recorded)
    act(actor=acting(agency.second), certificate_id=recorded.pk)
    assert counts(recorded)


def test_a_second_account_of_the_recorder_confirms_nothing(
    agency: Agency, recorded: Certificate
) -> None:
    third = agency.account(ADMINISTRATOR)
    twin = administration.create_account(
        actor=acting(third),
        staff_number=agency.first.person.staff_number,
        full_name=agency.first.person.full_name,
        email=agency.first.person.email,
        language="en",
        username="ada.again",
        unit_id=None,
    ).account
    proposal = administration.propose_role(
        actor=acting(third), account_id=twin.pk, role=ADMINISTRATOR, reason="x"
    )
    administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk)
    again = acting(twin)
    assert (
        reason_of(
            lambda: administration.confirm_certificate(actor=again, certificate_id=recorded.pk)
        )
        == "own_record"
    )
    assert not counts(recorded)


def test_two_confirmations_at_once_make_one(agency: Agency, recorded: Certificate) -> None:
    actors = acting(agency.second), acting(agency.account(ADMINISTRATOR))
    answers = at_once(
        *(
            lambda actor=actor: administration.confirm_certificate(
                actor=actor, certificate_id=recorded.pk
            )
            for actor in actors
        )
    )
    assert [type(one) for one in answers if one is not None] == [AlreadyTaken]
    assert counts(recorded)


def test_a_certificate_confirmed_and_withdrawn_at_once_does_not_count(
    agency: Agency, recorded: Certificate
) -> None:
    first, second = acting(agency.first), acting(agency.second)
    at_once(
        lambda: administration.confirm_certificate(actor=second, certificate_id=recorded.pk),
        lambda: administration.withdraw_certificate(
            actor=first, certificate_id=recorded.pk, reason="forged"
        ),
    )
    assert Certificate.objects.get(pk=recorded.pk).withdrawn_at
    assert not counts(recorded)


def test_pages_say_what_an_unconfirmed_certificate_is_and_what_to_do(
    agency: Agency, recorded: Certificate
) -> None:
    account = recorded.person.accounts.get()
    own = signed_in(account).get(reverse("account_own")).content.decode()
    assert "recorded but not yet confirmed" in own
    assert "current until" not in own
    client = signed_in(agency.second)
    page = client.get(f"/people/{account.pk}/").content.decode()
    assert "Does not count: not confirmed" in page
    assert "has confirmed it" in page
    waiting = client.get("/people/proposals/").content.decode()
    assert account.person.full_name in waiting
    client.post(f"/people/{account.pk}/certificates/{recorded.pk}/confirm/")
    assert "current until" in signed_in(account).get(reverse("account_own")).content.decode()
    assert account.person.full_name not in client.get("/people/proposals/").content.decode()


def as_owner() -> Any:
    """The settings of the owner's commands."""
    word = PASSWORDS[logins.OWNER]
    return override_settings(
        COUNTERSIGN_ADMIN_DATABASE_URL=(
            f"postgresql://{logins.OWNER}:{word}@127.0.0.1:{place.port}/{place.database}"
        ),
        COUNTERSIGN_DATABASE_NAME=place.database,
        COUNTERSIGN_DATABASE_PASSWORDS=PASSWORDS,
        COUNTERSIGN_PUBLIC_ORIGIN=SITE,
    )


def command(*words: str) -> str:
    out = io.StringIO()
    with as_owner():
        call_command(*words, stdout=out)
    return out.getvalue()


def test_an_upgrade_lists_who_would_lose_the_right_to_act(
    agency: Agency, recorded: Certificate
) -> None:
    username = recorded.person.accounts.get().username
    today = timezone.localdate(clock.now())
    # Not held back: another certificate that counts, no such role, an account that is disabled.
    covered = agency.account(Role.OFFICER, trained=("requesting",))
    agency.record(covered, "requesting", today, today + timedelta(days=400))
    agency.record(agency.account(), "requesting", today, today)
    disabled = agency.account(Role.OFFICER)
    agency.record(disabled, "requesting", today, today)
    administration.disable_account(
        actor=acting(agency.first), account_id=disabled.pk, reason="away"
    )
    out = io.StringIO()
    with as_owner(), pytest.raises(SystemExit) as ended:
        call_command("unconfirmed_certificates", stdout=out)
    assert ended.value.code == 1
    named = [line.split()[0] for line in out.getvalue().splitlines() if line.startswith("  ")]
    assert named == [username]
    administration.confirm_certificate(actor=acting(agency.second), certificate_id=recorded.pk)
    assert "Nobody is held back" in command("unconfirmed_certificates")


# --- the end of an administrator -----------------------------------------------------------------


def disable(by: Account, target: Account) -> Any:
    return administration.disable_account(
        actor=acting(by), account_id=target.pk, reason="all at once"
    )


def withdraw(by: Account, target: Account) -> Any:
    return administration.withdraw_role(
        actor=acting(by), account_id=target.pk, role=ADMINISTRATOR, reason="all at once"
    )


ENDS = {"disable": disable, "withdraw": withdraw}
PAIRS = [(one, other) for one in ENDS for other in ENDS]


@pytest.mark.parametrize("name", ENDS)
def test_with_two_administrators_neither_ends_the_other(agency: Agency, name: str) -> None:
    for by, target in ((agency.first, agency.second), (agency.second, agency.first)):
        end = ENDS[name]
        reason = reason_of(lambda end=end, by=by, target=target: end(by, target))
        assert reason == "two_administrators_must_stay"
    assert able() == {"ada", "ben"}


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("attempt", range(3))
def test_two_who_end_each_other_at_once_end_one(
    agency: Agency, one: str, other: str, attempt: int
) -> None:
    agency.account(ADMINISTRATOR)
    answers = at_once(
        lambda: ENDS[one](agency.first, agency.second),
        lambda: ENDS[other](agency.second, agency.first),
    )
    assert len(able()) == 2, answers
    assert answers.count(None) == 1, answers
    assert set(refused(answers)) <= {
        "two_administrators_must_stay",
        "account_not_in_use",
        "role_not_held",
    }


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("attempt", range(3))
def test_where_the_count_would_allow_both_the_one_who_was_ended_first_ends_nobody(
    agency: Agency, one: str, other: str, attempt: int
) -> None:
    for _ in range(2):
        agency.account(ADMINISTRATOR)
    answers = at_once(
        lambda: ENDS[one](agency.first, agency.second),
        lambda: ENDS[other](agency.second, agency.first),
    )
    assert len(able()) == 3, answers
    assert refused(answers) in (["account_not_in_use"], ["role_not_held"])


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_in_a_ring_of_three_one_end_wins(agency: Agency, one: str, other: str) -> None:
    third = agency.account(ADMINISTRATOR)
    answers = at_once(
        lambda: ENDS[one](agency.first, agency.second),
        lambda: ENDS[other](agency.second, third),
        lambda: ENDS[one](third, agency.first),
    )
    assert len(able()) == 2, answers
    assert answers.count(None) == 1


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_one_after_the_other_in_both_orders_leaves_two(
    agency: Agency, one: str, other: str
) -> None:
    third = agency.account(ADMINISTRATOR)
    ENDS[one](agency.first, agency.second)
    for by, target in ((agency.first, third), (third, agency.first)):
        end = ENDS[other]
        reason = reason_of(lambda end=end, by=by, target=target: end(by, target))
        assert reason == "two_administrators_must_stay"
    assert able() == {"ada", third.username}


def test_who_cannot_sign_in_is_not_counted(agency: Agency) -> None:
    agency.account(ADMINISTRATOR, with_password=False)
    for end in ENDS.values():
        reason = reason_of(lambda end=end: end(agency.first, agency.second))
        assert reason == "two_administrators_must_stay"
    # Without a password nobody counts, so ending such an account takes nothing from the two.
    assert able() == {"ada", "ben"}


def test_two_accounts_of_one_person_count_once(agency: Agency) -> None:
    third = agency.account(ADMINISTRATOR, staff_number="T77")
    twin = agency.account(ADMINISTRATOR, staff_number="T77")
    assert third.person_id == twin.person_id
    withdraw(agency.first, agency.second)
    reason = reason_of(lambda: disable(third, agency.first))
    assert reason == "two_administrators_must_stay"
    disable(agency.first, twin)
    assert able() == {"ada", third.username}


def test_a_reset_counts_like_an_end(agency: Agency) -> None:
    third = agency.account(ADMINISTRATOR)
    reset = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=third.pk, reason="lost"
    )
    fourth = agency.account(ADMINISTRATOR)
    # Both who must act stay, so the reset itself goes through; then neither can be ended.
    withdraw(agency.first, fourth)
    administration.confirm(actor=acting(agency.second), proposal_id=reset.pk)
    assert able() == {"ada", "ben"}
    assert reason_of(lambda: disable(agency.first, agency.second)) == "two_administrators_must_stay"


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("attempt", range(4))
def test_a_reset_at_once_with_an_end_leaves_two(agency: Agency, name: str, attempt: int) -> None:
    third = agency.account(ADMINISTRATOR)
    reset = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=third.pk, reason="lost"
    )
    confirming = acting(agency.second)
    answers = at_once(
        lambda: administration.confirm(actor=confirming, proposal_id=reset.pk),
        lambda: ENDS[name](third, agency.first),
    )
    assert len(able()) == 2, answers
    assert len(refused(answers)) == 1, answers


# --- powers confirmed while somebody is ended ----------------------------------------------------


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("who", ["proposer", "confirmer"])
@pytest.mark.parametrize("attempt", range(3))
def test_no_power_is_confirmed_after_one_of_the_two_was_ended(
    agency: Agency, name: str, who: str, attempt: int
) -> None:
    third, account = agency.account(ADMINISTRATOR), agency.account()
    proposal = administration.propose_role(
        actor=acting(agency.first), account_id=account.pk, role="officer", reason="x"
    )
    target = agency.first if who == "proposer" else agency.second
    confirming = acting(agency.second)
    answers = at_once(
        lambda: administration.confirm(actor=confirming, proposal_id=proposal.pk),
        lambda: ENDS[name](third, target),
    )
    assert answers[1] is None
    ended = events("account.disabled" if name == "disable" else "role.withdrawn")[-1]
    granted = [one for one in events("role.granted") if one.object_id == str(account.pk)]
    assert len(granted) == (0 if refused(answers) else 1)
    # The log tells the same story: a power that was granted was granted before the end.
    assert all(one.id < ended.id for one in granted)


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("who", ["proposer", "confirmer"])
def test_no_power_is_confirmed_once_one_of_the_two_is_gone(
    agency: Agency, name: str, who: str
) -> None:
    third, account = agency.account(ADMINISTRATOR), agency.account(Role.SUPERVISOR)
    made = {"actor": acting(agency.first), "account_id": account.pk, "reason": "x"}
    proposals = [
        administration.propose_role(role="officer", **made),
        administration.propose_decide_right(unit_id=agency.unit.pk, **made),
        administration.propose_credential_reset(**made),
    ]
    confirming = acting(agency.second)
    ENDS[name](third, agency.first if who == "proposer" else agency.second)
    for proposal in proposals:
        assert reason_of(
            lambda proposal=proposal: administration.confirm(
                actor=confirming, proposal_id=proposal.pk
            )
        ) in {"proposer_is_no_administrator", "account_not_in_use", "role_not_held"}
    held = Account.objects.get(pk=account.pk)
    assert held.roles() == {"supervisor"}
    assert not held.decide_rights.exists()
    assert held.has_usable_password()


def test_confirmed_and_refused_at_once_is_one_of_them(agency: Agency) -> None:
    third, account = agency.account(ADMINISTRATOR), agency.account(Role.SUPERVISOR)
    proposal = administration.propose_decide_right(
        actor=acting(agency.first), account_id=account.pk, unit_id=agency.unit.pk, reason="x"
    )
    second, other = acting(agency.second), acting(third)
    answers = at_once(
        lambda: administration.confirm(actor=second, proposal_id=proposal.pk),
        lambda: administration.refuse(actor=other, proposal_id=proposal.pk, reason="no"),
    )
    assert [type(one) for one in answers if one is not None] == [AlreadyTaken]
    outcome = PowerProposal.objects.get(pk=proposal.pk).outcome
    assert account.decide_rights.exists() is (outcome == "confirmed")


@pytest.mark.parametrize("attempt", range(3))
def test_two_roles_that_stand_alone_confirmed_at_once_are_one(agency: Agency, attempt: int) -> None:
    third = agency.account(ADMINISTRATOR)
    one, twin = (agency.account(staff_number="T77") for _ in range(2))
    proposals = [
        administration.propose_role(
            actor=acting(agency.first), account_id=account.pk, role=role, reason="x"
        )
        for account, role in ((one, Role.PRIVACY_AUDITOR), (twin, Role.OFFICER))
    ]
    actors = acting(agency.second), acting(third)
    answers = at_once(
        *(
            lambda actor=actor, proposal=proposal: administration.confirm(
                actor=actor, proposal_id=proposal.pk
            )
            for actor, proposal in zip(actors, proposals, strict=True)
        )
    )
    assert refused(answers) == ["role_stands_alone"]
    assert RoleAssignment.objects.filter(person=one.person).count() == 1


def test_one_proposal_made_twice_at_once_is_one(agency: Agency) -> None:
    account = agency.account()
    actors = acting(agency.first), acting(agency.second)
    answers = at_once(
        *(
            lambda actor=actor: administration.propose_role(
                actor=actor, account_id=account.pk, role="officer", reason="x"
            )
            for actor in actors
        )
    )
    assert refused(answers) == ["already_proposed"]
    assert PowerProposal.objects.filter(beneficiary=account).count() == 1


def test_founded_twice_at_once_is_founded_once(database: str) -> None:
    def founding(letter: str) -> Callable[[], Any]:
        first, second = (
            administration.Founder(
                f"{letter}{number}",
                f"Person {letter}",
                f"{letter}{number}@a.example",
                f"{letter}{number}".lower(),
            )
            for number in (1, 2)
        )
        return lambda: administration.create_first_administrators(
            founders=(first, second), system_user="tests"
        )

    answers = at_once(founding("A"), founding("B"))
    assert refused(answers) == ["administrators_exist"]
    assert Account.objects.count() == 2


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("attempt", range(3))
def test_no_certificate_is_confirmed_after_its_confirmer_was_ended(
    agency: Agency, recorded: Certificate, name: str, attempt: int
) -> None:
    third, confirming = agency.account(ADMINISTRATOR), acting(agency.second)
    at_once(
        lambda: administration.confirm_certificate(actor=confirming, certificate_id=recorded.pk),
        lambda: ENDS[name](third, agency.second),
    )
    ended = events("account.disabled" if name == "disable" else "role.withdrawn")[-1]
    assert all(one.id < ended.id for one in events("certificate.confirmed"))
    assert counts(recorded) is bool(events("certificate.confirmed"))


# --- the commissioner's own account --------------------------------------------------------------


@pytest.fixture
def overseer(agency: Agency) -> Account:
    return agency.account(Role.OVERSIGHT)


def still_oversees(account: Account) -> bool:
    held = Account.objects.get(pk=account.pk)
    return held.has_role(Role.OVERSIGHT) and held.has_usable_password()


def test_no_act_of_an_administrator_ends_the_overseer(agency: Agency, overseer: Account) -> None:
    me: dict[str, Any] = {"actor": acting(agency.first), "account_id": overseer.pk, "reason": "x"}
    for act in (
        lambda: administration.disable_account(**me),
        lambda: administration.withdraw_role(role=Role.OVERSIGHT, **me),
        lambda: administration.propose_credential_reset(**me),
    ):
        assert reason_of(act) == "oversight_ends_by_command"
    assert still_oversees(overseer)
    assert [one.reason for one in events("action.refused")] == ["oversight_ends_by_command"] * 3


def test_no_page_offers_it_and_no_post_does_it(agency: Agency, overseer: Account) -> None:
    client = signed_in(agency.first)
    base = f"/people/{overseer.pk}/"
    page = client.get(base).content.decode()
    assert COMMAND in page
    for path in ("disable/", "roles/oversight/withdraw/", "reset/"):
        assert base + path not in page
        assert COMMAND in client.post(base + path, {"reason": "x"}).content.decode()
    client.cookies["countersign_language"] = "fr"
    assert COMMAND in client.get(base).content.decode()
    assert still_oversees(overseer)


def test_a_reset_proposed_before_the_role_does_not_take_the_overseers_password(
    agency: Agency,
) -> None:
    account = agency.account()
    reset = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=account.pk, reason="x"
    )
    agency.grant(account, Role.OVERSIGHT)
    second = acting(agency.second)
    reason = reason_of(lambda: administration.confirm(actor=second, proposal_id=reset.pk))
    assert reason == "oversight_ends_by_command"
    assert still_oversees(account)


def test_an_overseer_who_never_had_a_password_gets_a_new_link_from_two(agency: Agency) -> None:
    account = agency.account(Role.OVERSIGHT, with_password=False)
    reset = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=account.pk, reason="the link ran out"
    )
    assert administration.confirm(actor=acting(agency.second), proposal_id=reset.pk)


@pytest.mark.parametrize("attempt", range(4))
def test_granting_oversight_and_disabling_at_once_end_in_one_of_them(
    agency: Agency, attempt: int
) -> None:
    third, account = agency.account(ADMINISTRATOR), agency.account()
    proposal = administration.propose_role(
        actor=acting(agency.first), account_id=account.pk, role=Role.OVERSIGHT, reason="x"
    )
    second = acting(agency.second)
    answers = at_once(
        lambda: administration.confirm(actor=second, proposal_id=proposal.pk),
        lambda: disable(third, account),
    )
    assert refused(answers) in (["account_disabled"], ["oversight_ends_by_command"])
    held = Account.objects.get(pk=account.pk)
    assert held.is_active is (Role.OVERSIGHT in held.roles())


def ordered(act: str, account: Account, **changes: str) -> str:
    words = {"--asked-by": "ada", "--reason": "The commissioner left office", **changes}
    given = [word for pair in words.items() for word in pair]
    return command("oversight_account", act, account.username, *given)


@pytest.mark.parametrize("away", [False, True])
def test_the_owners_command_says_whether_the_mail_with_the_link_left(
    agency: Agency, overseer: Account, away: bool
) -> None:
    with builders.mail_server_away() if away else nullcontext():
        said = ordered("reset-credentials", overseer)
    assert f"{SITE}/account/password/link/" in said
    assert ("did not leave" in said) is away
    assert ("The mail server also took" in said) is not away


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("disable", "account.disabled"),
        ("withdraw-role", "role.withdrawn"),
        ("reset-credentials", "credential.reset"),
    ],
)
def test_the_owners_command_ends_it_and_is_recorded(
    agency: Agency, overseer: Account, act: str, code: str
) -> None:
    said = ordered(act, overseer)
    assert not still_oversees(overseer)
    assert (f"{SITE}/account/password/link/" in said) is (act == "reset-credentials")
    [event] = events(code)
    assert event.object_id == str(overseer.pk)
    with connected_as("superuser"):
        opened = dict(Opening.objects.filter(event_id=event.pk).values_list("field", "value"))
    assert opened["system_user"]
    assert opened["reason"] == "The commissioner left office"
    assert str(agency.first.pk).encode() in bytes(event.entry)


def test_the_owners_command_takes_the_second_factor_away_with_its_events(
    agency: Agency, overseer: Account
) -> None:
    administration.add_app(actor=Actor(account=overseer, role="account"), secret="JBSWY3DPEHPK3PXP")
    ordered("reset-credentials", overseer)
    assert sql("owner", "SELECT count(*) FROM mfa_authenticator") == [(0,)]
    removed = events("second_factor.removed")
    assert [event.object_id for event in removed] == [str(overseer.pk)] * 2
    assert {event.login for event in removed} == {"countersign_owner"}


@pytest.mark.parametrize("act", ["disable", "withdraw-role", "reset-credentials"])
def test_the_command_is_for_an_overseer_asked_for_by_an_administrator(
    agency: Agency, overseer: Account, act: str
) -> None:
    officer = agency.account(Role.OFFICER)
    for account, changes in (
        (officer, {}),
        (agency.second, {}),
        (overseer, {"--asked-by": officer.username}),
        (overseer, {"--asked-by": overseer.username}),
        (overseer, {"--asked-by": "nobody"}),
        (overseer, {"--reason": " "}),
    ):
        with pytest.raises(CommandError, match="Nothing was changed"):
            ordered(act, account, **changes)
    assert still_oversees(overseer)
    assert able() == {"ada", "ben"}
