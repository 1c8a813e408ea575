"""Fills a trial with about sixty invented requests in every status that can be reached.

Every row is made by a use case under its own login; a held clock moves only what people say happened.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.utils import timezone

from requests_app.accounts.actors import Actor, system_actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.dispatch.models import Dispatch
from requests_app.ops import logins
from requests_app.policy.vocabulary.jurisdiction import Jurisdiction
from requests_app.registry.models import Gallery, Matcher
from requests_app.searches import content
from requests_app.searches.answers import Answers
from requests_app.searches.disclosure import Recipient
from requests_app.searches.models import LeadRecall, SearchRequest
from requests_app.searches.release import Outcome
from requests_app.searches.states import Status
from requests_app.trial.demo import (
    configuration,
    disclosing,
    driving,
    examining,
    incidents,
    people,
    stories,
)
from requests_app.workflow import claim, expire, recall, withdraw
from requests_app.workflow.notifications.mark_read import mark_read

log = logging.getLogger(__name__)

RETURN_WORDS = (
    "Please say who took the second statement and when, and attach its page; then submit again."
)
REFUSE_WORDS = (
    "The route over the cameras was not followed to its end, so other means are still open."
)


@contextmanager
def playing(login: str) -> Iterator[None]:
    """Work under another process's database login for a while."""
    password = settings.COUNTERSIGN_DATABASE_PASSWORDS[login]
    with logins.connected(USER=login, PASSWORD=password):
        yield


