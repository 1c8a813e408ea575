"""Attacks on examinations: taken, prolonged, ended or concluded with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests_app.workflow import examine
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.database import leads_attacked
from tests.database.rows_and_events import DIGEST, NEW, Attack, Event, copied, quoted
from tests.support import sql

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

EXAMINATION, CONCLUSION = "searches_examination", "searches_conclusion"


def begun(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to a result that nobody took, one that is being examined, and one with a conclusion."""
    fresh, examined, concluded = (matchers.one_result(agency) for _ in range(3))
    mine = examiners.took(agency, "examiner", examined)
    examine.save_comparison(
        actor=agency.actor("examiner"),
        search_request_id=examined.pk,
        position=1,
        comparison=examiners.SUPPORTS,
        based_on=examiners.blank_page(agency.actor("examiner"), examined.pk),
    )
    left = examine.start(actor=agency.actor("examiner3"), search_request_id=fresh.pk)
    said = examiners.concluded(agency, "examiner", concluded, selected=1)
    return {
        "fresh": str(fresh.pk),
        "examined": str(examined.pk),
        "concluded": str(concluded.pk),
        "examination": str(mine.pk),
        "left_examination": str(left.pk),
        "concluded_examination": str(said.examination_id),
        "examined_count": str(examined.result.candidate_count),
        "concluded_count": str(said.candidates),
        "selection_check": leads_attacked.passed_check(str(examined.pk), "examine"),
    }


LAPSED = (
    f"ALTER TABLE {EXAMINATION} DISABLE TRIGGER guard_examination",
    f"UPDATE {EXAMINATION} SET until = now() - interval '1 minute' WHERE seat = 1"
    " AND examiner_id = (SELECT id FROM accounts_account WHERE username = 'examiner3')",
    f"ALTER TABLE {EXAMINATION} ENABLE ALWAYS TRIGGER guard_examination",
)
"""What only time would bring about: an examiner who let a week go by."""


def on_examinations(held: Held) -> list[Attack]:
    """Attacks on the rows of examinations and of what comes of them."""
    account, person = held.people["examiner"]
    (requester,) = sql(
        "owner",
        "SELECT requested_by_person_id FROM searches_searchrequest WHERE id = %s",
        [held.fresh],
    )[0]
    mine = {"account": "examiner", "role": "examiner", "object": held.examination,
            "request": held.examined, "other_request": held.fresh}  # fmt: skip

    def ended(how: str, of: str) -> tuple[str, ...]:
        return (
            f"UPDATE {EXAMINATION} SET ended_at = now(), ended_how = '{how}' WHERE id = '{of}'",
        )

    def conclusion(
        of: str, request: str, number: int, outcome: str, position: int | None
    ) -> Attack:
        count = int(held.examined_count if number == 1 else held.concluded_count)
        compared_count = count - 1 if number == 1 else count  # one picture stays unopened
        facts: dict[str, Any] = {
            "number": number, "outcome": outcome, "selected_position": position,
            "candidate_count": count, "compared": compared_count,
        }  # fmt: skip
        insert = (
            f"INSERT INTO {CONCLUSION} (id, examination_id, search_request_id, number, outcome, selected_position,"
            " candidates, compared, sealed, concluded_at, examiner_id, check_run_id)"
            f" VALUES ('{NEW}', '{of}', '{request}', {number}, '{outcome}', {'NULL' if position is None else position},"
            f" {count}, {compared_count}, 'x', now(), '{account}',"
            f" {'NULL' if position is None else quoted(held.selection_check)})"
        )
        compared = (
            "request object account number outcome selected_position candidate_count compared"
        )
        name = "needs_event" if number == 1 else "correcting_needs_event"
        code = "exam.concluded" if number == 1 else "exam.corrected"
        return Attack(f"{CONCLUSION}.{name}", (insert,), event=Event(
            code, compared, request=request, object=of, account="examiner", role="examiner",
            other_request=held.fresh, facts=facts))  # fmt: skip

    take = copied(EXAMINATION, f"id = '{held.examination}'", id=quoted(NEW), seat="2",
                  order_seed=quoted(DIGEST), search_request_id=quoted(held.fresh),
                  requested_by_person_id=quoted(str(requester)))  # fmt: skip
    return [
        Attack(f"{EXAMINATION}.needs_event", (take,),
               event=Event("exam.started", "request object account seat order_seed", request=held.fresh,
                           object=NEW, account="examiner", role="examiner", other_request=held.examined,
                           facts={"seat": 2})),
        Attack(f"{EXAMINATION}.prolonging_needs_event",
               (f"UPDATE {EXAMINATION} SET until = until + interval '1 minute' WHERE id = '{held.examination}'",),
               event=Event("exam.draft_saved", "request object account", **mine)),
        Attack(f"{EXAMINATION}.giving_back_needs_event", ended("given_back", held.examination),
               event=Event("exam.given_back", "request object account", **mine)),
        Attack(f"{EXAMINATION}.ending_needs_event", ended("lapsed", held.left_examination),
               event=Event("exam.ended", "request object cause",
                           **{**mine, "object": held.left_examination, "request": held.fresh,
                              "other_request": held.examined})),
        Attack("searches_examinationdraft.needs_event",
               ("UPDATE searches_examinationdraft SET sealed = 'x', revision = 2"
                f" WHERE examination_id = '{held.examination}'",),
               event=Event("exam.draft_saved", "object revision", facts={"revision": 2}, **mine)),
        conclusion(held.examination, held.examined, 1, "support", 1),
        conclusion(held.concluded_examination, held.concluded, 2, "inconclusive", None),
    ]  # fmt: skip
