"""Every change of one thing in a rule's condition breaks a fixture beside its pack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from requests_app.ops.documents import coverage
from requests_app.ops.documents.changed_conditions import changes_of, unnoticed
from requests_app.policy import library
from requests_app.policy.fixtures import Fixtures, load_fixtures
from requests_app.policy.rules import Pack

PACKS = {pack.id: pack for pack in coverage.newest_packs()}


def fixtures_of(pack: Pack) -> Fixtures:
    path = library.SHIPPED_FOLDER / pack.id / f"{pack.version}.fixtures.yaml"
    return load_fixtures(path.read_bytes(), file=path.name)


@pytest.mark.parametrize("name", PACKS)
def test_every_change_of_a_condition_breaks_a_fixture(name: str) -> None:
    tried, left = unnoticed(PACKS[name], fixtures_of(PACKS[name]))
    assert tried >= len(PACKS[name].rules)
    assert not left, "\n".join(map(str, left))


def test_a_missing_fixture_is_told() -> None:
    """Without the case of that one order, nobody would see it leave the list of what opens such a gallery."""
    pack = PACKS["ca-bc"]
    whole = fixtures_of(pack)
    orders = "court_order_missing_deceased"
    poorer = replace(
        whole,
        cases=tuple(case for case in whole.cases if case.facts.req.legal_basis.type != orders),
    )
    assert len(poorer.cases) == len(whole.cases) - 1
    _tried, left = unnoticed(pack, poorer)
    assert [(change.rule, change.part) for change in left] == [("CABC-01", "when")]
    assert "'another'" in left[0].text
    assert str(left[0]).startswith("CABC-01 when ")


def test_what_is_changed_in_a_condition() -> None:
    rule = PACKS["ca-bc"].rules["CABC-02"]
    assert rule.when.text == "img.faces > 0"
    assert [change.text for change in changes_of(rule)] == [
        "!(img.faces > 0)",
        "img.faces >= 0",
        "img.faces > 1",
    ]
