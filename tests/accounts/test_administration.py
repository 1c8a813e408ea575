"""The acts of administrators: what takes two persons, what one may do, and what each leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from requests_app.accounts import rights
from requests_app.accounts.models import (
    Account,
    CredentialLink,
    DecideRight,
    Person,
    PowerProposal,
    RoleAssignment,
)
from requests_app.accounts.roles import Role
from requests_app.audit import recorder
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
from requests_app.workflow import administration
from tests import builders
from tests.accounts.agency import PASSWORD, Agency, acting, events, found
from tests.accounts.test_database_holds_powers import second_account_of


def propose(agency: Agency, account: Account, role: str = "supervisor") -> PowerProposal:
    return administration.propose_role(
        actor=acting(agency.first), account_id=account.pk, role=role, reason="needed here"
    )


def why(kind: type[CountersignError], act: Callable[[], Any]) -> str:
    """The reason that an act was refused with."""
    with pytest.raises(kind) as caught:
        act()
    return str(getattr(caught.value, "reason", caught.value.code))


# --- one administrator alone never gives a power -------------------------------------------------


def test_one_administrator_alone_gives_nobody_a_role_by_any_act(agency: Agency) -> None:
    account = agency.account()
    before = RoleAssignment.objects.count(), DecideRight.objects.count()
    one, proposal = agency.first, propose(agency, account)
    attempts: list[Callable[[], Any]] = [
        lambda: administration.confirm(actor=acting(one), proposal_id=proposal.pk),
        lambda: propose(agency, one),
        lambda: propose(agency, account),
        lambda: administration.propose_decide_right(
            actor=acting(one), account_id=account.pk, unit_id=agency.unit.pk, reason="needed"
        ),
        lambda: administration.create_first_administrators(
            founders=(
                administration.Founder("Z1", "Zoe", "z@agency.example", "zoe"),
                administration.Founder("Z2", "Zed", "y@agency.example", "zed"),
            ),
            system_user="one",
        ),
    ]
    for attempt in attempts:
        with pytest.raises(CountersignError):
            attempt()
    assert (RoleAssignment.objects.count(), DecideRight.objects.count()) == before
    assert Account.objects.get(pk=account.pk).roles() == frozenset()


def test_two_persons_grant_a_role_and_both_are_in_the_log(agency: Agency) -> None:
    account = agency.account()
    proposal = propose(agency, account)
    assert not Account.objects.get(pk=account.pk).has_role(Role.SUPERVISOR)
    administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk)
    assert Account.objects.get(pk=account.pk).has_role(Role.SUPERVISOR)
    proposed, granted = events("power.proposed")[-1], events("role.granted")[-1]
    assert proposed.person_id == agency.first.person_id
    assert granted.person_id == agency.second.person_id
    assert granted.object_id == str(account.pk)


def test_second_account_of_the_proposer_cannot_confirm(agency: Agency) -> None:
    twin = second_account_of(agency, agency.first)
    proposal = propose(agency, agency.account())
    reason = why(
        NotPermitted,
        lambda: administration.confirm(actor=acting(twin), proposal_id=proposal.pk),
    )
    assert reason == "own_proposal"
    assert events("action.refused")[-1].reason == "own_proposal"


def test_beneficiary_cannot_confirm_what_is_proposed_for_them(agency: Agency) -> None:
    third = agency.account(Role.ACCOUNT_ADMINISTRATOR)
    proposal = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=third.pk, reason="lost"
    )
    reason = why(
        NotPermitted,
        lambda: administration.confirm(actor=acting(third), proposal_id=proposal.pk),
    )
    assert reason == "own_account"


def test_proposal_of_somebody_who_is_no_longer_administrator_is_not_confirmed(
    agency: Agency,
) -> None:
    third = agency.account(Role.ACCOUNT_ADMINISTRATOR)
    account = agency.account()
    proposal = administration.propose_role(
        actor=acting(third), account_id=account.pk, role="officer", reason="before leaving"
    )
    administration.withdraw_role(
        actor=acting(agency.first),
        account_id=third.pk,
        role=Role.ACCOUNT_ADMINISTRATOR,
        reason="left",
    )
    reason = why(
        PreconditionFailed,
        lambda: administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk),
    )
    assert reason == "proposer_is_no_administrator"


def test_proposal_is_decided_once(agency: Agency) -> None:
    proposal = propose(agency, agency.account())
    administration.refuse(actor=acting(agency.second), proposal_id=proposal.pk, reason="no")
    with pytest.raises(AlreadyTaken):
        administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk)


def test_proposal_runs_out_and_can_be_made_again(agency: Agency) -> None:
    account = agency.account()
    with clock.hold(clock.now() - timedelta(days=15)):
        proposal = propose(agency, account)
    reason = why(
        PreconditionFailed,
        lambda: administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk),
    )
    assert reason == "proposal_expired"
    again = propose(agency, account)
    administration.confirm(actor=acting(agency.second), proposal_id=again.pk)
    assert Account.objects.get(pk=account.pk).has_role(Role.SUPERVISOR)


def test_proposer_takes_back_and_another_cannot(agency: Agency) -> None:
    proposal = propose(agency, agency.account())
    reason = why(
        NotPermitted,
        lambda: administration.take_back(actor=acting(agency.second), proposal_id=proposal.pk),
    )
    assert reason == "not_the_proposer"
    administration.take_back(actor=acting(agency.first), proposal_id=proposal.pk)
    with pytest.raises(AlreadyTaken):
        administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ACCOUNT_ADMINISTRATOR])
def test_other_roles_administer_nothing(agency: Agency, role: Role) -> None:
    account, target = agency.account(role), agency.account()
    for act in (
        lambda: administration.propose_role(
            actor=acting(account, role), account_id=target.pk, role="officer", reason="x"
        ),
        lambda: administration.propose_role(
            actor=acting(account), account_id=target.pk, role="officer", reason="x"
        ),
        lambda: administration.disable_account(
            actor=acting(account), account_id=target.pk, reason="x"
        ),
        lambda: administration.create_unit(
            actor=acting(account), code="X", name_en="X", name_fr="X"
        ),
    ):
        assert why(NotPermitted, act) == "role_not_held"


# --- roles that stand alone ----------------------------------------------------------------------


def test_auditor_takes_no_second_role_on_any_account(agency: Agency) -> None:
    auditor = agency.account(Role.PRIVACY_AUDITOR)
    twin = second_account_of(agency, auditor)
    for account in (auditor, twin):
        reason = why(PreconditionFailed, lambda account=account: propose(agency, account))
        assert reason == "role_stands_alone"


def test_proposal_that_no_longer_fits_is_refused_at_confirmation(agency: Agency) -> None:
    account = agency.account()
    auditor, officer = propose(agency, account, "privacy_auditor"), propose(agency, account)
    administration.confirm(actor=acting(agency.second), proposal_id=officer.pk)
    reason = why(
        PreconditionFailed,
        lambda: administration.confirm(actor=acting(agency.second), proposal_id=auditor.pk),
    )
    assert reason == "role_stands_alone"
    assert PowerProposal.objects.get(pk=auditor.pk).outcome is None


# --- rights to decide ----------------------------------------------------------------------------


def test_right_to_decide_ends_with_the_last_deciding_role(agency: Agency) -> None:
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,))
    assert rights.may_decide_for(supervisor, agency.unit)
    administration.withdraw_role(
        actor=acting(agency.first), account_id=supervisor.pk, role="supervisor", reason="moved"
    )
    assert not rights.may_decide_for(Account.objects.get(pk=supervisor.pk), agency.unit)
    assert events("decide_right.withdrawn")[-1].object_id == str(supervisor.pk)


def test_right_to_decide_needs_a_deciding_role(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    reason = why(
        PreconditionFailed,
        lambda: administration.propose_decide_right(
            actor=acting(agency.first),
            account_id=officer.pk,
            unit_id=agency.unit.pk,
            reason="x",
        ),
    )
    assert reason == "no_deciding_role"


# --- what one administrator does alone -----------------------------------------------------------


def test_withdrawing_takes_one_and_two_administrators_stay(agency: Agency) -> None:
    reason = why(
        PreconditionFailed,
        lambda: administration.withdraw_role(
            actor=acting(agency.first),
            account_id=agency.second.pk,
            role=Role.ACCOUNT_ADMINISTRATOR,
            reason="rogue",
        ),
    )
    assert reason == "two_administrators_must_stay"
    reason = why(
        PreconditionFailed,
        lambda: administration.disable_account(
            actor=acting(agency.first), account_id=agency.second.pk, reason="rogue"
        ),
    )
    assert reason == "two_administrators_must_stay"
    agency.account(Role.ACCOUNT_ADMINISTRATOR)
    administration.disable_account(
        actor=acting(agency.first), account_id=agency.second.pk, reason="rogue"
    )
    reason = why(
        NotPermitted,
        lambda: administration.create_unit(
            actor=acting(agency.second), code="X", name_en="X", name_fr="X"
        ),
    )
    assert reason == "account_not_in_use"


def test_nobody_acts_on_an_account_of_their_own_person(agency: Agency) -> None:
    twin = second_account_of(agency, agency.first)
    me = acting(agency.first)
    for act in (
        lambda: administration.disable_account(actor=me, account_id=twin.pk, reason="x"),
        lambda: administration.propose_credential_reset(actor=me, account_id=twin.pk, reason="x"),
        lambda: administration.reissue_first_link(actor=me, account_id=twin.pk),
        lambda: administration.record_certificate(
            actor=me,
            person_id=agency.first.person_id,
            course="deciding",
            issued_on=timezone.localdate(clock.now()),
            valid_until=timezone.localdate(clock.now()),
        ),
    ):
        assert why(NotPermitted, act) == "own_account"


def test_administrator_makes_no_second_account_for_themselves(agency: Agency) -> None:
    reason = why(
        NotPermitted,
        lambda: administration.create_account(
            actor=acting(agency.first),
            staff_number="a1",
            full_name="Ada First",
            email="ada@agency.example",
            language="en",
            username="ada2",
            unit_id=None,
        ),
    )
    assert reason == "own_account"
    assert not Account.objects.filter(username="ada2").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"staff_number": "two words"}, "staff_number"),
        ({"staff_number": "A1"}, "staff_number"),
        ({"username": "ada"}, "username"),
        ({"username": "ADA "}, "username"),
        ({"username": "a b"}, "username"),
        ({"email": "nobody"}, "email"),
        ({"full_name": " "}, "full_name"),
        ({"full_name": "x" * 201}, "full_name"),
        ({"full_name": "a\u202eb"}, "full_name"),
        ({"full_name": "a\x00b"}, "full_name"),
        ({"language": "de"}, "language"),
    ],
)
def test_new_account_names_the_field_that_is_wrong(
    agency: Agency, changed: dict[str, str], field: str
) -> None:
    given = {
        "staff_number": "N1",
        "full_name": "New Person",
        "email": "new@agency.example",
        "language": "fr",
        "username": "new",
        **changed,
    }
    with pytest.raises(BadInput) as caught:
        administration.create_account(actor=acting(agency.first), unit_id=agency.unit.pk, **given)
    assert list(caught.value.field_errors) == [field]
    assert not Person.objects.filter(staff_number="N1").exists()


def test_unknown_ids_are_not_found(agency: Agency) -> None:
    me = acting(agency.first)
    for act in (
        lambda: administration.disable_account(actor=me, account_id=uuid4(), reason="x"),
        lambda: administration.confirm(actor=me, proposal_id=uuid4()),
        lambda: administration.withdraw_certificate(actor=me, certificate_id=uuid4(), reason="x"),
        lambda: administration.rename_unit(actor=me, unit_id=uuid4(), name_en="a", name_fr="b"),
    ):
        with pytest.raises(NotFound):
            act()


# --- passwords -----------------------------------------------------------------------------------


def new_account(agency: Agency) -> administration.NewAccount:
    return administration.create_account(
        actor=acting(agency.first),
        staff_number="N1",
        full_name="New Person",
        email="new@agency.example",
        language="fr",
        username="new",
        unit_id=agency.unit.pk,
    )


def test_new_account_has_no_password_until_its_person_sets_one(agency: Agency) -> None:
    made = new_account(agency)
    assert not made.account.has_usable_password()
    assert made.account.must_set_password
    account = administration.set_password(secret=made.link.secret, password=PASSWORD)
    assert account.check_password(PASSWORD)
    assert not account.must_set_password


def test_link_works_once_and_its_secret_is_stored_nowhere(agency: Agency) -> None:
    made = new_account(agency)
    stored = CredentialLink.objects.get(account=made.account)
    assert made.link.secret.encode() not in bytes(stored.secret_digest)
    administration.set_password(secret=made.link.secret, password=PASSWORD)
    with pytest.raises(NotFound):
        administration.set_password(secret=made.link.secret, password="another sentence")
    assert Account.objects.get(pk=made.account.pk).check_password(PASSWORD)


def test_link_runs_out(agency: Agency) -> None:
    made = new_account(agency)
    with clock.hold(clock.now() + timedelta(hours=72, seconds=1)), pytest.raises(NotFound):
        administration.set_password(secret=made.link.secret, password=PASSWORD)


def test_new_link_ends_the_earlier_one(agency: Agency) -> None:
    made = new_account(agency)
    again = administration.reissue_first_link(
        actor=acting(agency.first), account_id=made.account.pk
    )
    with pytest.raises(NotFound):
        administration.set_password(secret=made.link.secret, password=PASSWORD)
    administration.set_password(secret=again.secret, password=PASSWORD)


@pytest.mark.parametrize("with_password", [True, False])
def test_one_administrator_gets_no_link_to_an_account_with_power_or_password(
    agency: Agency, with_password: bool
) -> None:
    roles = [] if with_password else [Role.OFFICER]
    account = agency.account(*roles, with_password=with_password)
    reason = why(
        PreconditionFailed,
        lambda: administration.reissue_first_link(
            actor=acting(agency.first), account_id=account.pk
        ),
    )
    assert reason == "needs_credential_reset"


def test_credential_reset_changes_nothing_until_a_second_person_confirms(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    before = officer.get_session_auth_hash()
    proposal = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=officer.pk, reason="forgotten"
    )
    officer = Account.objects.get(pk=officer.pk)
    assert officer.check_password(PASSWORD)
    assert officer.get_session_auth_hash() == before
    link = administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk)
    assert link
    assert link.mailed
    officer = Account.objects.get(pk=officer.pk)
    assert not officer.has_usable_password()
    assert officer.get_session_auth_hash() != before
    administration.set_password(secret=link.secret, password="a quite different sentence")
    assert officer.has_role(Role.OFFICER)


def test_letters_tell_the_person_in_their_language_and_hold_no_password(agency: Agency) -> None:
    mail.outbox.clear()
    made = new_account(agency)
    letter = mail.outbox[-1]
    assert letter.to == ["new@agency.example"]
    assert made.link.secret in letter.body
    administration.set_password(secret=made.link.secret, password=PASSWORD)
    agency.grant(made.account, Role.OFFICER)
    told = [each for each in builders.post() if each.to == ["new@agency.example"]]
    assert len({each.subject for each in told}) == len(told) == 2
    for each in told:
        assert "%(" not in each.body
        assert PASSWORD not in each.body
        assert made.link.secret not in each.body


# --- what is left behind -------------------------------------------------------------------------


def test_log_holds_no_personal_data_and_no_reason_in_the_clear(agency: Agency) -> None:
    made = new_account(agency)
    administration.disable_account(
        actor=acting(agency.first), account_id=made.account.pk, reason="Suspended by Ms Known"
    )
    text = b"".join(bytes(event.entry) for event in Event.objects.all()).decode()
    for private in ("New Person", "new@agency.example", 'N1"', "Ms Known", "192.0.2.7", "needed"):
        assert private not in text
    assert made.link.secret not in text


def test_nothing_is_written_when_it_cannot_be_recorded(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = agency.account()
    proposal = propose(agency, account)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the recorder is broken")

    monkeypatch.setattr(recorder, "record", broken)
    for act in (
        lambda: administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk),
        lambda: administration.disable_account(
            actor=acting(agency.first), account_id=account.pk, reason="x"
        ),
        lambda: new_account(agency),
        lambda: agency.certify(
            account, "deciding", timezone.localdate(clock.now()), timezone.localdate(clock.now())
        ),
    ):
        with pytest.raises(RuntimeError):
            act()
    monkeypatch.undo()
    account = Account.objects.get(pk=account.pk)
    assert account.roles() == frozenset()
    assert account.is_active
    assert PowerProposal.objects.get(pk=proposal.pk).outcome is None
    assert not Account.objects.filter(username="new").exists()
    assert not account.person.certificates.exists()


def test_founding_happens_once(agency: Agency) -> None:
    with pytest.raises(PreconditionFailed):
        found()


def test_founders_must_be_two_persons(database: str) -> None:
    with pytest.raises(BadInput):
        administration.create_first_administrators(
            founders=(
                administration.Founder("A1", "Ada", "a@agency.example", "ada"),
                administration.Founder("a1 ", "Ada Again", "b@agency.example", "ada2"),
            ),
            system_user="tests",
        )
    assert not Person.objects.exists()


# --- certificates and units ----------------------------------------------------------------------


def test_certificate_is_confirmed_by_another_person(agency: Agency) -> None:
    account = agency.account()
    today = timezone.localdate(clock.now())
    certificate = agency.record(account, "deciding", today, today)
    reason = why(
        NotPermitted,
        lambda: administration.confirm_certificate(
            actor=acting(agency.first), certificate_id=certificate.pk
        ),
    )
    assert reason == "own_record"
    administration.confirm_certificate(actor=acting(agency.second), certificate_id=certificate.pk)
    certificate.refresh_from_db()
    assert certificate.confirmed_by_person_id == agency.second.person_id


@pytest.mark.parametrize(
    ("issued", "until", "field"),
    [(1, 5, "issued_on"), (-5, -6, "valid_until"), (-5, 4000, "valid_until")],
)
def test_certificate_with_impossible_dates_is_refused(
    agency: Agency, issued: int, until: int, field: str
) -> None:
    account = agency.account()
    today = timezone.localdate(clock.now())
    with pytest.raises(BadInput) as caught:
        agency.certify(
            account, "deciding", today + timedelta(days=issued), today + timedelta(days=until)
        )
    assert list(caught.value.field_errors) == [field]


def test_unit_in_use_is_not_closed(agency: Agency) -> None:
    agency.account()
    reason = why(
        PreconditionFailed,
        lambda: administration.deactivate_unit(actor=acting(agency.first), unit_id=agency.unit.pk),
    )
    assert reason == "unit_has_accounts"


def test_closed_unit_can_be_decided_for_by_nobody(agency: Agency) -> None:
    empty = administration.create_unit(
        actor=acting(agency.first), code="OLD", name_en="Old", name_fr="Ancienne"
    )
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(empty,))
    assert rights.may_decide_for(supervisor, empty)
    administration.deactivate_unit(actor=acting(agency.first), unit_id=empty.pk)
    assert not rights.may_decide_for(supervisor, empty)
    administration.activate_unit(actor=acting(agency.second), unit_id=empty.pk)
    assert rights.may_decide_for(supervisor, empty)
