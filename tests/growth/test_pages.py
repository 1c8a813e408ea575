"""No page of anybody takes longer, the more there is: each list is paged, and each query finds its rows by an index."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import InventedAgency
from tests.growth import judging, large, recorded, visits
from tests.journeys import places
from tests.permissions import test_every_url as every_url


@pytest.fixture
def prepare(trial_secrets: Any) -> Any:
    return places.at_work(trial_secrets.grant_public_keys)


def test_no_page_reads_more_the_more_there_is(agency: InventedAgency) -> None:
    import time
    a=time.time()
    with visits.lists_of_one_row(), recorded.statements() as noted:
        opened = visits.open_everything(agency, noted)
    b=time.time()
    found = []; dump=[]
    with large.seems_large(judging.FEW_FOR_EACH) as database:
        for statement, (given, place) in noted.sent.items():
            plan = database.plan(statement, given)
            for f in judging.judge(plan, database.indexes):
                found.append((f.table, f.why, place, statement))
    import pickle
    pickle.dump((dump, database.indexes), open('/tmp/helper-plans.pickle','wb'))
    print("VISIT", b-a, "EXPLAIN", time.time()-b, len(noted.sent), len(opened), set(every_url.MAY)-opened)
    for f in sorted(found): print(*f, sep="\n   ")
    assert not len(found)
