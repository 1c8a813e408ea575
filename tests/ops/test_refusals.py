"""Every refusal to start: what brings it about, what it says, who meets it and that nothing silences it.

Processes that are really started are in test_production.py; here the checks run where the tests do.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from celery.signals import worker_init
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from requests_app.ops import bootstrap, logins, startup, trial_marks
from requests_app.ops.refusals.codes import TAG, Code
from tests.ops.conftest import Here, found
from tests.support import PASSWORDS, connected_as, insert_any, raw_connection, sql

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ready(here: Here, database: str) -> Here:
    """The same, with a database that production made."""
    sql("owner", "UPDATE ops_installation SET kind = 'production'")
    return here


def broken_pack(here: Here) -> None:
    here.file("packs/my-agency/2026.11.0.yaml", "pack: [")
    here.set(COUNTERSIGN_PACK_FOLDER=str(here.folder / "packs"))


WITHOUT_DATABASE: dict[Code, Callable[[Here], None]] = {
    Code.DEBUG: lambda here: here.set(DEBUG=True),
    Code.COOKIES: lambda here: here.set(CSRF_COOKIE_SECURE=False),
    Code.HTTPS_REDIRECT: lambda here: here.set(SECURE_SSL_REDIRECT=False),
    Code.HSTS: lambda here: here.set(SECURE_HSTS_SECONDS=60),
    Code.HOSTS: lambda here: here.set(ALLOWED_HOSTS=["*.example.org"]),
    Code.ORIGIN: lambda here: here.set(COUNTERSIGN_PUBLIC_ORIGIN="http://localhost"),
    Code.TRIAL: lambda here: here.set(COUNTERSIGN_TRIAL=True),
    Code.ORIGIN_ELSEWHERE: lambda here: here.set(ALLOWED_HOSTS=["other.example.org"]),
    Code.LIMITS: lambda here: here.set(COUNTERSIGN_SESSION_HOURS=168),
    Code.NO_BROKER: lambda here: here.set(COUNTERSIGN_BROKER_URL="memory://"),
    Code.OPEN_BROKER: lambda here: here.set(COUNTERSIGN_BROKER_URL="rediss://redis/0"),
    Code.BROKER_IN_THE_CLEAR: lambda here: here.set(COUNTERSIGN_BROKER_URL="redis://:w@redis/0"),
    Code.BROKER_UNCHECKED: lambda here: here.set(
        COUNTERSIGN_BROKER_URL="rediss://:w@redis/0?ssl_cert_reqs=none"
    ),
    Code.FOLDER_OF_A_TRIAL: lambda here: here.set(
        VAR_DIR=Path(here.file(f"kept/{trial_marks.FOLDER_MARK}", trial_marks.FOLDER_SAYS)).parent
    ),
    Code.TEXT_OF_A_TRIAL: lambda here: here.set(SECRET_KEY=trial_marks.new_text()),
    Code.SHORT_SIGNING_KEY: lambda here: here.set(SECRET_KEY=token_urlsafe(60)[:49]),
    Code.NO_KEY_FILE: lambda here: here.set(COUNTERSIGN_CONTENT_KEY_FILE=""),
    Code.UNUSABLE_KEY: lambda here: here.set(
        COUNTERSIGN_CONTENT_KEY_FILE=here.file("broken.key", "")
    ),
    Code.KEY_OF_A_TRIAL: lambda here: here.set(
        COUNTERSIGN_CONTENT_KEY_FILE=here.content_key("trial.key", trial_marks.new_key())
    ),
    Code.GRANT_KEY_ELSEWHERE: lambda here: here.set(
        COUNTERSIGN_GRANT_KEY_FILE=here.file("grant.pem", "")
    ),
    Code.SHORT_LOOKUP_KEY: lambda here: here.set(COUNTERSIGN_LOOKUP_KEY=token_urlsafe(40)[:31]),
    Code.WEAK_KEY: lambda here: here.set(SECRET_KEY="abcdefghijkl" * 5),
    Code.SAME_KEY: lambda here: here.set(COUNTERSIGN_LOOKUP_KEY=here.settings.SECRET_KEY),
    Code.OPEN_FILE: lambda here: here.set(
        COUNTERSIGN_SECRET_FILES={"COUNTERSIGN_MAIL_PASSWORD_FILE": here.file("mail", "w", 0o644)}
    ),
    Code.MATCHER_KEYS_ELSEWHERE: lambda here: here.set(
        COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER="/etc/countersign/matchers"
    ),
    Code.STATIC_FILES: lambda here: here.set(STATIC_ROOT="/nowhere"),
    Code.PACKS: broken_pack,
}
"""One thing that is wrong, for each refusal that asks no database."""


def told() -> str:
    """What a process of production says that does not start."""
    with pytest.raises(SystemExit) as ended:
        startup.refuse_if_unsafe()
    return str(ended.value)


def well_said(message: checks.CheckMessage) -> None:
    """A refusal stops, says what is wrong in sentences, and ends with what to do."""
    assert type(message) is checks.Error
    assert re.search(r"[.:]", message.msg), message.msg
    assert message.hint
    assert message.hint[0].isupper()


def test_nothing_is_found_where_nothing_is_wrong(here: Here) -> None:
    assert found() == {}


def test_production_that_is_ready_starts(ready: Here) -> None:
    assert found("default", "auditor") == {}
    startup.refuse_if_unsafe()


@pytest.mark.parametrize("code", WITHOUT_DATABASE)
def test_each_thing_wrong_has_its_own_refusal(here: Here, code: Code) -> None:
    WITHOUT_DATABASE[code](here)
    said = found()
    assert code.value in said
    # A trial's secret key is a short one too; nothing else brings a second refusal with it.
    assert set(said) - {Code.SHORT_SIGNING_KEY.value} <= {code.value}
    for message in said.values():
        well_said(message)


@pytest.fixture
def wrong_login() -> Iterator[None]:
    with logins.connected(USER=logins.OWNER, PASSWORD=PASSWORDS[logins.OWNER]):
        yield


def test_the_owners_login_is_refused_for_its_powers_and_as_anothers(
    ready: Here, wrong_login: None
) -> None:
    said = found("default")
    assert set(said) == {Code.TOO_MANY_POWERS, Code.LOGIN_OF_ANOTHER}
    for message in said.values():
        well_said(message)
        assert "COUNTERSIGN_DATABASE_URL" in message.msg


def test_a_login_that_only_acts_as_the_right_one_is_refused(ready: Here) -> None:
    stray = f"stray_{os.getpid()}"  # logins are the whole server's: no other test may meet it
    sql("superuser", f"CREATE ROLE {stray} LOGIN SUPERUSER PASSWORD '{stray}'")
    sql("superuser", f"ALTER ROLE {stray} SET role = {logins.WEB}")
    try:
        with logins.connected(USER=stray, PASSWORD=stray):
            said = found("default")
    finally:
        sql("superuser", f"DROP ROLE {stray}")
    assert set(said) == {Code.TOO_MANY_POWERS, Code.LOGIN_OF_ANOTHER}


@pytest.mark.parametrize(
    ("alias", "setting"),
    [
        ("default", "COUNTERSIGN_DATABASE_URL"),
        ("auditor", "COUNTERSIGN_AUDITOR_DATABASE_URL"),
    ],
)
def test_a_database_that_does_not_answer_is_refused_by_its_setting(
    ready: Here, alias: str, setting: str
) -> None:
    with logins.connected(alias, PASSWORD="a-wrong-password"):
        said = found("default", "auditor")
    assert set(said) == {Code.NO_ANSWER}
    message = said[Code.NO_ANSWER]
    well_said(message)
    assert f"The database of {setting} does not answer" in message.msg
    assert "a-wrong-password" not in f"{message.msg}{message.hint}"


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        (Code.NEVER_MADE_READY, "DELETE FROM ops_installation"),
        (Code.DATABASE_OF_A_TRIAL, "UPDATE ops_installation SET kind = 'trial'"),
    ],
)
def test_a_database_of_another_kind_is_refused(ready: Here, code: Code, statement: str) -> None:
    sql("owner", statement)
    said = found("default")
    assert set(said) == {code}
    well_said(said[code])


def test_what_belongs_to_a_demonstration_is_refused(ready: Here) -> None:
    insert_any("accounts_person", is_demo="true", language="'en'")
    insert_any("registry_matcher", is_demo="true")
    said = found("default")
    assert set(said) == {Code.DEMO_ACCOUNTS, Code.DEMO_MATCHER}
    for message in said.values():
        well_said(message)


SURPLUS = {
    "UPDATE (sealed) ON searches_justification": "UPDATE (sealed) on public.searches_justification",
    "UPDATE ON searches_claim": "UPDATE on public.searches_claim",
    "DELETE ON audit_export": "DELETE on public.audit_export",
    "TRUNCATE ON searches_notice": "TRUNCATE on public.searches_notice",
    "TRIGGER ON searches_decision": "TRIGGER on public.searches_decision",
    "REFERENCES (id) ON searches_decision": "REFERENCES (id) on public.searches_decision",
    "INSERT ON dispatch_searchresult": "INSERT on public.dispatch_searchresult",
    "SELECT ON audit.opening": "SELECT on audit.opening",
    "EXECUTE ON FUNCTION audit.erase_openings(uuid, text)": "EXECUTE on audit.erase_openings(uuid,text)",
    "USAGE ON SEQUENCE audit.event_id_seq": "USAGE on audit.event_id_seq",
    "CREATE ON SCHEMA public": "CREATE on schema public",
    "TEMPORARY ON DATABASE {database}": "TEMPORARY on this database",
    "SET ON PARAMETER session_replication_role": "SET on parameter session_replication_role",
}
"""A grant that no release makes, and the words for it."""


@pytest.mark.parametrize("grant", SURPLUS)
@pytest.mark.parametrize("holder", [logins.WEB, "PUBLIC"])
def test_a_login_that_may_do_more_than_was_promised_is_refused(
    ready: Here, database: str, grant: str, holder: str
) -> None:
    what = grant.format(database=database)
    sql("superuser", f"GRANT {what} TO {holder}")
    try:
        said = found("default")
    finally:  # what is granted on a parameter belongs to the whole server
        sql("superuser", f"REVOKE {what} FROM {holder}")
    assert set(said) == {Code.SURPLUS_RIGHTS}
    well_said(said[Code.SURPLUS_RIGHTS])
    assert SURPLUS[grant] in said[Code.SURPLUS_RIGHTS].msg


@pytest.mark.parametrize("holder", [logins.WEB, logins.AUDITOR, "PUBLIC"])
def test_the_bootstrap_takes_a_surplus_on_tables_away(ready: Here, holder: str) -> None:
    for grant in ("UPDATE (sealed) ON searches_draft", "UPDATE ON searches_claim",
                  "SELECT ON audit.opening", "USAGE ON SEQUENCE audit.event_id_seq",
                  "EXECUTE ON FUNCTION audit.erase_openings(uuid, text)"):  # fmt: skip
        sql("owner", f"GRANT {grant} TO {holder}")
    with connected_as("owner"):
        bootstrap.apply_rights()
    assert found("default", "auditor") == {}


def test_a_function_of_somebody_elses_schema_is_a_surplus_too(ready: Here) -> None:
    sql(
        "superuser",
        "CREATE SCHEMA helpful; GRANT USAGE ON SCHEMA helpful TO PUBLIC;"
        "CREATE FUNCTION helpful.run(text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER"
        " AS 'BEGIN EXECUTE $1; END'",
    )
    assert "EXECUTE on helpful.run(text)" in found("default")[Code.SURPLUS_RIGHTS].msg


def test_many_surplus_rights_are_counted_and_not_all_named(ready: Here) -> None:
    sql("owner", f"GRANT DELETE ON ALL TABLES IN SCHEMA public TO {logins.WEB}")
    message = found("default")[Code.SURPLUS_RIGHTS].msg
    assert message.count("DELETE on public.") == 5
    assert re.search(r", and \d\d more\.$", message)


def test_a_login_that_lacks_a_right_is_refused(ready: Here) -> None:
    sql("owner", f"REVOKE UPDATE (sealed) ON searches_draft FROM {logins.WEB}")
    sql("owner", f"REVOKE SELECT ON audit.opening FROM {logins.AUDITOR}")
    said = checks.run_checks(
        tags=[TAG], include_deployment_checks=True, databases=["default", "auditor"]
    )
    assert [each.id for each in said] == [Code.MISSING_RIGHTS] * 2
    for message in said:
        well_said(message)
    assert "UPDATE (sealed) on public.searches_draft" in said[0].msg
    assert "SELECT on audit.opening" in said[1].msg


def test_a_database_that_was_restored_into_another_cluster_is_refused(ready: Here) -> None:
    with raw_connection("superuser") as superuser:
        superuser.execute("UPDATE audit.tree SET cluster = cluster + 1")
    said = found("default")
    assert set(said) == {Code.OTHER_CLUSTER}
    well_said(said[Code.OTHER_CLUSTER])
    assert "sequence_audit_log --restored" in str(said[Code.OTHER_CLUSTER].hint)


def test_a_login_that_owns_a_function_is_refused(ready: Here) -> None:
    sql("superuser", f"ALTER FUNCTION countersign_refuse_change() OWNER TO {logins.WEB}")
    try:
        said = found("default")
    finally:
        sql("superuser", f"ALTER FUNCTION countersign_refuse_change() OWNER TO {logins.OWNER}")
    assert set(said) == {Code.TOO_MANY_POWERS}
    assert "owns tables, functions or other things" in said[Code.TOO_MANY_POWERS].msg


def test_no_refusal_is_left_untried() -> None:
    of_databases = {
        Code.NO_ANSWER, Code.TOO_MANY_POWERS, Code.LOGIN_OF_ANOTHER, Code.NEVER_MADE_READY,
        Code.DATABASE_OF_A_TRIAL, Code.DEMO_ACCOUNTS, Code.DEMO_MATCHER, Code.SURPLUS_RIGHTS,
        Code.MISSING_RIGHTS, Code.OTHER_CLUSTER,
    }  # fmt: skip
    assert set(Code) == set(WITHOUT_DATABASE) | of_databases


def test_each_id_is_one_of_ours_and_none_is_used_twice() -> None:
    ids = [code.value for code in Code]
    assert len(set(ids)) == len(Code.__members__)
    assert ids == sorted(ids)
    assert all(re.fullmatch(r"countersign\.E\d{3}", each) for each in ids)


def test_the_operators_page_lists_each_id_in_order() -> None:
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(countersign\.E\d+)` \|", page, re.MULTILINE) == [*Code]


def test_a_start_says_each_reason_under_its_id_in_order(ready: Here) -> None:
    ready.set(DEBUG=True, COUNTERSIGN_CONTENT_KEY_FILE="", SECRET_KEY=token_urlsafe(60)[:20])
    sql("owner", "DELETE FROM ops_installation")
    first, *paragraphs = told().split("\n\n")
    assert first == "Countersign does not start."
    assert [each.split(":")[0] for each in paragraphs] == [
        Code.DEBUG, Code.SHORT_SIGNING_KEY, Code.NO_KEY_FILE, Code.NEVER_MADE_READY,
    ]  # fmt: skip
    assert paragraphs[0] == (
        "countersign.E001: COUNTERSIGN_DEBUG is on: error pages would show case content. Remove it."
    )


def test_silencing_a_check_does_not_let_an_unsafe_process_start(ready: Here) -> None:
    ready.set(DEBUG=True, SILENCED_SYSTEM_CHECKS=[code.value for code in Code])
    sql("owner", "DELETE FROM ops_installation")
    said = told()
    assert Code.DEBUG in said
    assert Code.NEVER_MADE_READY in said


@pytest.mark.filterwarnings("ignore:DjangoFixup:UserWarning")  # no worker sends the signal here
@pytest.mark.parametrize("process", ["web", "worker", "dispatcher"])
def test_a_check_that_breaks_lets_no_process_start(ready: Here, process: str) -> None:
    ready.set(COUNTERSIGN_PROCESS=process, SECRET_KEY=["hunter"])
    said = told()
    assert "AttributeError" in said
    assert "/requests_app/ops/" in said  # which check is made first is not promised
    assert "hunter" not in said
    with pytest.raises(SystemExit):  # Celery goes on after any other error of a receiver
        worker_init.send(sender=None)


def test_a_trial_starts_always(here: Here, database: str) -> None:
    here.set(DEBUG=True, ALLOWED_HOSTS=["*"], COUNTERSIGN_INSTALLATION_KIND="trial")
    assert found("default") == {}
    startup.refuse_if_unsafe()


def test_beat_needs_no_database(here: Here) -> None:
    here.set(COUNTERSIGN_PROCESS="beat", COUNTERSIGN_CONTENT_KEY_FILE="")
    startup.refuse_if_unsafe()


def check(*arguments: str, **options: Any) -> str:
    """What `manage.py check` prints, whether it fails or not."""
    out = io.StringIO()
    try:
        call_command("check", *arguments, stdout=out, stderr=out, **options)
    except SystemCheckError as failed:
        return str(failed)
    return out.getvalue()


def test_the_check_command_shows_the_refusals_and_the_hint(here: Here) -> None:
    here.set(DEBUG=True, ALLOWED_HOSTS=[])
    for said in (check("--deploy"), check("--deploy", "--tag", TAG)):
        assert "(countersign.E001) COUNTERSIGN_DEBUG is on" in said
        assert "HINT: Remove it." in said
        assert "countersign.E005" in said
        assert "countersign.E3" not in said  # no database was named, so none was asked


def test_the_check_command_asks_the_database_that_is_named(ready: Here) -> None:
    sql("owner", "DELETE FROM ops_installation")
    said = check("--deploy", "--tag", TAG, "--database", "default")
    assert "(countersign.E304) This database was never made ready." in said
    assert Code.NEVER_MADE_READY in check("--deploy", "--tag", "database", "--database", "default")


def test_a_command_that_checks_meets_none_of_the_refusals(ready: Here) -> None:
    """What every command runs before its work, `migrate` with its database too, is blocked by none."""
    sql("owner", "DELETE FROM ops_installation")
    ready.set(DEBUG=True, COUNTERSIGN_CONTENT_KEY_FILE="", ALLOWED_HOSTS=[])
    for databases in (None, ["default"]):
        said = checks.run_checks(databases=databases)
        assert [each for each in said if each.id in set(Code)] == []
    out = io.StringIO()
    call_command("migrate", "--plan", skip_checks=False, stdout=out)
    call_command("showmigrations", "ops", skip_checks=False, stdout=out)
    assert "ops" in out.getvalue()
