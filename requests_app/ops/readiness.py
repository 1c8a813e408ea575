"""Whether searches can move: database, broker, background processes, age of what waits, the rules.

Beside it, whether what a superuser of the database switches on is on. It must not say more than the name of
a part or of a safeguard.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import Error, connection
from django.db.backends.utils import CursorWrapper
from django.utils.timezone import localtime
from redis import Redis
from redis.exceptions import RedisError

from requests_app.audit import ddl_guard
from requests_app.audit import selectors as audit
from requests_app.audit.health import SEQUENCED_WITHIN
from requests_app.common import clock
from requests_app.ops import heartbeats, large_objects
from requests_app.ops.kinds import WrongKind
from requests_app.policy.errors import PackError
from requests_app.registry import selectors as registry

OLDEST_HEARTBEAT_SECONDS = 45
OLDEST_WAITING_SECONDS = 15 * 60


def database() -> bool:
    """The database answers this process's login."""
    return _one("SELECT 1") == 1


def broker() -> bool:
    """Redis answers."""
    try:
        with Redis.from_url(
            settings.COUNTERSIGN_BROKER_URL, socket_timeout=2, socket_connect_timeout=2
        ) as client:
            return bool(client.ping())
    except RedisError:
        return False


def _alive(process: str) -> bool:
    seconds = _one(
        "SELECT extract(epoch FROM now() - at)::float FROM ops_heartbeat WHERE process = %s",
        process,
    )
    return isinstance(seconds, float) and seconds <= OLDEST_HEARTBEAT_SECONDS


def worker() -> bool:
    """The worker did a task not long ago."""
    return _alive("worker")


def dispatcher() -> bool:
    """The dispatcher did a task not long ago."""
    return _alive("dispatcher")


def outbox() -> bool:
    """Nothing that could go out has been waiting for long."""
    oldest = _one(
        "SELECT coalesce(max(extract(epoch FROM now() - next_attempt_at)), 0)::float"
        " FROM dispatch_dispatch WHERE state = 'ready'"
    )
    return isinstance(oldest, float) and oldest <= OLDEST_WAITING_SECONDS


def mail() -> bool:
    """No mail of a notice or about an account was given up; of a database that does not answer, `database` tells."""
    given_up = _one(
        "SELECT count(*) FROM (SELECT emailed_at, email_next_at, email_tried_at FROM searches_notice"
        " UNION ALL SELECT emailed_at, email_next_at, email_tried_at FROM accounts_letter) AS mail"
        " WHERE emailed_at IS NULL AND email_next_at IS NULL AND email_tried_at IS NOT NULL"
    )
    return not given_up


def sweeps() -> bool:
    """Beat calls for the sweeps: no process had to do one by itself not long ago."""
    by_themselves = _one(
        "SELECT count(*) FROM ops_heartbeat WHERE process LIKE '%%/self'"
        " AND at > now() - make_interval(secs => %s)",
        heartbeats.BY_ITSELF_FOR_SECONDS,
    )
    return not by_themselves


def audit_log() -> bool:
    """Events get their places in the tree over the log: the sequencer is at work, and none waits for long."""
    try:
        return _alive("sequencer") and audit.seconds_without_leaf() <= SEQUENCED_WITHIN
    except (Error, WrongKind):
        return False


def rules() -> bool:
    """The rules can judge, and each is the one that was recorded under its name and number."""
    try:
        registry.packs().check(localtime(clock.now()).date())
        return not registry.changed_packs()
    except (PackError, Error, WrongKind):
        return False


PARTS: Mapping[str, Callable[[], bool]] = {
    "database": database,
    "broker": broker,
    "worker": worker,
    "dispatcher": dispatcher,
    "outbox": outbox,
    "rules": rules,
}

BESIDE: Mapping[str, Callable[[], bool]] = {"mail": mail, "sweeps": sweeps, "audit_log": audit_log}
"""What somebody should look at though every search can move."""


def audit_guard() -> bool | None:
    """The event triggers that keep the log's tables as they are fire; None where nobody can say."""
    return _asked(ddl_guard.is_on)


def large_objects_closed() -> bool | None:
    """No login may make or open a large object; None where nobody can say."""
    return _asked(large_objects.are_off)


SAFEGUARDS: Mapping[str, Callable[[], bool | None]] = {
    "audit_guard": audit_guard,
    "large_objects_closed": large_objects_closed,
}
"""What only a superuser switches on. Searches move without it, and a trial has neither."""


def _asked(ask: Callable[[CursorWrapper], bool]) -> bool | None:
    try:
        with connection.cursor() as cursor:
            return ask(cursor)
    except (Error, WrongKind):
        return None


def _one(statement: str, *parameters: str | int) -> object:
    """Return the first value of the first row, or None when there is none or no answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            row = cursor.fetchone()
    except (Error, WrongKind):
        return None
    return row[0] if row else None
