"""Attacks on leads: released or withheld, or their pages opened, with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import examiners, follow_ups, leads, matchers
from tests.builders import InventedAgency
from tests.database.rows_and_events import NEW, TIME, Attack, Event, copied, quoted
from tests.support import raw_connection, sql
from tests.workflow.test_destroying_content import ended_before

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

LEAD, RECALL = "searches_leaddecision", "searches_leadrecall"
FOLLOW_UP, ENDED = "searches_followup", "searches_endedunexamined"


def begun(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to a result on whose candidate two examiners agree, opened by a supervisor."""
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    page = leads.opened(agency, "supervisor", row)
    released, other = (matchers.one_result(agency) for _ in range(2))
    for each in (released, other):
        leads.agreed(agency, each)
        leads.decided(agency, each)
    follow_ups.recorded(agency, other, follow_ups.report())
    withheld = matchers.one_result(agency)
    leads.agreed(agency, withheld)
    leads.decided(agency, withheld, outcome="withhold")
    ended_before(withheld, 15)
    # A unit with one examiner only.
    lacking = matchers.one_result_of_fraud(agency)
    examiners.concluded(agency, "examiner2", lacking, selected=1)
    return {
        "lacking": str(lacking.pk),
        "lacking_requester": str(lacking.requested_by_person_id),
        "withheld": str(withheld.pk),
        "passed_check": passed_check(str(other.pk)),
        "released": str(released.pk),
        "other_released": str(other.pk),
        "agreed": str(row.pk),
        "agreed_digest": page.agreed.digest,
        "agreed_requester": str(row.requested_by_person_id),
    }


def passed_check(request: str, stage: str = "followup") -> str:
    """The id of a check that passed and whose step, or conclusion, is not recorded yet: only the owner can arrange that."""
    guards = (
        "guard_checkrun", "needs_event", "findings_as_logged", "check_has_its_step", "check_has_its_conclusion",
    )  # fmt: skip
    with raw_connection("owner") as connection:
        for guard in guards:
            connection.execute(f"ALTER TABLE searches_checkrun DISABLE TRIGGER {guard}")  # type: ignore[arg-type]
        ((made,),) = connection.execute(
            "INSERT INTO searches_checkrun (id, search_request_id, version, stage, run_at, verdict, packs, inputs_digest,"
            " place, keep_days) VALUES (gen_random_uuid(), %s, 1, %s, now(), 'passed', '[]', '', '', 0)"
            " RETURNING id",
            [request, stage],
        ).fetchall()
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for guard in guards:
            connection.execute(f"ALTER TABLE searches_checkrun ENABLE ALWAYS TRIGGER {guard}")  # type: ignore[arg-type]
    return str(made)


def decided(held: Any, account: str, person: str, outcome: str = "release", **changes: str) -> str:
    """Decide on the lead that waits, as one statement."""
    is_released = outcome == "release"
    columns = {
        "id": quoted(NEW),
        "search_request_id": quoted(held["agreed"]),
        "requested_by_person_id": quoted(held["agreed_requester"]),
        "outcome": quoted(outcome),
        "selected_position": "1",
        "decided_by_id": quoted(account),
        "decided_by_person_id": quoted(person),
        "decided_at": "now()",
        "expires_at": "now() + interval '30 days'" if is_released else "NULL",
        "digest_read": quoted(held["agreed_digest"]),
        "lead_digest": quoted("d" * 64 if is_released else ""),
        "sealed": "'x'",
        "sealed_lead": "'x'" if is_released else "NULL",
    } | changes
    return f"INSERT INTO {LEAD} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def recalled(held: Any, account: str, person: str, **changes: str) -> str:
    """Recall the lead that was released, as one statement."""
    columns = {
        "id": quoted(NEW),
        "search_request_id": quoted(held["released"]),
        "requested_by_person_id": quoted(held["agreed_requester"]),
        "ground": "'error_found'",
        "sealed_reason": "'x'",
        "recalled_by_id": quoted(account),
        "recalled_by_person_id": quoted(person),
        "recalled_at": "now()",
    } | changes
    return f"INSERT INTO {RECALL} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def followed_up(held: Any, account: str, person: str, of_kind: str, /, **changes: str) -> str:
    """Record something of the lead that was released, as one statement."""
    columns = {
        "id": quoted(NEW),
        "search_request_id": quoted(held["released"]),
        "number": "1",
        "kind": quoted(of_kind),
        "outcome": {"passed_on": "'prosecutor'", "report": "'open'", "plan": "'arrest'"}[of_kind],
        "is_stopped": "true" if of_kind == "plan" else "NULL",
        "flaws": "'{nothing_independent}'" if of_kind == "plan" else "'{}'",
        "recorded_by_id": quoted(account),
        "recorded_by_person_id": quoted(person),
        "recorded_at": "now()",
        "due_at": "now() + interval '90 days'" if of_kind == "report" else "NULL",
        "sealed": "'x'",
    } | changes
    return f"INSERT INTO {FOLLOW_UP} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def ended(held: Any, account: str, person: str, **changes: str) -> str:
    """End the result on which two differ and of which no third is left, as one statement."""
    columns = {
        "id": quoted(NEW),
        "search_request_id": quoted(held["lacking"]),
        "requested_by_person_id": quoted(held["lacking_requester"]),
        "ground": "'too_few_examiners'",
        "concluded": "1",
        "sealed_reason": "'x'",
        "ended_by_id": quoted(account),
        "ended_by_person_id": quoted(person),
        "ended_at": "now()",
    } | changes
    return f"INSERT INTO {ENDED} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def moved(request: str, status: str) -> str:
    """Move the request on, which a decision on its lead does."""
    return (
        f"UPDATE searches_searchrequest SET status = '{status}', status_since = now()"
        f" WHERE id = '{request}'"
    )


