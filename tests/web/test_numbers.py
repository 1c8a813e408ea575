"""What is typed into a box for a number becomes one value in one spelling, or is refused beside the box.

Must not ask the readers what they take: every spelling and its value stand here.
"""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from requests_app.common.errors import PreconditionFailed
from requests_app.searches import content
from requests_app.searches.answers import Answers
from requests_app.searches.models import Authorisation, SearchRequest
from requests_app.searches.states import Status
from requests_app.web.number_fields import WholeNumberField
from requests_app.web.questionnaire.forms.justification import GalleryForm
from requests_app.wire.decimals import canonical_decimal
from requests_app.wire.shapes import Malformed, read_decimal
from tests import builders, earlier_release
from tests.builders import InventedAgency
from tests.web.officer.typing_in import fields_of, question, send

WEB = Path(__file__).parents[2] / "requests_app" / "web"

SPELLINGS = {
    ".5": "0.5", ",5": "0.5", "0,75": "0.75", "0.750": "0.75", "00.5": "0.5", "007": "7",
    " 0.5 ": "0.5", "\u00a00,5\u00a0": "0.5", "0": "0", "0.0": "0", "000": "0", "3500": "3500",
    "999999999999": "999999999999", "0.12345678": "0.12345678", "1.00000000000": "1",
    "-0.5": "-0.5", "-,50": "-0.5", "-0": "0", "-0.0": "0", "-12": "-12",
}  # fmt: skip
NO_NUMBERS = (
    "1e-1", "1E3", "+0.5", "- 1", "−1", "--1", "0 5", "1 000", "1\u202f000", "1_0", "0x1", "0b1",
    "NaN", "nan", "sNaN", "inf", "-inf", "Infinity", "5.", "5,", ".", ",", "..5", "0..5", "1.2.3",
    "1,234.5", "1.234,5", "٠٫٥", "٥", "０．５", "½", "²", "५", "Ⅴ", "0.5\x00", "\x000.5", "\ud8000.5",
    "0\u200b.5", "\u202e5", "0.5f", "5%", "0.123456789", "1000000000000", "9" * 5000, "0" * 61,
    "999999999999.12345678", "abc", "'5'", "0.5;", "0\n5", "1/2",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), SPELLINGS.items())
def test_a_number_has_one_spelling_and_the_wire_takes_it(typed: str, meant: str) -> None:
    assert canonical_decimal(typed) == meant
    assert read_decimal(meant, "number") == meant
    assert canonical_decimal(meant) == meant
    assert len(meant) <= 20


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_can_be_read_otherwise_is_no_number(typed: str) -> None:
    with pytest.raises(Malformed):
        canonical_decimal(typed)


