"""No page of anybody takes longer, the more there is: each list is paged, and each query finds its rows by an index.

What is looked for stands in `judging.py`. A page is found by the list of addresses and by the links of other pages,
so that a new one is read as well; the statements inside functions of the database, and those of forms, are not.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import InventedAgency
from tests.growth import judging, known, large, recorded, visits
from tests.journeys import places
from tests.permissions import test_every_url as every_url


@pytest.fixture
def prepare(trial_secrets: Any) -> Any:
    return places.at_work(trial_secrets.grant_public_keys)


def test_no_page_reads_more_the_more_there_is(agency: InventedAgency) -> None:
    with visits.lists_of_one_row(), recorded.statements() as noted:
        opened = visits.open_everything(agency, noted)
    assert set(every_url.MAY) <= opened
    found: dict[tuple[str, str, str], str] = {}
    with large.seems_large(judging.FEW_FOR_EACH) as database:
        for statement, (given, place) in noted.sent.items():
            for each in judging.judge(database.plan(statement, given), database.indexes):
                found.setdefault((each.table, place, each.kind), f"{each.why}\n{statement}")
    wrong = {key: said for key, said in found.items() if key not in known.KNOWN}
    assert not wrong, "\n\n".join(f"{key}: {said}" for key, said in wrong.items())
    assert set(known.KNOWN) == set(found)
