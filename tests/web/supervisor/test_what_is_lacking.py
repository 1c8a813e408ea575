"""A decider who cannot decide yet is told which of the things needed is missing, and whom to ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from requests_app.accounts.models import Course
from requests_app.accounts.roles import Role
from requests_app.common import clock
from tests.accounts import agency as agencies

NO_RIGHT = (
    "You have no right to decide for a unit yet",
    "Vous n’avez encore aucun droit de décider",
)
NONE_RECORDED = (
    "No training certificate for deciding is recorded",
    "Aucun certificat de formation",
)
NOT_CONFIRMED = ("recorded but not yet confirmed", "consigné mais pas encore confirmé")
OVER = ("does not count today", "ne compte pas aujourd’hui")
EVERYTHING = (NO_RIGHT, NONE_RECORDED, NOT_CONFIRMED, OVER)


def queue(account: Any, language: str) -> str:
    client = agencies.signed_in(account)
    client.cookies["countersign_language"] = language
    answer = client.get("/decisions/", follow=True)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize(
    ("right", "certificate", "lacking"),
    [
        (False, "current", [NO_RIGHT]),
        (False, "", [NO_RIGHT, NONE_RECORDED]),
        (True, "", [NONE_RECORDED]),
        (True, "unconfirmed", [NOT_CONFIRMED]),
        (True, "over", [OVER]),
        (True, "current", []),
    ],
)
def test_the_queue_says_what_a_decider_lacks(
    founded: agencies.Agency, right: bool, certificate: str, lacking: list[Any], language: int
) -> None:
    account = founded.account(Role.SUPERVISOR, decides_for=(founded.unit,) if right else ())
    today = timezone.localdate(clock.real_now())
    days = (
        today - timedelta(days=400),
        today - timedelta(days=35 if certificate == "over" else -100),
    )
    if certificate == "unconfirmed":
        founded.record(account, Course.DECIDING, *days)
    elif certificate:
        founded.certify(account, Course.DECIDING, *days)
    shown = queue(account, ("en", "fr")[language])
    for words in EVERYTHING:
        assert (words[language] in shown) is (words in lacking), words
    if language == 0:
        assert ("Shown are requests of the units below" in shown) is right
