"""What somebody reads who opens the sign-in page of a trial, while its demo is being made and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from requests_app.trial.demo import people
from requests_app.trial.embedded import welcome
from requests_app.trial.embedded.secrets import Secrets
from requests_app.trial.management.commands.seed_demo import Command


@pytest.mark.parametrize(
    ("language", "waits", "where"),
    [
        ("en", "The demonstration is still being made", "stand in the terminal"),
        ("fr", "La démonstration est en cours de création", "figurent dans le terminal"),
    ],
)
def test_the_sign_in_page_says_to_wait_until_the_demo_is_made(
    agency: Any, settings: Any, tmp_path: Path, language: str, waits: str, where: str
) -> None:
    marker = tmp_path / "demo_being_made"
    settings.COUNTERSIGN_DEMO_BEING_MADE = marker
    client = Client()
    client.cookies["countersign_language"] = language
    for is_there in (True, False):
        marker.touch() if is_there else marker.unlink()
        text = client.get("/account/sign-in/").content.decode()
        assert (waits in text) is is_there
        assert where in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sign_in_page_names_the_file_where_it_truly_is(
    agency: Any, settings: Any, tmp_path: Path, language: str
) -> None:
    client = Client()
    client.cookies["countersign_language"] = language

    def page() -> str:
        return client.get("/account/sign-in/").content.decode()

    folder = Path(settings.VAR_DIR) / "secrets"
    assert Secrets(folder).demo_accounts == settings.COUNTERSIGN_DEMO_ACCOUNTS
    assert " var/secrets/demo_accounts.json." in " ".join(page().split())
    settings.COUNTERSIGN_DEMO_ACCOUNTS = tmp_path / "demo_accounts.json"
    assert f" {tmp_path / 'demo_accounts.json'}." in " ".join(page().split())


def test_every_account_is_printed_with_its_password(capsys: pytest.CaptureFixture[str]) -> None:
    passwords = {one.username: f"secret-of-{one.username}" for one in people.CAST}
    table = welcome._sign_ins(Command()._sign_ins(passwords))
    assert table.row_count == len(people.CAST)
    welcome.Console(width=80, highlight=False).print(table)
    printed = capsys.readouterr().out
    for one in people.CAST:
        assert one.username in printed
