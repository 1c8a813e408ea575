"""The administrators' pages: who opens them, what they do, what one administrator cannot do alone."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from requests_app.accounts.models import (
    Account,
    Certificate,
    DecideRight,
    PowerProposal,
    RoleAssignment,
    Unit,
)
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.web.administrator.urls import urlpatterns
from requests_app.workflow import administration
from tests import builders
from tests.accounts.agency import PASSWORD, Agency, acting, events, signed_in
from tests.support import sql

HOME = "/people/"


def pages(agency: Agency, account: Account) -> dict[str, str]:
    """Every address of the area, with ids that exist."""
    proposal = administration.propose_credential_reset(
        actor=acting(agency.second), account_id=account.pk, reason="a page to look at"
    )
    today = timezone.localdate(clock.now())
    agency.certify(account, "deciding", today, today)
    certificate = account.person.certificates.get()
    ids = {
        "account_id": account.pk,
        "unit_id": agency.unit.pk,
        "proposal_id": proposal.pk,
        "certificate_id": certificate.pk,
        "role": "supervisor",
    }
    found = {}
    for pattern in urlpatterns:
        path = re.sub(r"<\w+:(\w+)>", lambda match: str(ids[match[1]]), str(pattern.pattern))
        found[pattern.name] = HOME + path
    return found


@pytest.fixture
def supervisor(agency: Agency) -> Account:
    return agency.account(Role.SUPERVISOR, decides_for=(agency.unit,))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_administrator_opens_every_page_in_both_languages(
    agency: Agency, supervisor: Account, language: str
) -> None:
    client = signed_in(agency.first)
    client.cookies["countersign_language"] = language
    for name, path in pages(agency, supervisor).items():
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, name
        assert f'<html lang="{language}"' in page, name
        assert page.count("<h1") == 1, name
        assert "Traceback" not in page


@pytest.mark.parametrize(
    "role", [None, *(role for role in Role if role != Role.ACCOUNT_ADMINISTRATOR)]
)
def test_nobody_else_opens_any_of_them_and_each_try_is_recorded(
    agency: Agency, supervisor: Account, role: Role | None
) -> None:
    paths = pages(agency, supervisor)
    outsider = agency.account(*([role] if role else []))
    client = Client()
    client.force_login(outsider)
    for name, path in paths.items():
        before = len(events("action.refused"))
        assert client.get(path).status_code == 403, name
        assert len(events("action.refused")) == before + 1, name
        assert client.post(path, {"reason": "x"}).status_code in {403, 405}, name
    assert events("action.refused")[-1].reason == "role_not_held"


def test_without_a_sign_in_every_page_leads_to_it(agency: Agency, supervisor: Account) -> None:
    for name, path in pages(agency, supervisor).items():
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/account/sign-in/"), name


def test_unknown_ids_are_not_found(agency: Agency) -> None:
    client = signed_in(agency.first)
    for path in (
        f"{uuid4()}/",
        f"{uuid4()}/disable/",
        f"proposals/{uuid4()}/",
        f"units/{uuid4()}/rename/",
        f"{agency.second.pk}/roles/emperor/withdraw/",
        f"{agency.second.pk}/certificates/{uuid4()}/withdraw/",
        "not-an-id/",
    ):
        assert client.get(HOME + path).status_code == 404, path
        assert client.post(HOME + path, {"reason": "x"}).status_code in {404, 405}, path


# --- making an account ---------------------------------------------------------------------------

NEW = {
    "staff_number": "N1",
    "full_name": "New Person",
    "email": "new@agency.example",
    "language": "fr",
    "username": "new.person",
    "unit": "",
}


def test_new_account_comes_with_a_link_that_is_shown_once(agency: Agency) -> None:
    client = signed_in(agency.first)
    mail.outbox.clear()
    answer = client.post(HOME + "new/", {**NEW, "unit": str(agency.unit.pk)})
    page = answer.content.decode()
    made = Account.objects.get(username="new.person")
    assert made.roles() == frozenset()
    secret = re.search(r"/account/password/link/([\w-]+)/", page)
    assert secret
    assert secret[1] in mail.outbox[-1].body
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret[1] not in client.get(f"{HOME}{made.pk}/").content.decode()
    assert "The same link was sent to the person" in page
    assert "did not leave" not in page
    administration.set_password(secret=secret[1], password=PASSWORD)


@pytest.mark.parametrize(
    ("language", "says", "sent"),
    [
        ("en", "The mail with this link did not leave", "The same link was sent"),
        ("fr", "Le courriel contenant ce lien n’est pas parti", "Le même lien a été envoyé"),
    ],
)
def test_a_link_whose_mail_did_not_leave_is_to_be_handed_over(
    agency: Agency, language: str, says: str, sent: str
) -> None:
    sql("owner", "UPDATE accounts_person SET language = %s", [language])
    client = signed_in(agency.first)
    with builders.mail_server_away():
        answer = client.post(HOME + "new/", NEW)
    page = html.unescape(answer.content.decode())
    assert says in page
    assert sent not in page
    secret = re.search(r"/account/password/link/([\w-]+)/", page)
    assert secret
    administration.set_password(secret=secret[1], password=PASSWORD)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"staff_number": ""}, "Enter the staff number"),
        ({"staff_number": "A1"}, "belongs to another person"),
        ({"username": "ADA"}, "Another account has this user name"),
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"full_name": "x" * 100_000}, "Shorten this by 99800 characters: at most 200"),
        ({"full_name": "a\u202eb"}, "1 hidden character was taken out"),
        ({"unit": str(uuid4())}, "Choose one of the answers shown"),
        ({"language": "de"}, "Choose one of the answers shown"),
    ],
)
def test_wrong_field_is_named_beside_it_and_nothing_is_lost(
    agency: Agency, wrong: dict[str, str], says: str
) -> None:
    client = signed_in(agency.first)
    page = client.post(HOME + "new/", {**NEW, **wrong}).content.decode()
    assert "There is a problem" in page
    assert page.count(says) >= 2  # in the summary and beside the field
    if "email" not in wrong:
        assert NEW["email"] in page
    assert Account.objects.count() == 2


def test_script_in_a_name_is_only_text(agency: Agency) -> None:
    client = signed_in(agency.first)
    name = "<script>alert(1)</script>"
    client.post(HOME + "new/", {**NEW, "full_name": name})
    page = client.get(HOME).content.decode()
    assert name not in page
    assert "&lt;script&gt;" in page


# --- finding people ------------------------------------------------------------------------------


def test_list_finds_by_parts_role_and_state(agency: Agency, supervisor: Account) -> None:
    client = signed_in(agency.first)
    person = supervisor.person

    def listed(query: str) -> bool:
        return person.full_name in client.get(f"{HOME}?{query}").content.decode()

    assert listed("")
    assert listed(f"q={person.staff_number.lower()}")
    assert listed(f"q={supervisor.username}")
    assert not listed("q=nobody+of+that+name")
    assert listed("role=supervisor")
    assert not listed("role=officer")
    assert listed("state=active")
    assert not listed("state=disabled")
    assert client.get(f"{HOME}?role=emperor&state=x&page=99999").status_code == 200


# --- two people for a power ----------------------------------------------------------------------


def test_one_administrator_by_page_and_post_never_gives_a_power(
    agency: Agency, supervisor: Account
) -> None:
    """Everything that one administrator can send, in any order, ends without a new power."""
    officer = agency.account()
    client = signed_in(agency.first)
    base = f"{HOME}{officer.pk}/"
    before = RoleAssignment.objects.count(), DecideRight.objects.count()
    client.post(base + "roles/propose/", {"role": "supervisor", "reason": "mine"})
    client.post(base + "rights/propose/", {"unit": str(agency.unit.pk), "reason": "mine"})
    client.post(base + "reset/", {"reason": "mine"})
    mine = f"{HOME}{agency.first.pk}/roles/propose/"
    page = client.post(mine, {"role": "supervisor", "reason": "mine"})
    assert "your own person" in page.content.decode()
    for proposal in PowerProposal.objects.filter(outcome__isnull=True):
        answer = client.post(f"{HOME}proposals/{proposal.pk}/", {"act": "confirm"})
        assert "You proposed this yourself" in answer.content.decode()
        refusal = client.post(f"{HOME}proposals/{proposal.pk}/", {"act": "refuse", "reason": "x"})
        assert refusal.status_code == 200
    assert PowerProposal.objects.filter(outcome__isnull=True).count() == 2
    assert (RoleAssignment.objects.count(), DecideRight.objects.count()) == before
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert {event.reason for event in events("action.refused")} >= {
        "own_proposal",
        "own_account",
        "no_deciding_role",
    }


def test_a_role_that_cannot_be_held_beside_the_others_says_so_before_it_is_chosen(
    agency: Agency,
) -> None:
    held_alone = "holds no other role, on any account"
    client = signed_in(agency.first)

    def hints(account: Account) -> dict[str, str]:
        page = client.get(f"{HOME}{account.pk}/roles/propose/")
        return {
            value: str(hint)
            for value, hint in page.context["form"].fields["role"].look.hints.items()
        }

    of_nobody, of_officer = hints(agency.account()), hints(agency.account(Role.OFFICER))
    assert not [role for role, hint in of_nobody.items() if held_alone in hint]
    assert {role for role, hint in of_officer.items() if held_alone in hint} == {
        "privacy_auditor", "oversight", "policy_administrator", "account_administrator",
    }  # fmt: skip
    of_auditor = hints(agency.account(Role.PRIVACY_AUDITOR))
    assert all(held_alone in hint for hint in of_auditor.values())


def test_second_administrator_confirms_and_the_person_holds_the_role(agency: Agency) -> None:
    officer = agency.account()
    signed_in(agency.first).post(
        f"{HOME}{officer.pk}/roles/propose/",
        {"role": "officer", "reason": "joins the unit"},
    )
    proposal = PowerProposal.objects.get(beneficiary=officer, kind="role")
    second = signed_in(agency.second)
    assert "joins the unit" in second.get(f"{HOME}proposals/{proposal.pk}/").content.decode()
    answer = second.post(f"{HOME}proposals/{proposal.pk}/", {"act": "confirm"})
    assert answer.status_code == 302
    assert Account.objects.get(pk=officer.pk).roles() == {"officer"}
    again = second.post(f"{HOME}proposals/{proposal.pk}/", {"act": "confirm"})
    assert "Somebody else was first" in again.content.decode()
    assert RoleAssignment.objects.filter(account=officer).count() == 1


def test_refusal_needs_a_reason_and_changes_nothing(agency: Agency) -> None:
    officer = agency.account()
    proposal = administration.propose_role(
        actor=acting(agency.first), account_id=officer.pk, role="officer", reason="x"
    )
    second = signed_in(agency.second)
    path = f"{HOME}proposals/{proposal.pk}/"
    assert "Say why" in second.post(path, {"act": "refuse"}).content.decode()
    assert "Choose what to do" in second.post(path, {"act": "explode"}).content.decode()
    assert second.post(path, {"act": "refuse", "reason": "not needed"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.decision_reason) == ("refused", "not needed")


def test_confirmed_reset_shows_the_link_to_the_confirmer_only(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    first, second = signed_in(agency.first), signed_in(agency.second)
    first.post(f"{HOME}{officer.pk}/reset/", {"reason": "forgotten"})
    proposal = PowerProposal.objects.get(beneficiary=officer, kind="credential_reset")
    page = second.post(f"{HOME}proposals/{proposal.pk}/", {"act": "confirm"}).content.decode()
    assert "/account/password/link/" in page
    for path in (f"{HOME}proposals/{proposal.pk}/", f"{HOME}{officer.pk}/"):
        assert "/account/password/link/" not in first.get(path).content.decode()


def test_role_withdrawn_between_page_and_click_stops_the_click(agency: Agency) -> None:
    third = agency.account(Role.ACCOUNT_ADMINISTRATOR)
    target = agency.account()
    client = signed_in(third)
    assert client.get(f"{HOME}{target.pk}/disable/").status_code == 200
    administration.withdraw_role(
        actor=acting(agency.first),
        account_id=third.pk,
        role=Role.ACCOUNT_ADMINISTRATOR,
        reason="moved",
    )
    answer = client.post(f"{HOME}{target.pk}/disable/", {"reason": "spite"})
    assert answer.status_code == 302
    assert Account.objects.get(pk=target.pk).is_active


# --- what one administrator does -----------------------------------------------------------------


def test_disable_enable_withdraw_and_certificates_by_page(
    agency: Agency, supervisor: Account
) -> None:
    client = signed_in(agency.first)
    base = f"{HOME}{supervisor.pk}/"
    assert "Say why" in client.post(base + "disable/", {"reason": " "}).content.decode()
    assert client.post(base + "disable/", {"reason": "away"}).status_code == 302
    assert not Account.objects.get(pk=supervisor.pk).is_active
    assert "disabled" in client.post(base + "disable/", {"reason": "away"}).content.decode()
    assert client.post(base + "enable/").status_code == 302
    assert "not locked" in client.post(base + "unlock/").content.decode()
    today = timezone.localdate(clock.now())
    given = {
        "course": "deciding",
        "issued_on_day": today.day,
        "issued_on_month": today.month,
        "issued_on_year": today.year,
        "valid_until_day": today.day if today.day < 29 else 28,
        "valid_until_month": today.month,
        "valid_until_year": today.year + 1,
    }
    assert client.post(base + "certificates/new/", given).status_code == 302
    certificate = Certificate.objects.get(person=supervisor.person)
    assert certificate.valid_until.year == today.year + 1
    withdraw = f"{base}certificates/{certificate.pk}/withdraw/"
    assert client.post(withdraw, {"reason": "error"}).status_code == 302
    right = f"{base}rights/{agency.unit.pk}/withdraw/"
    assert client.post(right, {"reason": "moved"}).status_code == 302
    assert client.post(base + "roles/supervisor/withdraw/", {"reason": "moved"}).status_code == 302
    assert Account.objects.get(pk=supervisor.pk).roles() == frozenset()
    history = client.get(base + "history/").content.decode()
    for code in ("account.disabled", "account.enabled", "certificate.withdrawn", "role.withdrawn"):
        assert code in history
    # Which role, which unit, which course: by their names, not only that there was one.
    for what in ("Supervisor", agency.unit.name, str(certificate.get_course_display())):
        assert f"<strong>{what}</strong>" in history


@pytest.mark.parametrize(
    ("day", "says"),
    [("31", "Enter a real date"), ("", "Enter the day, the month and the year")],
)
def test_impossible_date_is_named(agency: Agency, day: str, says: str) -> None:
    client = signed_in(agency.first)
    officer = agency.account()
    given = {
        "course": "deciding",
        "issued_on_day": day,
        "issued_on_month": "2",
        "issued_on_year": "2026",
        "valid_until_day": "1",
        "valid_until_month": "3",
        "valid_until_year": "2027",
    }
    page = client.post(f"{HOME}{officer.pk}/certificates/new/", given).content.decode()
    assert says in page
    assert not Certificate.objects.exists()


def test_units_are_made_renamed_closed_and_opened(agency: Agency) -> None:
    client = signed_in(agency.first)
    names = {"name_en": "Fraud", "name_fr": "Fraudes"}
    assert client.post(HOME + "units/new/", {"code": "FRD", **names}).status_code == 302
    unit = Unit.objects.get(code="FRD")
    taken = client.post(HOME + "units/new/", {"code": "frd", **names}).content.decode()
    assert "Another unit has this code" in taken
    base = f"{HOME}units/{unit.pk}/"
    assert client.post(base + "rename/", {**names, "name_en": "Frauds"}).status_code == 302
    assert client.post(base + "close/").status_code == 302
    assert client.post(base + "reopen/").status_code == 302
    unit.refresh_from_db()
    assert (unit.name_en, unit.is_active) == ("Frauds", True)
    used = client.post(f"{HOME}units/{agency.unit.pk}/close/")
    assert used.status_code in {200, 302}


def test_reading_a_history_is_recorded(agency: Agency) -> None:
    officer = agency.account()
    signed_in(agency.first).get(f"{HOME}{officer.pk}/history/")
    viewed = events("log.viewed")[-1]
    assert viewed.object_id == str(officer.pk)
    assert viewed.person_id == agency.first.person_id
