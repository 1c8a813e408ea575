"""The judge of plans can fail: statements that are wrong on purpose are found, and their better halves are not."""

from __future__ import annotations

import pytest

from tests.builders import InventedAgency
from tests.growth import judging, large

WRONG = {
    "unlimited list": (
        "SELECT * FROM searches_searchrequest ORDER BY created_at DESC",
        "whole",
    ),
    "count of all": ("SELECT count(*) FROM searches_notice", "whole"),
    "no index": ("SELECT * FROM audit.event WHERE reason = 'x' LIMIT 25", "whole"),
    "list of one person": (
        "SELECT * FROM searches_notice WHERE account_id = '00000000-0000-0000-0000-000000000001'",
        "unlimited",
    ),
    "sorted by what no index holds": (
        "SELECT * FROM searches_searchrequest ORDER BY version LIMIT 25",
        "whole",
    ),
    "page too long": ("SELECT * FROM audit.event ORDER BY id DESC LIMIT 5000", "long"),
    "read until enough fit": (
        "SELECT * FROM audit.event WHERE reason = 'x' ORDER BY id DESC LIMIT 25",
        "read on",
    ),
}
RIGHT = (
    "SELECT * FROM audit.event ORDER BY id DESC LIMIT 25",
    "SELECT * FROM audit.event WHERE id < 400 ORDER BY id DESC LIMIT 25",
    "SELECT * FROM searches_searchrequest WHERE id = '00000000-0000-0000-0000-000000000001'",
    "SELECT * FROM searches_decision WHERE search_request_id = '00000000-0000-0000-0000-000000000001' ORDER BY decided_at",
    "SELECT count(*) FROM (SELECT FROM audit.event ORDER BY id LIMIT 1001) AS counted",
    "SELECT * FROM accounts_unit ORDER BY code",
)


@pytest.fixture
def prepare() -> None:
    return None


def kinds(database: large.Large, statement: str) -> set[str]:
    """What is found; a sequential scan and an index read whole are the same fault."""
    return {
        "whole" if each.kind == "unindexed" else each.kind
        for each in judging.judge(database.plan(statement), database.indexes)
    }


def test_what_grows_is_found_and_what_does_not_is_not(agency: InventedAgency) -> None:
    with large.seems_large(judging.FEW_FOR_EACH) as database:
        for name, (statement, kind) in WRONG.items():
            assert kind in kinds(database, statement), name
        for statement in RIGHT:
            assert not kinds(database, statement), statement


def test_an_index_that_goes_is_missed(agency: InventedAgency) -> None:
    statement = "SELECT * FROM searches_decision WHERE search_request_id = '00000000-0000-0000-0000-000000000001'"
    with large.seems_large(judging.FEW_FOR_EACH) as database:
        assert not kinds(database, statement)
        for name, index in database.indexes.items():
            if index.table == "searches_decision" and "search_request_id" in index.keys:
                database.drop(name)
        assert kinds(database, statement) == {"whole"}
