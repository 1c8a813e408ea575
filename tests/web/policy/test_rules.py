"""What a policy administrator finds on their first page: the rules of today, and no promise beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from requests_app.policy import library
from tests.builders import InventedAgency


@pytest.fixture
def policy(agency: InventedAgency) -> Client:
    client = Client()
    client.force_login(
        agency.people["policy"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "In this version the role can do nothing else"),
        ("fr", "Dans cette version, le rôle ne permet rien d’autre"),
    ],
)
def test_the_first_page_says_what_the_role_can_do_and_shows_the_rules(
    policy: Client, language: str, says: str
) -> None:
    policy.cookies["countersign_language"] = language
    answer = policy.get("/", follow=True)
    assert answer.redirect_chain == [("/rules/", 302)]
    text = " ".join(answer.content.decode().split())
    assert says in text
    assert "You have no role yet" not in text
    assert "CORE-01" in text
    whole = text.replace("</span><span>", "")
    assert any(file.digest in whole for file in library.installed().files if file.pack == "core")


def test_a_pack_that_cannot_be_read_is_said_and_not_hidden(
    policy: Client, tmp_path: Path, settings: object
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "2026.11.0.yaml").write_text("pack: own\nversion: 2026.11.0\n", encoding="utf-8")
    settings.COUNTERSIGN_PACK_FOLDER = str(tmp_path)  # type: ignore[attr-defined]
    text = policy.get("/rules/").content.decode()
    assert "The rules cannot be read" in text
    assert "2026.11.0.yaml" in text
