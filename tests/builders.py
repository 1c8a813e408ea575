"""Brings a search request to a status by driving the real use cases, as the people would.

Nothing here writes a row of a search itself, so a test can never start from an impossible state.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core import mail as outgoing
from django.test import override_settings
from django.utils import timezone

from requests_app.accounts.actors import Actor, system_actor
from requests_app.accounts.models import Account, Unit
from requests_app.common import clock
from requests_app.dispatch import outbox
from requests_app.dispatch.models import Dispatch
from requests_app.registry.entries import Entries, GalleryEntry
from requests_app.registry.models import Gallery, Matcher
from requests_app.searches.answers import Answers
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import worker
from requests_app.trial.demo import configuration, driving, people, stories
from requests_app.trial.demo.people import CAST
from requests_app.trial.embedded import processes
from requests_app.workflow import decide, draft_files, expire, submit, withdraw
from requests_app.workflow.administration.configuration import configure
from tests import closings, examiners, leads
from tests.support import connected_as, sql

PASSWORD = "a long enough password 7"
OWN_WORDS = driving.OWN_WORDS


@dataclass
class InventedAgency:
    """The invented agency as a test finds it: its people by user name, acting in their roles.

    `officer` and `sergeant` (officer and supervisor) work in major crime with `supervisor`,
    `supervisor2`, `privacy` and `examiner`; `officer3`, `supervisor3` and `examiner2` in fraud.
    """

    people: dict[str, Account]
    units: dict[str, Unit]
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    prepared: Any = None

    @classmethod
    def present(cls) -> InventedAgency:
        """Return the agency that is in the database."""
        return cls(
            people={row.username: row for row in Account.objects.select_related("person", "unit")},
            units={row.code: row for row in Unit.objects.all()},
        )

    def actor(self, name: str, role: str | None = None) -> Actor:
        """Return the actor for a person, in their first role or in another."""
        first = next(each for each in CAST if each.username == name).roles[0]
        return Actor(account=Account.objects.get(username=name), role=str(role or first))


def found_agency() -> None:
    """Bring the invented agency into an empty database, through the use cases."""
    with connected_as("owner"):
        configuration.register(matcher_url="http://127.0.0.1:1")
    people.bring_in(lambda name: PASSWORD)
    # The letters of these acts left long ago; what a test finds waiting is its own.
    sql(
        "owner",
        "UPDATE accounts_letter SET emailed_at = created_at, email_tried_at = created_at,"
        " email_attempts = 1, email_next_at = NULL",
    )


def probe_bytes(number: int = 1) -> bytes:
    """Return a drawn picture, as a poor camera might have kept it."""
    return driving.picture(number)


def drafted(
    made: InventedAgency,
    *,
    by: str = "officer",
    document: Answers | None = None,
    with_probe: bool = True,
    paper: bytes | None = None,
) -> SearchRequest:
    """Return a complete draft, with a judicial document where one is given."""
    number = next(made.numbers)
    written = document or stories.answers(number, today=timezone.localdate(clock.now()))
    officer = made.actor(by, "officer")
    row = driving.drafted(officer, written, number=number, with_picture=with_probe)
    if paper is not None:
        draft_files.add_document(
            actor=officer, search_request_id=row.id, data=paper, name="production order.pdf"
        )
    return row


def of_a_minor(number: int) -> Answers:
    """Return the answers of an honest story in which the person sought may be a minor."""
    document = stories.answers(number, today=timezone.localdate(clock.now()))
    subject = dataclasses.replace(
        document.subject,
        subject_minor="possible",
        minor_justification=(
            "The person may be seventeen; the harm done and the risk of its repetition weigh more "
            "here, and no softer way is left."
        ),
    )
    return dataclasses.replace(document, subject=subject)


def write(actor: Actor, search_request_id: UUID, document: Answers) -> None:
    """Write every section of a document into a draft."""
    driving.write(actor, search_request_id, document)


def try_to_submit(actor: Actor, row: SearchRequest, *, language: str = "en") -> submit.Submitted:
    """Submit a draft with the declaration it holds, upon what it is now; returns what became of it."""
    return submit.submit(
        actor=actor,
        search_request_id=row.id,
        declared=driving.declared(row),
        language=language,
    )


def submitted(made: InventedAgency, **details: Any) -> SearchRequest:
    """Return a request that awaits a decision."""
    row = drafted(made, **details)
    return driving.submitted(made.actor(details.get("by", "officer"), "officer"), row)


def claim_grows_old(row: SearchRequest, *, minutes_left: float) -> None:
    """Put the open claim on a request back in time, until so many minutes of it are left; only time would."""
    sql("owner", "ALTER TABLE searches_claim DISABLE TRIGGER guard_claim")
    sql(
        "owner",
        "UPDATE searches_claim SET claimed_at = claimed_at - past.time, until = until - past.time,"
        " first_until = first_until - past.time"
        " FROM (SELECT id, until - now() - make_interval(secs => %s) AS time FROM searches_claim) AS past"
        " WHERE past.id = searches_claim.id AND search_request_id = %s AND ended_at IS NULL",
        [minutes_left * 60, row.pk],
    )
    sql("owner", "ALTER TABLE searches_claim ENABLE ALWAYS TRIGGER guard_claim")


def reasons(*, faces: int = 1, message: str = "") -> decide.Reasons:
    """Return a decider's complete answers."""
    return driving.reasons(faces=faces, message=message)


