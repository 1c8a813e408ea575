"""The policy catalogue's rows, and that rules name rows that there are."""

from __future__ import annotations

from requests_app.ops.documents import coverage


def test_the_catalogue_has_its_281_rows_each_once() -> None:
    ids = [row for source in coverage.sources() for row in source.ids]
    assert len(ids) == len(set(ids)) == 281


def test_every_rule_names_rows_that_the_catalogue_has() -> None:
    ids = {row for source in coverage.sources() for row in source.ids}
    for rule in coverage.newest_core().rules.values():
        assert set(rule.grounds.implements) <= ids, rule.id


def test_a_row_is_said_to_be_compiled_only_where_a_rule_names_it() -> None:
    lines = coverage.text().splitlines()
    (minors,) = [line for line in lines if line.startswith("| CA-CV-05 |")]
    assert "compiled" in minors
    assert "`CORE-32`" in minors
    (declared,) = [line for line in lines if line.startswith("| CA-CV-07 |")]
    assert declared == "| CA-CV-07 | waits | – |"