def on_leads(held: Held) -> list[Attack]:
    """Attacks on the rows of leads."""
    account, person = held.people["supervisor"]
    request = held.agreed

    def deciding(outcome: str, trigger: str, status: str) -> Attack:
        code = "lead.released" if outcome == "release" else "lead.withheld"
        facts = {
            "selected_position": 1, "described": 7, "contradictions": 0, "digest": held.agreed_digest,
        } | ({"lead_digest": "d" * 64} if outcome == "release" else {})  # fmt: skip
        return Attack(
            f"{LEAD}.{trigger}",
            (decided(held.ids, account, person, outcome), moved(request, status)),
            event=Event(code, "request object account selected_position digest" + (" lead_digest" if outcome == "release" else ""),
                        request=request, object=NEW, account="supervisor", other_request=held.fresh, facts=facts),
        )  # fmt: skip

    def opened(kind: str) -> str:
        columns = {
            "id": quoted(NEW),
            "kind": quoted(kind),
            "search_request_id": quoted(request),
            "opened_at": "now()",
        }
        return copied(
            "searches_reading",
            f"kind = 'release_page' AND search_request_id = '{request}'",
            **columns,
        )

    def following(
        kind: str,
        trigger: str,
        code: str,
        tied: str,
        facts: dict[str, Any],
        *,
        reported: bool = False,
        **changes: str,
    ) -> Attack:
        of, other = (held.released, held.other_released)[:: -1 if reported else 1]
        row = followed_up(held.ids, account, person, kind, search_request_id=quoted(of), **changes)
        return Attack(
            f"{FOLLOW_UP}.{trigger}", (row,),
            event=Event(code, f"request object account number {tied}", request=of, object=NEW,
                        account="supervisor", other_request=other,
                        facts={"number": 1 + reported, **facts}),
        )  # fmt: skip

    ((version, digest),) = sql(
        "owner",
        "SELECT version, digest FROM searches_reading WHERE kind = 'release_page' AND search_request_id = %s",
        [request],
    )
    mine = {"request": request, "account": "supervisor", "other_request": held.fresh}
    return [
        deciding("release", "needs_event", "LEAD_RELEASED"),
        deciding("withhold", "withholding_needs_event", "NO_LEAD"),
        Attack(f"{RECALL}.needs_event", (recalled(held.ids, account, person),), event=Event(
            "lead.recalled", "request object account ground", request=held.released, object=NEW,
            account="supervisor", other_request=held.other_released, facts={"ground": "error_found", "told": 1})),
        Attack(f"{ENDED}.needs_event", (ended(held.ids, *held.people["supervisor3"]), moved(held.lacking, "NO_LEAD")),
            event=Event("lead.none_found", "request object account ground concluded", request=held.lacking, object=NEW,
                        account="supervisor3", other_request=held.fresh,
                        facts={"ground": "too_few_examiners", "concluded": 1})),
        following("passed_on", "needs_event", "lead.passed_on", "recipient flaws", {"recipient": "prosecutor", "flaws": []}),
        following("report", "report_needs_event", "followup.recorded", "disposition flaws",
                  {"disposition": "open", "flaws": [], "due_at": TIME}),
        following("plan", "stop_needs_event", "lead.step_stopped", "step flaws",
                  {"step": "arrest", "flaws": ["nothing_independent"]}),
        following("plan", "plan_needs_event", "lead.step_planned", "step", {"step": "arrest"},
                  reported=True, number="2", is_stopped="false", flaws="'{}'", check_run_id=quoted(held.passed_check)),
        Attack("searches_reading.release_page_needs_event", (opened("release_page"),), event=Event(
            "record.viewed", "request account version digest", **mine,
            facts={"version": version, "what": "release_page", "digest": digest})),
        Attack("searches_reading.lead_needs_event", (opened("lead"),), event=Event(
            "lead.viewed", "request account digest", **mine, facts={"digest": digest})),
    ]  # fmt: skip