def new_password() -> str:
    """Return a random password that can be typed: four groups of four."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


class Seeding:
    """One filling of an empty trial."""

    def __init__(self, say: Callable[[str], None] = lambda line: None) -> None:
        """Begin with nothing made. Args: say takes a line for whoever waits."""
        self._say = say
        self._numbers = itertools.count(1)
        self.passwords: dict[str, str] = {}
        self.made: dict[str, int] = {}

    def people(self) -> None:
        """Bring in everybody, each with a random password of this installation, and say where the agency is."""
        self._say(f"  {len(people.CAST)} people with their powers and certificates ...")
        self.passwords = {character.username: new_password() for character in people.CAST}
        people.bring_in(self.passwords.__getitem__)
        people.say_where(Jurisdiction.ONTARIO)
        people.sign_off(Jurisdiction.ONTARIO, day=timezone.localdate(clock.now()))

    def registry(self) -> None:
        """Register the demonstration matcher with its two galleries, and a second one that is always away."""
        with playing(logins.OWNER):
            configuration.register(matcher_url=settings.COUNTERSIGN_MATCHER_URL)
            configuration.register_missing(matcher_url=settings.COUNTERSIGN_MATCHER_URL)
            configuration.register_absent()

    def requests(self) -> None:
        """Make the requests, oldest first, as they would have come over five weeks."""
        self._say("  requests of the last five weeks, decided, searched, refused and returned ...")
        for days, officer, _decider in self._calendar(5, first=34, step=3):
            self._at(days, partial(self._submitted, officer))
        for days, officer, decider in self._calendar(14, first=33, step=2):
            self._decided(days, officer, decider, "approve", send=True)
        for days, officer, decider in self._calendar(6, first=27, step=4):
            self._decided(days, officer, decider, "refuse", words=REFUSE_WORDS)
        for days, officer, decider in self._calendar(5, first=13, step=2):
            self._decided(days, officer, decider, "return", words=RETURN_WORDS)
        for days, officer, decider in self._calendar(2, first=12, step=3):
            self._second_version(days, officer, decider)
        for days, officer, _decider in self._calendar(5, first=24, step=5):
            self._withdrawn(days, officer)
        self._read_notices()
        self._say("  requests that wait, drafts, and searches that did not go through ...")
        self._waiting()
        self._drafts()
        self._troubled()
        self._lapse()
        self._say("  results that two examiners compared, and leads of them ...")
        self._examined()

    def _read_notices(self) -> None:
        """Everybody has read what is old, so that what is new can be seen."""
        for character in people.CAST:
            mark_read(actor=self._actor(character.username))

    # --- the kinds of request --------------------------------------------------------------------

    def _calendar(
        self, count: int, *, first: float, step: float
    ) -> Iterator[tuple[float, str, str]]:
        crews = (
            ("officer", "supervisor"),
            ("officer2", "supervisor2"),
            ("officer3", "supervisor3"),
            ("sergeant", "supervisor"),
        )
        for place in range(count):
            officer, decider = crews[place % len(crews)]
            yield first - step * place, officer, decider

    def _actor(self, name: str, role: str | None = None) -> Actor:
        character = next(cast for cast in people.CAST if cast.username == name)
        account = Account.objects.select_related("person", "unit").get(username=name)
        return Actor(account=account, role=str(role or character.roles[0]))

    def _at(self, days: float, act: Callable[[], SearchRequest]) -> SearchRequest:
        with clock.hold(clock.real_now() - dt.timedelta(days=days)):
            return act()

    def _submitted(
        self, officer: str, change: Callable[[Answers], Answers] = lambda document: document
    ) -> SearchRequest:
        actor = self._actor(officer, "officer")
        number = next(self._numbers)
        document = change(stories.answers(number, today=timezone.localdate(clock.now())))
        row = driving.drafted(actor, document, number=number)
        account = actor.account
        language = account.person.language if account else "en"
        return driving.submitted(actor, row, language=language)

    def _decided(
        self,
        days: float,
        officer: str,
        decider: str,
        outcome: str,
        *,
        words: str = "",
        send: bool = False,
    ) -> SearchRequest:
        row = self._at(days, lambda: self._submitted(officer))
        reasons = driving.reasons(message=words)
        row = self._at(
            days - 0.2,
            lambda: driving.decided(self._actor(decider, "supervisor"), row, outcome, reasons),
        )
        if send:
            with (
                playing(logins.DISPATCHER),
                clock.hold(clock.real_now() - dt.timedelta(days=days - 0.21)),
            ):
                driving.sent(row, owner="seeding")
        return row

    def _second_version(self, days: float, officer: str, decider: str) -> None:
        row = self._decided(days, officer, decider, "return", words=RETURN_WORDS)

        def again() -> SearchRequest:
            actor = self._actor(officer, "officer")
            written = content.open_draft(row)
            driving.write(actor, row.id, stories.with_what_was_asked(written))
            return driving.submitted(actor, row)

        self._at(days - 1, again)

    def _withdrawn(self, days: float, officer: str) -> None:
        row = self._at(days, lambda: self._submitted(officer))

        def end() -> SearchRequest:
            withdraw.withdraw(actor=self._actor(officer, "officer"), search_request_id=row.id)
            return row

        self._at(days - 0.4, end)

    def _waiting(self) -> None:
        urgent = dt.timedelta(hours=20)

        def pressing(document: Answers) -> Answers:
            return dataclasses.replace(
                document,
                urgency=dataclasses.replace(
                    document.urgency,
                    urgency="urgent",
                    urgency_kind="time_limit_of_law",
                    urgency_facts=(
                        "A hearing on release is set for tomorrow, and the two statements cannot be "
                        "put to anybody before it without a name."
                    ),
                    urgency_deadline=clock.real_now() + urgent,
                ),
            )

        def young(document: Answers) -> Answers:
            return dataclasses.replace(
                document,
                subject=dataclasses.replace(
                    document.subject,
                    subject_minor="possible",
                    minor_justification=(
                        "The person may be seventeen; the harm done and the risk of its repetition "
                        "weigh more here, and no softer way is left."
                    ),
                ),
            )

        for hours, officer in ((110, "officer"), (60, "officer2"), (47, "officer3"), (30, "sergeant"),
                               (22, "officer2"), (9, "officer3")):  # fmt: skip
            self._at(hours / 24, partial(self._submitted, officer))
        self._at(3 / 24, lambda: self._submitted("officer", pressing))
        self._at(1.4, lambda: self._submitted("officer2", young))
        claimed = self._at(0.6, lambda: self._submitted("officer"))
        claim.claim(actor=self._actor("supervisor2", "supervisor"), search_request_id=claimed.id)

    def _drafts(self) -> None:
        for days, officer in ((6, "officer"), (2, "officer"), (1.5, "officer2"), (0.4, "officer3")):
            self._at(days, partial(self._half_written, officer))

    def _half_written(self, officer: str) -> SearchRequest:
        number = next(self._numbers)
        document = stories.answers(number, today=timezone.localdate(clock.now()))
        begun = dataclasses.replace(
            Answers(), case=document.case, purpose=document.purpose, necessity=document.necessity
        )
        return driving.drafted(
            self._actor(officer, "officer"), begun, number=number, with_picture=False
        )

    def _troubled(self) -> None:
        """Searches that did not go through: the matcher away, given up, or switched off after approval."""

        def elsewhere(document: Answers) -> Answers:
            scope = dataclasses.replace(document.scope, gallery=configuration.ABSENT_GALLERY)
            return dataclasses.replace(document, scope=scope)

        for days, tries in ((3, 1), (5, 99), (4, 99), (2, 0)):
            row = self._at(days, lambda: self._submitted("officer", elsewhere))
            row = driving.decided(
                self._actor("supervisor", "supervisor"), row, "approve", driving.reasons()
            )
            if not tries:
                with playing(logins.OWNER):
                    Gallery.objects.filter(code=configuration.ABSENT_GALLERY).update(
                        allow_listed=False
                    )
            self._try(row, max(tries, 1))

    def _examined(self) -> None:
        """Examine the newest results of one unit, each to another end.

        A lead that waits, one released, one withheld, none, one half done, one closed, and one over which two differed and
        that was recalled.
        """
        one, two, third = (self._actor(name) for name in ("examiner", "examiner3", "examiner4"))
        supervisor = self._actor("supervisor2")
        results = SearchRequest.objects.filter(
            status=Status.RESULT_RECEIVED,
            unit=supervisor.account.unit if supervisor.account else None,
            result__candidate_count__gt=0,
        )
        # Seven of them, or it is told at once: a state would be missing in the demonstration.
        waits, released, withheld, without, closed, half_done, differed = results.select_related(
            "result"
        ).order_by("-status_since")[:7]
        for row in (waits, released, withheld, closed):
            examining.agreed((one, two), row, selected=1, fetch=partial(self._fetch, row))
        self._went_wrong(supervisor, released)
        examining.decided(supervisor, withheld, Outcome.WITHHOLD)
        examining.agreed((one, two), without, selected=None)
        self._closed(supervisor, closed)
        examining.taken(one, half_done)
        examining.concluded(one, half_done, selected=1)
        fetch = partial(self._fetch, differed)
        examining.settled_by_a_third((one, two, third), differed, selected=1, fetch=fetch)
        examining.decided(supervisor, differed, Outcome.RELEASE)
        recall.recall_lead(
            actor=self._actor("supervisor", "supervisor"),
            search_request_id=differed.pk,
            ground=LeadRecall.Ground.ERROR_FOUND,
            reason="The gallery has two people under this entry; the picture is the other one’s.",
        )

    def _went_wrong(self, supervisor: Actor, row: SearchRequest) -> None:
        """Release a lead that is followed by an arrest on it alone, by a complaint, and by a pack for the prosecutor."""
        examining.decided(supervisor, row, Outcome.RELEASE)
        officer = self._actor(row.requested_by.username, "officer")
        examining.followed_up(officer, row)
        incidents.went_wrong(officer, row)
        incidents.complained(self._actor("privacy"), self._actor("supervisor"), row)
        incidents.looked_into(self._actor("privacy"), row)
        disclosing.asked(self._actor("privacy"), row, Recipient.PROSECUTOR, language="en")

    def _closed(self, supervisor: Actor, row: SearchRequest) -> None:
        """Release a lead that leads to nobody, close its request, and begin a pack for the defence."""
        examining.decided(supervisor, row, Outcome.RELEASE)
        officer = self._actor(row.requested_by.username, "officer")
        examining.followed_up(officer, row)
        examining.closed(officer, row)
        disclosing.asked(self._actor("privacy"), row, Recipient.DEFENCE, language="fr")

    def _fetch(self, row: SearchRequest) -> None:
        with playing(logins.DISPATCHER):
            examining.fetched(row)

    def _try(self, row: SearchRequest, times: int) -> None:
        for _ in range(times):
            status = SearchRequest.objects.values_list("status", flat=True).get(id=row.id)
            if status == Status.SEARCH_FAILED:
                return
            with playing(logins.OWNER):  # the time between two attempts passes at once
                Matcher.objects.filter(open_until__isnull=False).update(open_until=None)
                Dispatch.objects.filter(search_request=row).update(next_attempt_at=clock.real_now())
            with playing(logins.DISPATCHER):
                driving.sent(row, owner="seeding")

    def _lapse(self) -> None:
        with playing(logins.WORKER):
            for search_request_id in expire.lapsed_ids():
                expire.expire(actor=system_actor("worker"), search_request_id=search_request_id)


def fill(*, with_requests: bool = True, say: Callable[[str], None] = lambda line: None) -> Seeding:
    """Fill an empty trial; returns what was made, with the passwords.

    Args:
        with_requests: or people only.
        say: takes a line for whoever waits.
    """
    seeding = Seeding(say)
    seeding.registry()
    seeding.people()
    if with_requests:
        seeding.requests()
    return seeding
