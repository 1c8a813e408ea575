"""Who may decide for which unit, and who could, by role, right, training and person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from guardian.models import UserObjectPermission
from guardian.shortcuts import get_objects_for_user

from requests_app.accounts import rights, selectors, training
from requests_app.accounts.models import Account, Unit
from requests_app.accounts.roles import Role, can_be_held_together
from requests_app.common import clock
from requests_app.workflow import administration
from tests.accounts.agency import Agency, acting
from tests.support import connected_as

DECIDING = ("deciding",)


def test_right_holds_for_its_unit_only(agency: Agency) -> None:
    other = administration.create_unit(
        actor=acting(agency.first), code="OTH", name_en="Other", name_fr="Autre"
    )
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,))
    assert rights.may_decide_for(supervisor, agency.unit)
    assert not rights.may_decide_for(supervisor, other)
    assert list(rights.units_decidable_by(supervisor)) == [agency.unit]


def test_role_without_right_decides_for_nothing(agency: Agency) -> None:
    assert not rights.units_decidable_by(agency.account(Role.SUPERVISOR)).exists()


def test_disabled_account_decides_for_nothing(agency: Agency) -> None:
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,))
    supervisor.is_active = False
    assert not rights.may_decide_for(supervisor, agency.unit)


def test_others_wrong_passwords_do_not_stop_somebody_who_is_signed_in(agency: Agency) -> None:
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,))
    now = clock.now()
    supervisor.locked_at, supervisor.locked_until = now, now + timedelta(minutes=5)
    assert rights.may_decide_for(supervisor, agency.unit)


def test_superuser_is_refused_by_name_where_guardian_says_yes(agency: Agency) -> None:
    account = agency.account()
    account.is_superuser = True  # the database would not take it; a later mistake might
    assert get_objects_for_user(account, "accounts.decide_for_unit", klass=Unit).exists()
    assert not rights.may_decide_for(account, agency.unit)
    assert not account.has_role(Role.OFFICER)


def test_permission_by_group_globally_or_by_a_generic_row_gives_no_right(
    agency: Agency,
) -> None:
    account = agency.account(Role.SUPERVISOR)
    permission = Permission.objects.get(codename="decide_for_unit")
    with connected_as("owner"):
        account.user_permissions.add(permission)
        group = Group.objects.create(name="deciders")
        group.permissions.add(permission)
        account.groups.add(group)
        UserObjectPermission.objects.create(
            user=account,
            permission=permission,
            content_type=permission.content_type,
            object_pk=str(agency.unit.pk),
        )
    assert not rights.may_decide_for(Account.objects.get(pk=account.pk), agency.unit)


def test_people_who_could_decide_need_role_right_training_and_another_person(
    agency: Agency,
) -> None:
    unit = agency.unit
    able = agency.account(Role.SUPERVISOR, decides_for=(unit,), trained=DECIDING)
    agency.account(Role.SUPERVISOR, decides_for=(unit,))
    agency.account(Role.SUPERVISOR, trained=DECIDING)
    agency.account(Role.PRIVACY_OFFICER, decides_for=(unit,), trained=DECIDING)
    disabled = agency.account(Role.SUPERVISOR, decides_for=(unit,), trained=DECIDING)
    administration.disable_account(
        actor=acting(agency.first), account_id=disabled.pk, reason="away"
    )
    could = selectors.people_who_could_decide(unit, exclude_person=None)
    assert list(could) == [able.person]
    assert not selectors.people_who_could_decide(unit, exclude_person=able.person).exists()


def test_privacy_officer_is_asked_for_by_role(agency: Agency) -> None:
    officer = agency.account(Role.PRIVACY_OFFICER, decides_for=(agency.unit,), trained=DECIDING)
    could = selectors.people_who_could_decide(
        agency.unit, exclude_person=None, role=Role.PRIVACY_OFFICER
    )
    assert list(could) == [officer.person]


@pytest.mark.parametrize(("day", "counts"), [(-1, False), (0, True), (10, True), (11, False)])
def test_certificate_counts_from_its_first_day_to_its_last(
    agency: Agency, day: int, counts: bool
) -> None:
    account = agency.account()
    first = timezone.localdate(clock.now()) - timedelta(days=20)
    agency.certify(account, "requesting", first, first + timedelta(days=10))
    on = first + timedelta(days=day)
    assert training.is_current(account.person, "requesting", on) is counts
    assert not training.is_current(account.person, "deciding", on)


def test_withdrawn_certificate_counts_no_more(agency: Agency) -> None:
    account = agency.account(trained=("examining",))
    today: date = timezone.localdate(clock.now())
    assert training.is_current(account.person, "examining", today)
    administration.withdraw_certificate(
        actor=acting(agency.second),
        certificate_id=account.person.certificates.get().pk,
        reason="forged",
    )
    assert not training.is_current(account.person, "examining", today)


@pytest.mark.parametrize(
    ("roles", "together"),
    [
        ({"officer", "supervisor", "examiner", "operator"}, True),
        ({"privacy_auditor"}, True),
        ({"privacy_auditor", "officer"}, False),
        ({"oversight", "privacy_auditor"}, False),
        ({"account_administrator", "operator"}, False),
        ({"policy_administrator", "supervisor"}, False),
        (set(), True),
    ],
)
def test_roles_that_can_be_held_together(roles: set[str], together: bool) -> None:
    assert can_be_held_together(frozenset(roles)) is together