def decided(
    made: InventedAgency,
    row: SearchRequest,
    outcome: str,
    *,
    by: str = "supervisor",
    role: str | None = None,
    message: str = "Please add the second statement and say who took it, then submit again.",
) -> SearchRequest:
    """Claim, read, look at the picture, and decide."""
    return driving.decided(made.actor(by, role), row, outcome, reasons(message=message))


def approved(made: InventedAgency, **details: Any) -> SearchRequest:
    """Return an approved request, with its dispatch waiting."""
    return decided(made, submitted(made, **details), "approve")


def answered_for_fraud(made: InventedAgency) -> SearchRequest:
    """Return a request with a result of a unit that has one examiner; needs a matcher."""
    row = submitted(made, by="officer3")
    decided(made, row, "approve", by="supervisor3")
    forwarded(row)
    row.refresh_from_db()
    return row


def gallery_entry_says(code: str = configuration.GALLERY, **changed: Any) -> None:
    """Change a gallery's entry in the registry as the owner does: by a file, with its event."""
    row = Gallery.objects.select_related("matcher").get(code=code)
    names = {field.name for field in dataclasses.fields(GalleryEntry)} - {"matcher"}
    entry = GalleryEntry(**{name: getattr(row, name) for name in names}, matcher=row.matcher.code)
    wanted = Entries(agency=None, matchers=(), galleries=(dataclasses.replace(entry, **changed),))
    with connected_as("owner"):
        configure(wanted=wanted, system_user="clerk")


def forwarded(row: SearchRequest) -> str:
    """Let the dispatcher send an approved request; returns what became of it."""
    with connected_as("dispatcher"):
        return driving.sent(row, owner="test")


def search_request_at(made: InventedAgency, status: Status, **details: Any) -> SearchRequest:
    """Return a request in a status that this version can reach; `details` are those of `drafted`.

    RESULT_RECEIVED, NO_LEAD, LEAD_RELEASED and CLOSED need the `matcher` fixture; FORWARDING and SEARCH_FAILED need a
    matcher that is away, which is how the agency leaves it.
    """
    officer = made.actor(details.get("by", "officer"), "officer")
    if status is Status.DRAFT:
        return drafted(made, **details)
    if status is Status.AWAITING_DECISION:
        return submitted(made, **details)
    if status is Status.RETURNED:
        return decided(made, submitted(made, **details), "return")
    if status is Status.REFUSED:
        return decided(made, submitted(made, **details), "refuse")
    if status is Status.APPROVED:
        return approved(made, **details)
    if status is Status.WITHDRAWN:
        row = submitted(made, **details)
        withdraw.withdraw(actor=officer, search_request_id=row.id)
    elif status is Status.EXPIRED:
        long_ago = clock.real_now() - dt.timedelta(days=20)
        with clock.hold(long_ago):
            row = submitted(made, **details)
        with connected_as("worker"):
            expire.expire(actor=system_actor("worker"), search_request_id=row.id)
    elif status in {Status.FORWARDING, Status.SEARCH_FAILED, Status.RESULT_RECEIVED}:
        row = approved(made, **details)
        forwarded(row)
        if status is Status.SEARCH_FAILED:
            _exhaust(row)
    elif status is Status.NO_LEAD:
        row = search_request_at(made, Status.RESULT_RECEIVED, **details)
        for who in ("examiner", "examiner3"):
            examiners.concluded(made, who, row, selected=None)
    elif status is Status.LEAD_RELEASED:
        row = search_request_at(made, Status.RESULT_RECEIVED, **details)
        leads.agreed(made, row)
        leads.decided(made, row)
    elif status is Status.CLOSED:
        row = search_request_at(made, Status.LEAD_RELEASED, **details)
        asked_by = details.get("by", "officer")
        closings.ended(made, row, who=asked_by, role="officer")
        closings.closed(made, row, who=asked_by, role="officer")
    else:
        raise ValueError(f"this version reaches no {status}")
    return SearchRequest.objects.get(id=row.id)


def _exhaust(row: SearchRequest) -> None:
    """Let the last attempts fall due at once and fail, as hours of waiting would."""
    with connected_as("owner"):
        Dispatch.objects.filter(search_request=row).update(attempt=outbox.MOST_ATTEMPTS - 2)
    for outcome in ("retry", "failed"):
        make_due(row)
        assert forwarded(row) == outcome


def make_due(row: SearchRequest) -> None:
    """Let a waiting dispatch, or a resting matcher, be due now: time passes, nothing else changes."""
    with connected_as("owner"):
        Matcher.objects.update(open_until=None)
        Dispatch.objects.filter(search_request=row).update(next_attempt_at=clock.real_now())


def post() -> list[Any]:
    """Let the worker send what waits; returns the mails that left now, and no earlier ones."""
    outgoing.outbox = []
    let_mail_leave()
    return list(outgoing.outbox)


def let_mail_leave() -> None:
    """Let the worker send what waits, beside what is in the outbox of the tests already."""
    with connected_as("worker"):
        worker.send_mail()


def mail_server_away() -> Any:
    """While this lasts, mail goes to an address where none listens."""
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=processes.free_port(),
    )


def give_mail_up() -> None:
    """Let the worker try what waits, one day after another, until every mail is given up."""
    with mail_server_away(), connected_as("worker"):
        for day in range(8):
            with clock.hold(clock.real_now() + dt.timedelta(days=day, minutes=1)):
                worker.send_mail()
