"""The way of one request, from an empty draft to a result, on the real database."""

from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from tests import builders


def test_a_request_goes_from_draft_to_result(agency, matcher):
    row = builders.drafted(agency)
    assert row.status == Status.DRAFT
    row = builders.approved(agency)
    assert row.status == Status.APPROVED
    assert builders.forwarded(row) == "done"
    row = SearchRequest.objects.get(id=row.id)
    assert row.status == Status.RESULT_RECEIVED
    assert row.result.candidate_count > 0
