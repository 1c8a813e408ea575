"""The main pages of every role: who opens each, and on what in this database.

It must name the same page in a small database and in a large one, though on other rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import psycopg

from requests_app.common import clock


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: as the table says it; username: who opens it, nobody where it is empty; address: with its query.
    """

    name: str
    username: str
    address: str


CONTROL = Page("control: the page to sign in", "", "/account/sign-in/")


class Rows:
    """Looks up on which rows the pages are opened."""

    def __init__(self, address: str) -> None:
        """Connect. Args: address: the superuser's."""
        self._connection = psycopg.connect(address, autocommit=True)

    def one(self, query: str, **given: object) -> str:
        """The only value of the first row; empty where there is none."""
        row = self._connection.execute(query.encode(), given).fetchone()
        return "" if row is None else str(row[0])

    def account(self, username: str) -> str:
        """The identifier of an account."""
        return self.one("SELECT id FROM accounts_account WHERE username = %(name)s", name=username)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


def all_of(address: str) -> list[Page]:
    """Every page that is measured, the control page first."""
    rows = Rows(address)
    try:
        found = [
            CONTROL,
            *_log(rows),
            *_officer(rows),
            *_supervisor(rows),
            *_examiner(rows),
            *_others(rows),
        ]
    finally:
        rows.close()
    return [page for page in found if page.address]


def _log(rows: Rows) -> Iterator[Page]:
    def log(name: str, **asked: str) -> Page:
        return Page(f"log: {name}", "auditor", f"/audit/log/?{urlencode(asked)}")

    seldom = rows.one(
        "SELECT a.username FROM audit.event AS e JOIN accounts_account AS a ON a.id = e.account_id"
        " GROUP BY 1 ORDER BY count(*), 1 LIMIT 1"
    )
    rare = rows.one(
        "SELECT code FROM audit.event WHERE login = 'countersign_web' AND request_id IS NULL"
        " GROUP BY 1 ORDER BY count(*), 1 LIMIT 1"
    )
    request = rows.one(
        "SELECT reference FROM searches_searchrequest WHERE status = 'RESULT_RECEIVED'"
        " ORDER BY created_at LIMIT 1"
    )
    request_id = rows.one(
        "SELECT id FROM searches_searchrequest WHERE reference = %(r)s", r=request
    )
    event = rows.one(
        "SELECT id FROM audit.event WHERE request_id = %(r)s AND code = 'search.submitted'",
        r=request_id,
    )
    middle = rows.one(
        "SELECT id FROM audit.event WHERE id >= (SELECT max(id) / 2 FROM audit.event) ORDER BY id"
    )
    today = clock.now().date()

    def days(name: str, first: int, last: int) -> Page:
        since, until = today - timedelta(days=first), today - timedelta(days=last)
        return log(
            name,
            since_day=str(since.day), since_month=str(since.month), since_year=str(since.year),
            until_day=str(until.day), until_month=str(until.month), until_year=str(until.year),
        )  # fmt: skip

    yield log("everything")
    yield log("older than the middle", before=middle)
    yield log("by a rare code", code=rare)
    yield log("by a frequent code", code="search.draft_saved")
    yield log("by a group of codes", code="registry.*")
    yield log("by a person with one event or few", who=seldom)
    yield log("by a person with many events", who="officer")
    yield log("by outcome refused", outcome="refused")
    yield log("by outcome error", outcome="error")
    yield log("by a seldom role", role="oversight")
    yield log("by a role nobody acted in", role="operator")
    yield log("by role officer", role="officer")
    yield days("of one day lately", 1, 0)
    yield days("of one month two years ago", 760, 730)
    yield log("by request", request=request)
    yield log("by a rare code and a person", code=rare, who="officer")
    yield Page("log: one event", "auditor", f"/audit/log/events/{event}/" if event else "")
    yield Page("log: state of the log", "auditor", "/audit/log/health/")
    yield Page("log: timeline of a request", "auditor", f"/audit/requests/{request_id}/")
    yield Page("log: exports", "auditor", "/audit/exports/")
    few = rows.one(
        "SELECT object_id FROM audit.event WHERE object_type = 'account' AND object_id IS NOT NULL"
        " GROUP BY 1 ORDER BY count(*), 1 LIMIT 1"
    )
    yield Page(
        "people: history of an account seldom changed", "administrator", f"/people/{few}/history/"
    )


