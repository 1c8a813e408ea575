"""What an operator sees of mail that does not leave, in both languages, and the button that sends it again.

Whose notice it is, and to which address it was to go, never shows.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from requests_app.searches.models import SearchRequest
from requests_app.tasks import worker
from requests_app.web.operator.words import mail_error_words
from tests import builders
from tests.builders import InventedAgency
from tests.support import connected_as, sql

ENGLISH = {
    "waiting": "Waiting for another try",
    "given up": "Given up",
    "since": "Since:",
    "next": "Next try:",
    "why": "The mail server could not be reached.",
    "button": "Send again what was given up",
    "sent": "3 mails are sent again within a minute.",
    "nothing": "No mail has failed.",
}
FRENCH = {
    "waiting": "En attente d’un nouvel essai",
    "given up": "Abandonnés",
    "since": "Depuis :",
    "next": "Prochain essai :",
    "why": "Le serveur de messagerie n’a pas pu être joint.",
    "button": "Renvoyer les courriels abandonnés",
    "sent": "3 courriels sont renvoyés d’ici une minute.",
    "nothing": "Aucun courriel n’a échoué.",
}
AGAIN = "/operations/mail/again/"


def a_request(agency: InventedAgency) -> SearchRequest:
    return builders.submitted(agency)


@pytest.fixture
def prepare() -> Any:
    return a_request


@pytest.fixture(params=["en", "fr"])
def words(request: pytest.FixtureRequest, operator: Client) -> dict[str, str]:
    """The words of one language, in which the operator then reads."""
    operator.defaults["HTTP_ACCEPT_LANGUAGE"] = request.param
    return {"en": ENGLISH, "fr": FRENCH}[request.param]


@pytest.fixture
def operator(agency: InventedAgency) -> Client:
    client = Client()
    client.force_login(
        agency.people["operator"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def text_of(page: Any) -> str:
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_where_no_mail_failed_there_is_nothing_to_do(
    words: dict[str, str], operator: Client
) -> None:
    text = text_of(operator.get("/operations/"))
    assert words["nothing"] in text
    assert words["button"] not in text


def test_mail_that_waits_for_another_try_is_counted_and_has_no_button(
    words: dict[str, str], operator: Client
) -> None:
    with builders.mail_server_away(), connected_as("worker"):
        worker.send_mail()
    text = text_of(operator.get("/operations/"))
    for each in ("waiting", "next", "why"):
        assert words[each] in text
    assert "3 · " in text
    assert words["button"] not in text


def test_mail_that_was_given_up_is_counted_explained_and_sent_again(
    words: dict[str, str], operator: Client, agency: InventedAgency
) -> None:
    builders.give_mail_up()
    text = text_of(operator.get("/operations/"))
    for each in ("given up", "since", "why", "button"):
        assert words[each] in text
    assert "ConnectionRefusedError" in text
    for name in ("supervisor", "supervisor2", "sergeant"):
        assert agency.people[name].person.email not in text
        assert agency.people[name].person.full_name not in text
    assert words["sent"] in text_of(operator.post(AGAIN, follow=True))
    with connected_as("worker"):
        worker.send_mail()
    assert words["nothing"] in text_of(operator.get("/operations/"))


def test_a_second_click_on_an_old_page_is_explained(operator: Client) -> None:
    builders.give_mail_up()
    operator.post(AGAIN)
    assert "No mail is given up at present" in text_of(operator.post(AGAIN, follow=True))
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'notice.requeued'") == [
        (1,)
    ]


def test_the_button_takes_a_post_alone(operator: Client) -> None:
    assert operator.get(AGAIN).status_code == 405


def test_given_up_mail_makes_nothing_unready_and_is_named(operator: Client) -> None:
    """Whether searches can move does not hang on mail; a monitor can still see that somebody is needed."""

    def answer() -> tuple[bool, Any]:
        said = Client(raise_request_exception=False).get("/readyz").json()
        return "mail" in said.get("missing", []), said.get("look_at")

    # No sequencer runs in this test.
    assert answer() == (False, ["audit_log"])
    builders.give_mail_up()
    assert answer() == (False, ["mail", "audit_log"])


@pytest.mark.parametrize(
    "name",
    [
        "ConnectionRefusedError", "TimeoutError", "gaierror", "OSError", "SMTPConnectError",
        "SMTPServerDisconnected", "SMTPAuthenticationError", "SMTPNotSupportedError",
        "SMTPRecipientsRefused", "SMTPSenderRefused", "ImproperlyConfigured", "SSLError", "SSLCertVerificationError",
        "BadHeaderError", "UnicodeEncodeError",
    ],
)  # fmt: skip
def test_every_usual_error_has_words_of_its_own(name: str) -> None:
    assert str(mail_error_words(name)) != str(mail_error_words("of_a_later_version"))
    assert str(mail_error_words("of_a_later_version"))
