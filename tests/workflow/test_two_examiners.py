"""Two examiners compare each result, a third where they differ; two who agree settle it, and no conclusion changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from requests_app.common.errors import (
    BadInput,
    CountersignError,
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.policy.vocabulary import NoSelection
from requests_app.searches import examinations, examined
from requests_app.searches.models import Conclusion, Examination, Notice, SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import conclude, examine
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.examiners import concluded, lapse, record_of, took, wrote
from tests.support import connected_as, raw_connection, sql

ONE, TWO, THREE = "examiner", "examiner3", "examiner4"


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def said(row: SearchRequest) -> list[tuple[str, dict[str, Any]]]:
    """Codes and facts of the events of an examination, in their order."""
    found = sql(
        "auditor",
        "SELECT code, convert_from(entry, 'UTF8')::jsonb #> '{body,facts}' FROM audit.event"
        " WHERE request_id = %s AND (code LIKE 'exam.%%' OR code LIKE 'lead.%%') ORDER BY id",
        [row.pk],
    )
    return [(code, facts) for code, facts in found]


@contextmanager
def refused(kind: type[CountersignError], reason: str) -> Iterator[None]:
    with pytest.raises(kind) as refusal:
        yield
    assert refusal.value.reason == reason


def status_of(row: SearchRequest) -> str:
    return SearchRequest.objects.get(pk=row.pk).status


def told(row: SearchRequest, kind: str) -> set[str]:
    return set(
        Notice.objects.filter(search_request=row, kind=kind).values_list(
            "account__username", flat=True
        )
    )


def test_two_who_select_the_same_candidate_agree_and_nothing_is_released(
    agency: InventedAgency, row: SearchRequest
) -> None:
    concluded(agency, ONE, row, selected=2)
    assert not examinations.standing(row).agreed
    concluded(agency, TWO, row, selected=2)
    assert examinations.standing(row) == examinations.Standing(2, agreed=True, selected=2)
    assert status_of(row) == Status.RESULT_RECEIVED
    assert said(row)[-1] == ("exam.agreed", {"concluded": 2, "selected_position": 2})


def test_two_who_select_nobody_end_the_request_without_a_lead(
    agency: InventedAgency, row: SearchRequest
) -> None:
    concluded(agency, ONE, row, selected=None)
    assert status_of(row) == Status.RESULT_RECEIVED
    concluded(agency, TWO, row, selected=None)
    assert status_of(row) == Status.NO_LEAD
    assert said(row)[-1] == ("lead.none_found", {"concluded": 2, "ground": "nobody_selected"})
    assert told(row, Notice.Kind.NO_LEAD) == {"officer"}


@pytest.mark.parametrize(
    ("views", "ends", "agreed"),
    [
        ((2, None, 2), Status.RESULT_RECEIVED, 2),
        ((2, None, None), Status.NO_LEAD, None),
        ((1, 2, 2), Status.RESULT_RECEIVED, 2),
        ((1, 2, 3), Status.NO_LEAD, None),
        ((1, 2, None), Status.NO_LEAD, None),
    ],
)
def test_where_two_differ_a_third_one_decides_or_there_is_no_lead(
    agency: InventedAgency,
    row: SearchRequest,
    views: tuple[int | None, ...],
    ends: Status,
    agreed: int | None,
) -> None:
    assert row.result.candidate_count >= 3
    for who, view in zip((ONE, TWO, THREE), views, strict=True):
        concluded(agency, who, row, selected=view)
    assert status_of(row) == ends
    assert examinations.standing(row).selected == agreed
    codes = [code for code, _facts in said(row)]
    assert "exam.disagreed" in codes
    assert ("exam.agreed" in codes) is (agreed is not None)


def test_a_third_examiner_comes_in_only_where_two_have_concluded_and_differ(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    took(agency, TWO, row)
    with refused(PreconditionFailed, "has_its_examiners"):
        examine.start(actor=agency.actor(THREE), search_request_id=row.id)
    for who, view in ((ONE, 1), (TWO, 2)):
        wrote(agency, who, row, record_of(view, row.result.candidate_count))
        examiners.concluded_saved(agency, who, row)
    assert examine.start(actor=agency.actor(THREE), search_request_id=row.id).seat == 3


def test_where_two_agree_no_third_one_comes_in(agency: InventedAgency, row: SearchRequest) -> None:
    for who in (ONE, TWO):
        concluded(agency, who, row, selected=1)
    with refused(PreconditionFailed, "has_its_examiners"):
        examine.start(actor=agency.actor(THREE), search_request_id=row.id)


def test_only_those_who_can_come_in_are_told_and_in_the_same_words(
    agency: InventedAgency, row: SearchRequest
) -> None:
    assert told(row, Notice.Kind.RESULT_RECEIVED) == {"officer", ONE, TWO, THREE}
    before = Notice.objects.filter(search_request=row).count()
    for who, view in ((ONE, 1), (TWO, None)):
        concluded(agency, who, row, selected=view)
    later = list(Notice.objects.filter(search_request=row).order_by("created_at")[before:])
    assert [(each.account.username, each.kind) for each in later] == [
        (THREE, Notice.Kind.RESULT_RECEIVED)
    ]


def test_whose_certificate_has_ended_is_not_told(
    agency: InventedAgency, row: SearchRequest
) -> None:
    lapse(agency, THREE)
    before = Notice.objects.filter(search_request=row).count()
    for who, view in ((ONE, 1), (TWO, None)):
        concluded(agency, who, row, selected=view)
    assert Notice.objects.filter(search_request=row).count() == before


def test_where_the_third_seat_is_taken_a_correction_tells_nobody_that_an_examiner_is_wanted(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for who, view in ((ONE, 1), (TWO, 2)):
        concluded(agency, who, row, selected=view)
    with raw_connection("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE accounts_account SET unit_id = %s WHERE username = 'examiner2'", [row.unit_id]
        )
    took(agency, THREE, row)
    before = Notice.objects.filter(search_request=row).count()
    conclude.correct(
        actor=agency.actor(ONE),
        search_request_id=row.id,
        no_selection=NoSelection.INCONCLUSIVE,
        correction="I had taken a shadow on the cheek for a scar.",
    )
    assert Notice.objects.filter(search_request=row).count() == before


def test_taking_it_again_goes_on_with_the_same_examination(
    agency: InventedAgency, row: SearchRequest
) -> None:
    first, again = took(agency, ONE, row), took(agency, ONE, row)
    assert first.pk == again.pk
    assert [facts["again"] for code, facts in said(row) if code == "exam.started"] == [False, True]


def test_each_examiner_has_an_order_of_their_own_that_the_log_can_repeat(
    agency: InventedAgency, row: SearchRequest
) -> None:
    first, second = took(agency, ONE, row), took(agency, TWO, row)
    assert first.order_seed != second.order_seed
    assert [facts["order_seed"] for code, facts in said(row) if code == "exam.started"] == [
        first.order_seed,
        second.order_seed,
    ]
    order = examined.shuffled(first.order_seed, 40)
    assert sorted(order) == list(range(1, 41))
    assert order != tuple(range(1, 41))
    assert (
        order == examined.shuffled(first.order_seed, 40) != examined.shuffled(second.order_seed, 40)
    )


@pytest.mark.parametrize("who", ["officer", "supervisor", "privacy", "auditor", "operator"])
def test_nobody_else_takes_a_result(agency: InventedAgency, row: SearchRequest, who: str) -> None:
    with pytest.raises((NotPermitted, NotFound)):
        examine.start(actor=agency.actor(who), search_request_id=row.id)
    assert not Examination.objects.exists()


def test_an_examiner_of_another_unit_is_told_that_there_is_no_such_request(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with pytest.raises(NotFound):
        examine.start(actor=agency.actor("examiner2"), search_request_id=row.id)


def test_what_was_given_back_can_be_taken_by_another_one(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    took(agency, TWO, row)
    examine.give_back(actor=agency.actor(ONE), search_request_id=row.id)
    assert took(agency, THREE, row).seat == 1
    with pytest.raises(NotFound):
        examine.give_back(actor=agency.actor(ONE), search_request_id=row.id)


def test_after_a_week_without_a_word_another_one_can_take_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    took(agency, TWO, row)
    with connected_as("superuser"):
        sql("superuser", "ALTER TABLE searches_examination DISABLE TRIGGER guard_examination")
        sql(
            "superuser",
            "UPDATE searches_examination SET until = now() - interval '1 minute' WHERE seat = 2",
        )
        sql("superuser", "ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER guard_examination")
    assert took(agency, THREE, row).seat == 2
    assert ("exam.ended", {"cause": "lapsed"}) in said(row)


def test_who_may_examine_no_longer_keeps_no_seat(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    took(agency, TWO, row)
    lapse(agency, ONE)
    assert took(agency, THREE, row).seat == 1
    assert ("exam.ended", {"cause": "right_ended"}) in said(row)


def test_a_certificate_that_ends_meanwhile_keeps_the_draft_and_refuses_the_conclusion(
    agency: InventedAgency, row: SearchRequest
) -> None:
    record = record_of(1, row.result.candidate_count)
    mine = took(agency, ONE, row)
    lapse(agency, ONE)
    wrote(agency, ONE, row, record)
    with refused(NotPermitted, "training_lapsed"):
        examiners.concluded_saved(agency, ONE, row)
    assert examinations.opened_draft(mine) == record
    assert not Conclusion.objects.exists()


def test_what_is_saved_in_one_window_is_not_lost_to_another(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    blank = examiners.blank_page(agency.actor(ONE), row.id)
    details = {"actor": agency.actor(ONE), "search_request_id": row.id, "based_on": blank}
    examine.save_comparison(**details, position=1, comparison=examiners.SUPPORTS)
    examine.save_comparison(**details, position=2, comparison=examiners.EXCLUDES)
    with pytest.raises(StaleRead):
        examine.save_comparison(**details, position=1, comparison=examiners.EXCLUDES)
    mine = Examination.objects.get()
    assert examinations.opened_draft(mine).of(1) == examiners.SUPPORTS
    assert examinations.opened_draft(mine).of(2) == examiners.EXCLUDES


@pytest.mark.parametrize("position", [0, -1, 10_000])
def test_there_is_no_candidate_beyond_the_list(
    agency: InventedAgency, row: SearchRequest, position: int
) -> None:
    took(agency, ONE, row)
    with pytest.raises(NotFound):
        examine.save_comparison(
            actor=agency.actor(ONE),
            search_request_id=row.id,
            position=position,
            comparison=examiners.SUPPORTS,
            based_on=examiners.blank_page(agency.actor(ONE), row.id),
        )


def test_what_was_changed_since_the_page_was_drawn_is_not_concluded(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    wrote(agency, ONE, row, record_of(1, row.result.candidate_count))
    mine = Examination.objects.get()
    shown = examinations.revision_of(mine)
    examine.save_statement(
        actor=agency.actor(ONE),
        search_request_id=row.id,
        statement=dataclasses.replace(examiners.STATEMENT, selected=1, quality="Q" * 30),
        based_on=examined.digest_for_page(
            dataclasses.replace(examiners.STATEMENT, selected=1), mine.order_seed
        ),
    )
    with pytest.raises(StaleRead):
        conclude.conclude(
            actor=agency.actor(ONE), search_request_id=row.id, revision=shown, rules_read=""
        )


def test_nobody_concludes_without_opening_picture_and_candidates(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examine.start(actor=agency.actor(ONE), search_request_id=row.id)
    wrote(agency, ONE, row, record_of(1, row.result.candidate_count))
    with refused(PreconditionFailed, "examination_unopened"):
        examiners.concluded_saved(agency, ONE, row)


def test_a_conclusion_is_drawn_once(agency: InventedAgency, row: SearchRequest) -> None:
    concluded(agency, ONE, row, selected=1)
    for again in (
        lambda: examiners.concluded_saved(agency, ONE, row),
        lambda: wrote(agency, ONE, row, record_of(2, row.result.candidate_count)),
        lambda: examine.give_back(actor=agency.actor(ONE), search_request_id=row.id),
    ):
        with refused(PreconditionFailed, "already_concluded"):
            again()


def test_of_one_who_concludes_twice_at_once_one_conclusion_stands(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    wrote(agency, ONE, row, record_of(1, row.result.candidate_count))
    answers = at_once(*[as_login("web", lambda: examiners.concluded_saved(agency, ONE, row))] * 4)
    assert sum(isinstance(each, Conclusion) for each in answers) == 1
    assert Conclusion.objects.count() == 1


def test_two_who_conclude_at_once_are_settled_once(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for who in (ONE, TWO):
        took(agency, who, row)
        wrote(agency, who, row, record_of(None, row.result.candidate_count))
    at_once(
        *[
            as_login("web", lambda who=who: examiners.concluded_saved(agency, who, row))
            for who in (ONE, TWO)
        ]
    )
    assert status_of(row) == Status.NO_LEAD
    assert [code for code, _facts in said(row)].count("lead.none_found") == 1


def test_three_who_come_at_once_take_two_seats(agency: InventedAgency, row: SearchRequest) -> None:
    answers = at_once(
        *[
            as_login(
                "web",
                lambda who=who: examine.start(actor=agency.actor(who), search_request_id=row.id),
            )
            for who in (ONE, TWO, THREE)
        ]
    )
    assert sum(isinstance(each, Examination) for each in answers) == 2
    assert sorted(Examination.objects.values_list("seat", flat=True)) == [1, 2]


def test_a_correction_takes_a_selection_back_and_the_first_conclusion_stays(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for who in (ONE, TWO):
        concluded(agency, who, row, selected=1)
    first = Conclusion.objects.get(examiner=agency.people[ONE])
    corrected = conclude.correct(
        actor=agency.actor(ONE),
        search_request_id=row.id,
        no_selection=NoSelection.INCONCLUSIVE,
        correction="I had taken a shadow on the cheek for a scar.",
    )
    assert (corrected.number, corrected.selected_position) == (2, None)
    assert Conclusion.objects.get(pk=first.pk).selected_position == 1
    assert examinations.opened_conclusion(corrected).comparisons == (
        examinations.opened_conclusion(first).comparisons
    )
    assert not examinations.standing(row).agreed
    assert said(row)[-1] == ("exam.disagreed", {"concluded": 2})
    assert examine.start(actor=agency.actor(THREE), search_request_id=row.id).seat == 3


def test_a_correction_needs_something_to_take_back_and_a_reason(
    agency: InventedAgency, row: SearchRequest
) -> None:
    details = {
        "actor": agency.actor(ONE),
        "search_request_id": row.id,
        "no_selection": NoSelection.INCONCLUSIVE.value,
    }
    with pytest.raises(NotFound):
        conclude.correct(**details, correction="I had taken a shadow for a scar.")
    took(agency, ONE, row)
    with refused(PreconditionFailed, "not_concluded"):
        conclude.correct(**details, correction="I had taken a shadow for a scar.")
    concluded(agency, ONE, row, selected=1)
    with pytest.raises(BadInput):
        conclude.correct(**details, correction="-")
    conclude.correct(**details, correction="I had taken a shadow for a scar.")
    with refused(PreconditionFailed, "selects_nobody"):
        conclude.correct(**details, correction="I had taken a shadow for a scar.")


def test_after_the_end_nobody_examines_or_corrects(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for who in (ONE, TWO):
        concluded(agency, who, row, selected=None)
    with pytest.raises(InvalidTransition):
        examine.start(actor=agency.actor(THREE), search_request_id=row.id)
    with pytest.raises(InvalidTransition):
        conclude.correct(
            actor=agency.actor(ONE),
            search_request_id=row.id,
            no_selection=NoSelection.INCONCLUSIVE,
            correction="I had taken a shadow for a scar.",
        )


def test_what_an_examiner_wrote_stands_nowhere_in_the_clear(
    agency: InventedAgency, row: SearchRequest
) -> None:
    mine = took(agency, ONE, row)
    wrote(agency, ONE, row, record_of(1, row.result.candidate_count))
    assert b"helix" not in b"".join(
        bytes(sealed) for (sealed,) in sql("owner", "SELECT sealed FROM searches_examinationdraft")
    )
    examiners.concluded_saved(agency, ONE, row)
    (sealed,) = sql("owner", "SELECT sealed FROM searches_conclusion")[0]
    assert b"helix" not in bytes(sealed)
    events = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE request_id = %s",
        [row.pk],
    )
    assert not any("helix" in entry for (entry,) in events)
    assert json.dumps(said(row)).count(str(mine.order_seed)) == 1


def test_a_feature_that_no_list_has_is_not_even_saved(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    with pytest.raises(BadInput):
        examine.save_comparison(
            actor=agency.actor(ONE),
            search_request_id=row.id,
            position=1,
            comparison=examined.Comparison(features=(examined.Feature("horns", "similar"),)),
            based_on=examiners.blank_page(agency.actor(ONE), row.id),
        )


def test_of_content_that_was_destroyed_nothing_is_examined(
    agency: InventedAgency, row: SearchRequest
) -> None:
    took(agency, ONE, row)
    with raw_connection("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE searches_searchrequest DISABLE TRIGGER ALL")
        connection.execute("UPDATE searches_searchrequest SET content_destroyed_at = now()")
        connection.execute("ALTER TABLE searches_searchrequest ENABLE TRIGGER ALL")
    details = {"search_request_id": row.id}
    for act in (
        lambda: examine.start(actor=agency.actor(TWO), **details),
        lambda: examine.give_back(actor=agency.actor(ONE), **details),
        lambda: examiners.concluded_saved(agency, ONE, row),
    ):
        with refused(PreconditionFailed, "content_destroyed"):
            act()


# --- what a record must hold, judged without a database ------------------------------------------

TODAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"compared": None}, "compared", "required"),
        ({"made_at": "  "}, "made_at", "required"),
        ({"date_unknown": False}, "picture_taken_on", "date_or_unknown"),
        ({"picture_taken_on": TODAY}, "picture_taken_on", "date_and_unknown"),
        (
            {"picture_taken_on": TODAY + dt.timedelta(days=1), "date_unknown": False},
            "picture_taken_on",
            "in_the_future",
        ),
        ({"features": ()}, "features", "no_feature_compared"),
        (
            {"features": (examined.Feature("ears", "not_comparable"),)},
            "features",
            "no_feature_compared",
        ),
        ({"features": (examined.Feature("horns", "similar"),)}, "features", "unknown"),
        ({"features": (examined.Feature("ears", "similar"),) * 2}, "features", "unknown"),
        ({"similarities": "alike"}, "similarities", "too_short"),
        ({"similarities": "." * 80}, "similarities", "too_short"),
        ({"conclusion": ""}, "conclusion", "required"),
        ({"conclusion": "identified"}, "conclusion", "required"),
        ({"conclusion": "exclusion"}, "conclusion", "no_unexplained_difference"),
    ],
)
def test_what_a_comparison_lacks_is_named(changed: dict[str, Any], field: str, code: str) -> None:
    comparison = dataclasses.replace(examiners.SUPPORTS, **changed)
    assert examined.problems_of_comparison(comparison, today=TODAY)[field] == [code]


@pytest.mark.parametrize("conclusion", ["limited_support", "support", "strong_support"])
def test_one_unexplained_difference_rules_out_every_support(conclusion: str) -> None:
    comparison = dataclasses.replace(
        examiners.SUPPORTS,
        features=(
            *examiners.SUPPORTS.features,
            examined.Feature("scars", "difference_unexplained"),
        ),
        differences="A scar runs through the left brow of one face only.",
        conclusion=conclusion,
    )
    assert examined.problems_of_comparison(comparison, today=TODAY) == {
        "conclusion": ["unexplained_difference"]
    }


@pytest.mark.parametrize("whole", [examiners.SUPPORTS, examiners.EXCLUDES, examiners.NOT_COMPARED])
def test_a_whole_comparison_lacks_nothing(whole: examined.Comparison) -> None:
    assert examined.problems_of_comparison(whole, today=TODAY) == {}


@pytest.mark.parametrize(
    ("selected", "none", "code"),
    [
        (3, "", "not_supported"),
        (9, "", "not_supported"),
        (None, "", "required"),
        (None, "tired", "required"),
        (None, "no_candidate_supported", "a_candidate_is_supported"),
    ],
)
def test_a_selection_is_a_supported_candidate_or_a_reason(
    selected: int | None, none: str, code: str
) -> None:
    record = record_of(1, 4)
    statement = dataclasses.replace(record.statement, selected=selected, no_selection=none)
    record = dataclasses.replace(record, statement=statement)
    assert examined.problems_of_statement(record, 4, today=TODAY) == {"selected": [code]}


def test_support_of_a_candidate_who_was_not_compared_after_all_selects_nobody() -> None:
    record = record_of(1, 3).with_comparison(
        1, dataclasses.replace(examiners.NOT_COMPARED, conclusion="strong_support")
    )
    assert examined.problems_of_statement(record, 3, today=TODAY) == {"selected": ["not_supported"]}
    statement = dataclasses.replace(
        record.statement, selected=None, no_selection="no_candidate_supported"
    )
    record = dataclasses.replace(record, statement=statement)
    assert examined.problems_of_statement(record, 3, today=TODAY) == {}


def test_every_candidate_is_reviewed_and_no_other() -> None:
    record = record_of(1, 3)
    assert examined.problems_of_statement(record, 3, today=TODAY) == {}
    for count in (2, 4):
        assert examined.problems_of_statement(record, count, today=TODAY) == {
            "comparisons": ["not_all_reviewed"]
        }


def test_a_record_is_read_back_as_it_was_written() -> None:
    record = record_of(2, 3)
    assert examined.decode(examined.encode(record)) == record
    with pytest.raises(BadInput):
        examined.decode(b'{"comparisons":3}')