def _officer(rows: Rows) -> Iterator[Page]:
    own = (
        "SELECT id FROM searches_searchrequest WHERE requested_by_id = %(account)s AND status = %(status)s"
        " ORDER BY created_at DESC LIMIT 1"
    )
    account = rows.account("officer")
    draft = rows.one(own, account=account, status="DRAFT")
    sent = rows.one(own, account=account, status="RESULT_RECEIVED")
    yield Page("officer: my requests", "officer", "/requests/")
    if draft:
        yield Page("officer: tasks of a draft", "officer", f"/requests/{draft}/tasks/")
        yield Page("officer: one question", "officer", f"/requests/{draft}/questions/necessity/")
        yield Page("officer: check your answers", "officer", f"/requests/{draft}/check/")
    if sent:
        yield Page("officer: one request", "officer", f"/requests/{sent}/")
        yield Page("officer: a version", "officer", f"/requests/{sent}/versions/1/")
    yield Page("notices: officer", "officer", "/notices/")


def _supervisor(rows: Rows) -> Iterator[Page]:
    account = rows.account("supervisor")
    unclaimed = rows.one(
        "SELECT r.id FROM searches_searchrequest AS r JOIN accounts_account AS a ON a.unit_id = r.unit_id"
        " WHERE r.status = 'AWAITING_DECISION' AND a.id = %(account)s"
        " AND NOT EXISTS (SELECT FROM searches_claim AS c WHERE c.search_request_id = r.id"
        " AND c.ended_at IS NULL) ORDER BY r.submitted_at LIMIT 1",
        account=account,
    )
    decided = rows.one(
        "SELECT search_request_id FROM searches_decision WHERE decided_by_id = %(account)s"
        " ORDER BY decided_at DESC LIMIT 1",
        account=account,
    )
    yield Page("supervisor: queue", "supervisor", "/decisions/")
    yield Page("supervisor: decided", "supervisor", "/decisions/decided/")
    yield Page("supervisor: what was decided on", "supervisor", f"/decisions/decided/{decided}/")
    yield Page("supervisor: decision page", "supervisor", f"/decisions/supervisor/{unclaimed}/")
    yield Page("supervisor: legal holds", "supervisor", "/decisions/holds/")
    yield Page("notices: supervisor", "supervisor", "/notices/")


def _examiner(rows: Rows) -> Iterator[Page]:
    result = rows.one(
        "SELECT r.id FROM searches_searchrequest AS r JOIN accounts_account AS a ON a.unit_id = r.unit_id"
        " WHERE a.username = 'examiner' AND r.status = 'RESULT_RECEIVED' ORDER BY r.status_since LIMIT 1"
    )
    yield Page("examiner: results", "examiner", "/examinations/")
    yield Page("examiner: one result", "examiner", f"/examinations/{result}/" if result else "")


def _others(rows: Rows) -> Iterator[Page]:
    account = rows.account("officer")
    failed = rows.one("SELECT search_id FROM dispatch_dispatch WHERE state = 'dead' LIMIT 1")
    yield Page("operator: outbox", "operator", "/operations/")
    yield Page("operator: one search", "operator", f"/operations/{failed}/" if failed else "")
    yield Page("operator: readiness", "operator", "/operations/readiness/")
    yield Page("people: everybody", "administrator", "/people/")
    yield Page("people: found by a name", "administrator", "/people/?q=castellow")
    yield Page("people: one account", "administrator", f"/people/{account}/")
    yield Page("people: history of an account", "administrator", f"/people/{account}/history/")
    yield Page("people: proposals", "administrator", "/people/proposals/")
    yield Page("people: units", "administrator", "/people/units/")
    yield Page("policy: the rules", "policy", "/rules/")
    yield Page("privacy: queue", "privacy", "/decisions/")