@pytest.mark.parametrize(
    ("typed", "meant"), [("12", 12), (" 12 ", 12), ("012", 12), ("", None), ("0", 0), ("  ", None)]
)
def test_a_whole_number(typed: str, meant: int | None) -> None:
    assert WholeNumberField(most=99).clean(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "1_0", "+1", "−1", "1.0", "1.", "1,0", "1e1", "0x1", "١٢", "１２", "²", "५", "1 0", "1\u00a00",
        "NaN", "inf", "\x001", "\ud8001", "1\u200b", "-1", "100", "9" * 5000, "-" + "9" * 5000, "--1",
        "0" * 5000 + "100",
    ],
)  # fmt: skip
def test_what_is_no_whole_number_within_the_limits(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WholeNumberField(most=99).clean(typed)
    assert refused.value.messages[0].startswith("Enter ")


def test_no_form_reads_numbers_or_dates_in_another_way() -> None:
    others = {"IntegerField", "DecimalField", "FloatField", "DurationField", "DateField",
              "DateTimeField", "TimeField", "SplitDateTimeField"}  # fmt: skip
    found: list[tuple[str, int]] = []
    for path in sorted(WEB.rglob("*.py")):
        if path.name in {"number_fields.py", "styleguide.py"}:
            continue
        found += [
            (path.name, node.lineno)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr in others
        ]
    assert not found


# --- in a request --------------------------------------------------------------------------------


def with_threshold(answers: Answers, threshold: str) -> Answers:
    scope = dataclasses.replace(answers.scope, threshold=threshold)
    return dataclasses.replace(answers, scope=scope)


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


@pytest.fixture
def officer(agency: InventedAgency) -> Client:
    client = Client()
    client.force_login(
        agency.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def gallery_page(row: SearchRequest, **typed: str) -> dict[str, Any]:
    return fields_of(GalleryForm, content.open_draft(row).scope) | typed


@pytest.mark.parametrize(("typed", "kept"), [(",5", "0.5"), (".5", "0.5"), ("0,70", "0.7")])
def test_a_score_is_kept_as_the_approval_will_carry_it(
    agency: InventedAgency, officer: Client, row: SearchRequest, typed: str, kept: str
) -> None:
    assert (
        send(officer, question(row, "gallery"), gallery_page(row, threshold=typed)).status_code
        == 302
    )
    assert content.open_draft(row).scope.threshold == kept
    submitted = builders.driving.submitted(agency.actor("officer"), row)
    builders.decided(agency, submitted, "approve")
    assert Authorisation.objects.get(search_request=row).threshold == kept


@pytest.mark.parametrize("typed", ["1e-1", "NaN", "٠٫٥", "5.", "+1", "9" * 5000, "<b>"])
@pytest.mark.parametrize("name", ["threshold", "candidate_limit"])
def test_a_wrong_number_is_told_beside_its_box_and_nothing_is_lost(
    officer: Client, row: SearchRequest, name: str, typed: str
) -> None:
    sent = gallery_page(row, gallery_reason="The newest words of all.") | {name: typed}
    answer = send(officer, question(row, "gallery"), sent)
    assert answer.status_code == 200
    assert [*answer.context["form"].errors] == [name]
    assert answer.context["form"][name].value() == typed
    kept = content.open_draft(row).scope
    assert kept.gallery_reason == "The newest words of all."
    assert kept.threshold == ""
    assert kept.candidate_limit is not None


@pytest.mark.parametrize("typed", ["1e-1", "abc", "-1", "9" * 30])
def test_a_draft_of_an_earlier_release_is_not_frozen_with_a_score_that_cannot_be_sent(
    agency: InventedAgency, officer: Client, row: SearchRequest, typed: str
) -> None:
    builders.write(agency.actor("officer"), row.pk, with_threshold(content.open_draft(row), typed))
    with pytest.raises(PreconditionFailed, match="precondition_failed") as refused:
        builders.try_to_submit(agency.actor("officer"), row)
    assert refused.value.reason == "limits_unreadable"
    assert SearchRequest.objects.get(pk=row.pk).status == Status.DRAFT
    page = officer.get(f"/requests/{row.pk}/check/")
    assert page.status_code == 200
    assert question(row, "gallery") in page.content.decode()
    assert officer.get(question(row, "gallery")).status_code == 200


def test_a_draft_of_an_earlier_release_is_frozen_in_the_one_spelling(
    agency: InventedAgency, row: SearchRequest
) -> None:
    builders.write(agency.actor("officer"), row.pk, with_threshold(content.open_draft(row), ".50"))
    submitted = builders.driving.submitted(agency.actor("officer"), row)
    frozen = content.open_version(submitted.justifications.get())
    assert frozen.scope.threshold == "0.5"


def test_a_version_of_an_earlier_release_is_approved_in_the_one_spelling(
    agency: InventedAgency, row: SearchRequest
) -> None:
    submitted = builders.driving.submitted(agency.actor("officer"), row)
    earlier_release.freeze_otherwise(submitted, with_threshold(content.open_draft(row), ".5"))
    builders.decided(agency, submitted, "approve")
    assert Authorisation.objects.get(search_request=row).threshold == "0.5"


def test_a_version_that_no_approval_can_carry_can_still_be_returned(
    agency: InventedAgency, row: SearchRequest
) -> None:
    submitted = builders.driving.submitted(agency.actor("officer"), row)
    earlier_release.freeze_otherwise(submitted, with_threshold(content.open_draft(row), "1e-1"))
    with pytest.raises(PreconditionFailed) as refused:
        builders.decided(agency, submitted, "approve")
    assert refused.value.reason == "limits_unreadable"
    assert not Authorisation.objects.filter(search_request=row).exists()
    builders.decided(agency, submitted, "return")
    assert SearchRequest.objects.get(pk=row.pk).status == Status.RETURNED
