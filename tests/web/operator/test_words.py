"""Every way in which a search can fail has words for the operator that say what to do.

The codes come from the borders they cross: our client, the matcher's refusals, its answers.
"""

from __future__ import annotations

import pytest

from requests_app.web.operator.words import ERRORS, error_words
from requests_app.wire.refusals import Refusal

FALLBACK = "its code is shown beside"
CODES = [
    "unreachable", "connect_timeout", "took_too_long", "timeout_after_send", "connection_lost",
    "order_invalid", "filter_not_allowed", "tls_required", "probe_changed",
    "answer_not_json", "answer_not_recorded", "answer_unreadable", "answer_schema", "answer_ranks", "answer_too_many", "answer_other_gallery",
    "answer_not_a_number", "answer_same_person_twice", "answer_scores_out_of_order",
    "http_202", "http_301", "http_401", "http_409", "http_429", "http_503",
    *(refusal.code for refusal in Refusal),
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_words_of_its_kind(code: str) -> None:
    assert FALLBACK not in str(error_words(code))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("unreachable", "backend_unavailable"),
        ("connection_lost", "outcome_unknown"),
        ("answer_ranks", "contract_violation"),
        ("http_401", "grant_rejected"),
        ("http_418", "contract_violation"),
    ],
)
def test_a_code_has_the_words_of_its_kind(code: str, kind: str) -> None:
    assert str(error_words(code)) == str(ERRORS[kind])


def test_a_code_of_another_version_is_still_explained() -> None:
    assert FALLBACK in str(error_words("of_a_later_version"))
