"""Refuses a database that is not production's own and ready, and a login that is not this process's.

It must not write, and runs only against the databases that it is told of.
"""

from collections.abc import Collection, Iterator, Sequence

from django.conf import settings
from django.core.checks import Error
from django.db import Error as DatabaseError
from django.db import connections

from requests_app.accounts.models import Person
from requests_app.audit import sequencer
from requests_app.ops import held_rights, installation, kinds, logins
from requests_app.ops.models import Installation
from requests_app.ops.refusals.codes import Code, production_only, refusal
from requests_app.registry.models import Matcher

LOGIN_OF = {
    "web": logins.WEB,
    "worker": logins.WORKER,
    "dispatcher": logins.DISPATCHER,
    "sequencer": logins.SEQUENCER,
}
SETTING_OF = {
    "default": "COUNTERSIGN_DATABASE_URL",
    "auditor": "COUNTERSIGN_AUDITOR_DATABASE_URL",
}
MOST_NAMED = 5
"""How many rights a refusal names."""


@production_only
def check_databases(databases: Sequence[str] | None = None, **_: object) -> Iterator[Error]:
    """Refuse by what the databases named in `databases` answer; beat has none."""
    if settings.COUNTERSIGN_PROCESS == "beat":
        return
    for alias in databases or ():
        try:
            yield from _of_login(alias)
            if alias == "default":
                yield from _of_content()
        except kinds.WrongKind:
            yield _of_a_trial(alias)
        except DatabaseError:
            yield refusal(
                Code.NO_ANSWER,
                f"The database of {SETTING_OF[alias]} does not answer as it should.",
                "Check the address and the password, then run: manage.py bootstrap_database",
            )


def _of_content() -> Iterator[Error]:
    made = installation.of_this_database()
    if made is None:
        yield refusal(
            Code.NEVER_MADE_READY,
            "This database was never made ready.",
            "Run: manage.py bootstrap_database",
        )
    elif made.kind != Installation.Kind.PRODUCTION:
        yield _of_a_trial("default")
    if settings.COUNTERSIGN_PROCESS == "sequencer":
        return  # it may read nothing of people or matchers, and says itself where the cluster is another
    if not sequencer.is_in_its_cluster():
        yield refusal(
            Code.OTHER_CLUSTER,
            "This database was restored into another cluster, where its transaction ids mean other "
            "transactions: an act could pass for one that the log holds.",
            "With the settings of the sequencer, run: manage.py sequence_audit_log --restored",
        )
    if Person.objects.filter(is_demo=True).exists():
        yield refusal(
            Code.DEMO_ACCOUNTS,
            "The database holds demo accounts, whose passwords were printed on a screen.",
            "Start production with a database of its own.",
        )
    if Matcher.objects.filter(is_demo=True).exists():
        yield refusal(
            Code.DEMO_MATCHER,
            "The register names the demo matcher, which is not a face recogniser.",
            "Start production with a database of its own, and register your matcher.",
        )


def _of_a_trial(alias: str) -> Error:
    return refusal(
        Code.DATABASE_OF_A_TRIAL,
        f"{SETTING_OF[alias]} names a database that a trial made.",
        "Give production its own database, and run: manage.py bootstrap_database",
    )


def _of_login(alias: str) -> Iterator[Error]:
    """Refuse a login that holds more than its work needs, or that is another process's."""
    setting, process = SETTING_OF[alias], settings.COUNTERSIGN_PROCESS
    expected = logins.AUDITOR if alias == "auditor" else LOGIN_OF.get(process)
    with connections[alias].cursor() as cursor:
        # session_user: a login that was told to act as another one may at any time be itself again.
        cursor.execute(
            "SELECT session_user, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,"
            " rolreplication,"
            " EXISTS (SELECT FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass"
            "  AND refobjid = pg_roles.oid AND deptype = 'o'),"
            " ARRAY(SELECT other.rolname::text FROM pg_roles other WHERE other.oid <> pg_roles.oid"
            "  AND pg_has_role(session_user, other.oid, 'MEMBER') ORDER BY 1)"
            " FROM pg_roles WHERE rolname = session_user"
        )
        user, superuser, roles, databases, bypass, replication, owns, member_of = cursor.fetchone()
    powers = [
        words
        for has, words in (
            (superuser, "is a superuser"),
            (roles, "may create roles"),
            (databases, "may create databases"),
            (bypass, "bypasses row security"),
            (replication, "may replicate"),
            (owns, "owns tables, functions or other things"),
            (member_of and not superuser, "may become " + ", ".join(member_of)),
        )
        if has
    ]
    if powers:
        yield refusal(
            Code.TOO_MANY_POWERS,
            f"The database login {user!r} of {setting} {', '.join(powers)}. A process may hold no "
            "more than its work needs.",
            "Use the login that bootstrap_database made.",
        )
    if user != expected:
        yield refusal(
            Code.LOGIN_OF_ANOTHER,
            f"{setting} signs in as {user!r}, but the process {process!r} works there as "
            f"{expected!r}.",
            "Use that login, or set COUNTERSIGN_PROCESS to what this process is.",
        )
    elif not powers:
        yield from _of_rights(alias, user)


def _of_rights(alias: str, user: str) -> Iterator[Error]:
    """Refuse a login whose rights are not exactly those that this release gives it."""
    with connections[alias].cursor() as cursor:
        held = held_rights.held(cursor)
        promised = held_rights.promised(cursor, user)
    of_login = f"The database login {user!r} of {SETTING_OF[alias]}"
    if held - promised:
        yield refusal(
            Code.SURPLUS_RIGHTS,
            f"{of_login} may do more than this release gives it: {_some(held - promised)}.",
            "Run this release's manage.py bootstrap_database, which takes away what was granted on "
            "tables. If this is said again, somebody granted it elsewhere: let an administrator of "
            "the database revoke it, and find out who granted it and why.",
        )
    # Who may change a whole row lacks none of its columns.
    lacking = {
        (name, right) for name, right in promised - held if (name, right.split()[0]) not in held
    }
    if lacking:
        yield refusal(
            Code.MISSING_RIGHTS,
            f"{of_login} lacks what this release needs: {_some(lacking)}.",
            "Run this release's manage.py bootstrap_database.",
        )


def _some(rights: Collection[tuple[str, str]]) -> str:
    """Return the first few rights in words, and how many more there are."""
    words = [f"{privilege} on {name}" for name, privilege in sorted(rights)]
    more = f", and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
    return ", ".join(words[:MOST_NAMED]) + more
