"""The policy catalogue's rows, and that rules name rows that there are."""

from __future__ import annotations

from requests_app.ops.documents import coverage


def test_the_catalogue_has_its_281_rows_each_once() -> None:
    ids = [row for source in coverage.sources() for row in source.ids]
    assert len(ids) == len(set(ids)) == 281


def test_every_rule_names_rows_that_the_catalogue_has() -> None:
    ids = {row for source in coverage.sources() for row in source.ids}
    for pack in coverage.newest_packs():
        for rule in pack.rules.values():
            assert set(rule.grounds.implements) <= ids, rule.id


def test_what_is_said_of_single_rows_is_said_of_rows_that_there_are() -> None:
    compiled = {
        row
        for pack in coverage.newest_packs()
        for rule in pack.rules.values()
        for row in rule.grounds.implements
    }
    for source in coverage.sources():
        said = {*source.waits, *source.held}
        assert said <= set(source.ids)
        assert not said & compiled  # nothing waits that has a rule


def test_of_every_row_of_canada_it_is_said_what_it_waits_for() -> None:
    lines = [line for line in coverage.text().splitlines() if line.startswith("| CA-")]
    assert len(lines) == 56
    assert not [line for line in lines if line.endswith("| waits | – |")]


def test_a_row_is_said_to_be_compiled_only_where_a_rule_names_it() -> None:
    lines = coverage.text().splitlines()
    (minors,) = [line for line in lines if line.startswith("| CA-CV-05 |")]
    assert "compiled" in minors
    assert "`CORE-32`" in minors
    (declared,) = [line for line in lines if line.startswith("| CA-CV-07 |")]
    assert declared == "| CA-CV-07 | compiled | ca-qc: `CAQC-01` |"
    (accounted,) = [line for line in lines if line.startswith("| CA-RC-03 |")]
    assert accounted.startswith("| CA-RC-03 | waits | what the gate says was searched")
    (own_view,) = [line for line in lines if line.startswith("| CA-FR-08 |")]
    assert own_view.startswith("| CA-FR-08 | held | nobody approves without an answer")
