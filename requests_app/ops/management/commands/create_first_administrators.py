"""`manage.py create_first_administrators`: starts an agency with two administrators, two persons.

It must not run where an administrator exists, set a password, or print a link a second time.
"""

from __future__ import annotations

import argparse
import os
import pwd
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.workflow.administration import (
    Founded,
    Founder,
    IssuedLink,
    create_first_administrators,
    link_address,
)

_FIELDS = ("STAFF_NUMBER", "FULL_NAME", "EMAIL", "USER_NAME", "LANGUAGE")
_QUESTIONS = ("staff number", "full name", "e-mail address", "user name", "language (en or fr)")


class Command(BaseCommand):
    """Make the two administrators with whom everything else begins."""

    help = (
        "Makes the first two account administrators and prints, once, a link for each to set a "
        "password. They must be two persons: whatever gives power later takes both. Refused "
        "where an administrator exists. Asks what is not given."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take both administrators from the command line, for scripts."""
        parser.add_argument(
            "--administrator",
            action="append",
            nargs=len(_FIELDS),
            metavar=_FIELDS,
            default=[],
            help="give it twice, once for each person",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both or neither."""
        if not settings.COUNTERSIGN_PUBLIC_ORIGIN:
            raise CommandError(
                "COUNTERSIGN_PUBLIC_ORIGIN is missing: the links would lead nowhere. Set it to "
                "the site's address, for example https://countersign.agency.example"
            )
        given = options["administrator"] or self._asked()
        if len(given) != 2:
            raise CommandError("Give --administrator twice: two administrators, two persons.")
        first, second = (Founder(*self._in_order(words)) for words in given)
        try:
            made = create_first_administrators(
                founders=(first, second), system_user=operating_system_user()
            )
        except PreconditionFailed as refusal:
            raise CommandError(
                "There is, or was, an account administrator in this installation. New ones are "
                "proposed and confirmed by two administrators on the site. Nothing was changed."
            ) from refusal
        except BadInput as refusal:
            raise CommandError(_explain(refusal)) from refusal
        self._hand_over(made)

    def _asked(self) -> list[list[str]]:
        if not sys.stdin.isatty():
            return []
        answers = []
        for number in ("first", "second"):
            self.stdout.write(f"The {number} administrator:")
            answers.append([input(f"  {question}: ") for question in _QUESTIONS])
        return answers

    @staticmethod
    def _in_order(words: list[str]) -> tuple[str, str, str, str, str]:
        staff_number, full_name, email, username, language = words
        return staff_number, full_name, email, username, language

    def _hand_over(self, made: tuple[Founded, Founded]) -> None:
        hours = settings.COUNTERSIGN_LINK_HOURS
        self.stdout.write(
            f"Two administrators are made. Give each person their own link, and nobody else; "
            f"each works once, within {hours} hours, and is not shown again.\n"
        )
        for one in made:
            self.stdout.write(f"\n{one.account.person.full_name} ({one.account.username})")
            self.stdout.write(f"  {link_address(one.link.secret)}")
            self.stdout.write(f"  {said_of_mail(one.link)}")


def said_of_mail(link: IssuedLink) -> str:
    """What whoever made a link has to know of its mail."""
    if link.mailed:
        return "The mail server also took a mail with this link to the person's address."
    return (
        "The mail with this link did not leave, and it is not tried again: hand the link over "
        "yourself, in person, on paper or by telephone. Check COUNTERSIGN_MAIL_HOST and its siblings."
    )


def operating_system_user() -> str:
    """Who runs this, by the system's own word: the real user, and who used sudo to become it."""
    name = pwd.getpwuid(os.getuid()).pw_name
    through = os.environ.get("SUDO_USER")
    return f"{name} (sudo: {through})" if through else name


def _explain(refusal: BadInput) -> str:
    words = {
        "same_person": "the two administrators must be two persons",
        "taken": "it is used already",
        "required": "it is missing",
        "pattern": "it has signs that it cannot have",
        "too_long": "it is too long",
        "one_line": "it must be one line, without line breaks and tabs",
        "unseen_characters": "it holds characters that cannot be seen; type it again",
        "unknown": "it must be en or fr",
    }
    reasons = [
        f"{field.replace('_', ' ')}: {words.get(code, code)}"
        for field, codes in refusal.field_errors.items()
        for code in codes
    ]
    return "; ".join(reasons) + ". Nothing was changed."
