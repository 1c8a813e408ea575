"""Papers about galleries and matchers: what a file may say of them, what holds on a day, what the database refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.registry import selectors
from requests_app.registry.entries import Entries, PaperEntry, read
from requests_app.registry.models import Gallery, Matcher, Paper
from requests_app.trial.demo import configuration
from requests_app.trial.demo.stories import GALLERY
from requests_app.workflow.administration.configuration import Change, configure
from tests.builders import InventedAgency
from tests.registry.test_entries import EXAMPLE, changed, problems
from tests.support import connected_as, sql

DAY = dt.date(2026, 11, 27)
LEGAL = 'kind = "legal_review"\ngallery = "booking-photographs"'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (LEGAL, 'kind = "legal_review"\nmatcher = "central"',
         "paper booking-legal-review: 'gallery' is missing: a paper of kind 'legal_review' is about a gallery."),
        (LEGAL, LEGAL + '\nmatcher = "central"',
         "paper booking-legal-review: 'matcher': a paper of kind 'legal_review' is about a gallery alone."),
        (LEGAL, LEGAL + '\nengine_version = "5.2"',
         "paper booking-legal-review: 'engine_version' belongs to a matcher's paper."),
        ('kind = "contract"\nmatcher = "central"\nengine_version = "5.2"', 'kind = "contract"\nmatcher = "central"',
         "paper central-contract: 'engine_version' is missing: say of which version the paper speaks."),
        ('kind = "contract"', 'kind = "promise"', "paper central-contract: 'kind': expected one of: legal_review, "),
        ('code = "central-contract"', 'code = "central-probes"', "paper central-probes: listed twice."),
        ("figures = [", "tables = [", "paper central-groups: 'tables' is not known. Known: "),
        ('{group = "men over 60", false_positives = "0.1 %", false_negatives = "3 %"},',
         '{group = "men over 60", false_positives = "0.1 %"},',
         "paper central-groups: figures[1].false_negatives: is missing."),
        ('false_positives = "0.1 %"', "false_positives = 0.1",
         "paper central-groups: figures[1].false_positives: expected a text."),
    ],
)  # fmt: skip
def test_a_fault_in_a_paper_is_told_by_its_entry_and_key(old: str, new: str, said: str) -> None:
    found = problems(changed(old, new))
    assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("sha256", '"abc"', "'sha256': expected the paper's SHA-256"),
        ("sha256", f'"{"A" * 64}"', "'sha256': expected the paper's SHA-256"),
        ("valid_until", "2026-03-01", "'valid_until' is before 'dated'."),
        ("dated", "2999-01-01", "'dated' is a day to come."),
    ],
)
def test_a_value_that_no_paper_can_have_is_told(key: str, value: str, said: str) -> None:
    lines = EXAMPLE.split("[[paper]]")
    (line,) = (line for line in lines[1].splitlines() if line.startswith(f"{key} ="))
    lines[1] = lines[1].replace(line, f"{key} = {value}")
    if key == "dated":
        lines[1] = lines[1].replace("valid_until = 2028-03-01", "valid_until = 2999-03-01")
    found = problems("[[paper]]".join(lines))
    assert [each for each in found if said in each], found


def test_figures_belong_to_reports_and_a_differential_report_has_some() -> None:
    one = '\nfigures = [{group = "g", false_positives = "1", false_negatives = "2"}]'
    assert "paper booking-legal-review: 'figures' belong to a report about accuracy." in problems(
        changed(LEGAL, LEGAL + one)
    )
    parts = EXAMPLE.split("figures = [")
    without = parts[0] + parts[1].partition("\n]\n")[2]
    assert problems(without) == [
        "paper central-groups: 'figures' is missing: give what the report gives for each group of people."
    ]


@pytest.mark.parametrize("how", ["web_scraped", "social_media_scraped", "cctv_scraped", "broker"])
def test_a_gallery_gathered_from_the_web_cannot_be_on_offer(how: str) -> None:
    found = problems(changed('acquisition = "booking_photo"', f'acquisition = "{how}"'))
    assert len(found) == 1
    assert "cannot be on offer to anybody" in found[0]
    off = changed('acquisition = "booking_photo"', f'acquisition = "{how}"')
    assert read(off.replace("allow_listed = true", "allow_listed = false")).galleries


# --- what the registry makes of them


def bring(*papers: PaperEntry) -> tuple[Change, ...]:
    with connected_as("owner"):
        wanted = Entries(agency=None, matchers=(), galleries=(), papers=papers)
        return configure(wanted=wanted, system_user="clerk")


def of_kind(kind: str, **changes: Any) -> PaperEntry:
    made = configuration.papers(matcher="demonstration", gallery=GALLERY)
    (paper,) = (each for each in made if each.kind == kind)
    return PaperEntry(**{name: getattr(paper, name) for name in paper.__slots__} | changes)


def until(kind: str, day: dt.date = DAY) -> dt.date | None:
    gallery = selectors.gallery(GALLERY)
    assert gallery is not None
    return selectors.papers_hold_until(gallery, day=day)[kind]


def test_papers_hold_from_their_first_day_to_their_last(agency: InventedAgency) -> None:
    bring(of_kind("impact_assessment", dated=DAY, valid_until=DAY))
    assert until("impact_assessment", DAY) == DAY
    assert until("impact_assessment", DAY - dt.timedelta(days=1)) is None
    assert until("regulator_disclosure") is None


def test_a_report_says_nothing_of_another_version_of_the_matcher(agency: InventedAgency) -> None:
    assert until("accuracy_report") is not None
    with connected_as("owner"):
        Matcher.objects.filter(code="demonstration").update(engine_version="1.1")
    assert until("accuracy_report") is None
    assert until("legal_review") is not None
    bring(of_kind("accuracy_report", code="accuracy-of-1-1", engine_version="1.1"))
    assert until("accuracy_report") is not None


def test_without_a_version_on_record_no_report_counts(agency: InventedAgency) -> None:
    with connected_as("owner"):
        Matcher.objects.filter(code="demonstration").update(engine_version="")
    assert until("contract") is None


def test_a_paper_is_recorded_once_and_each_change_is_an_event(agency: InventedAgency) -> None:
    again = of_kind("contract")
    assert bring(again, of_kind("differential_report")) == ()
    (change,) = bring(of_kind("contract", sha256="0" * 64))
    assert (change.kind, change.code, change.is_new) == ("paper", again.code, False)
    (kept,) = sql(
        "superuser",
        "SELECT object_type, object_id FROM audit.event WHERE code = 'registry.changed' "
        "ORDER BY id DESC LIMIT 1",
    )
    assert kept == ("paper", again.code)


def test_figures_are_kept_as_the_report_gives_them(agency: InventedAgency) -> None:
    paper = Paper.objects.get(matcher__code="demonstration", kind="differential_report")
    assert [figure["group"] for figure in paper.figures] == ["round shapes", "angular shapes"]
    assert paper.figures[0]["false_positives"] == "0.1 %"


def test_a_second_paper_of_a_kind_about_the_same_is_refused(agency: InventedAgency) -> None:
    with pytest.raises(PreconditionFailed) as refused:
        bring(of_kind("contract", code="another-contract"))
    assert refused.value.reason == "paper_twice"


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        ("legal_review", {"gallery": "nowhere", "code": "a"}, "gallery_unknown"),
        ("contract", {"matcher": "nowhere", "code": "a"}, "matcher_unknown"),
    ],
)
def test_a_paper_about_nothing_that_is_there_is_refused(
    agency: InventedAgency, kind: str, changes: dict[str, str], reason: str
) -> None:
    with pytest.raises(PreconditionFailed) as refused:
        bring(of_kind(kind, **changes))
    assert refused.value.reason == reason
    with pytest.raises(ObjectDoesNotExist):
        Paper.objects.get(code="a")


def test_a_gallery_that_nobody_reviewed_is_on_offer_to_nobody(agency: InventedAgency) -> None:
    assert Gallery().legal_review_decision == "unknown"
    with connected_as("owner"):
        Gallery.objects.filter(code=GALLERY).update(legal_review_decision="unknown")
    assert GALLERY not in {each.code for each in selectors.galleries_on_offer()}
    found = selectors.gallery(GALLERY)
    assert found is not None
    assert not found.is_on_offer


def test_the_trials_papers_hold_today(agency: InventedAgency) -> None:
    today = timezone.localdate(clock.now())
    for kind in ("legal_review", "impact_assessment", "collection", "accuracy_report",
                 "differential_report", "probe_retention", "contract"):  # fmt: skip
        held = until(kind, today)
        assert held is not None
        assert held >= today
    assert {paper.title[:5] for paper in Paper.objects.all()} == {"DEMO:"}


# --- what the database refuses its owner


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE registry_gallery SET acquisition = 'web_scraped'", "scraped_gallery_is_never_on_offer"),
        ("UPDATE registry_paper SET kind = 'contract' WHERE kind = 'legal_review'",
         "paper_is_about_what_its_kind_says"),
        ("UPDATE registry_paper SET engine_version = '' WHERE kind = 'contract'",
         "paper_is_about_what_its_kind_says"),
        ("UPDATE registry_paper SET engine_version = '1' WHERE kind = 'collection'",
         "paper_is_about_what_its_kind_says"),
        ("UPDATE registry_paper SET gallery_id = NULL WHERE kind = 'collection'",
         "paper_is_about_what_its_kind_says"),
        ("UPDATE registry_paper SET sha256 = upper(sha256)", "paper_has_a_digest"),
        ("UPDATE registry_paper SET valid_until = dated - 1", "paper_ends_after_it_begins"),
        ("UPDATE registry_paper SET dated = 'infinity', valid_until = 'infinity'", "readable"),
        ("INSERT INTO registry_paper SELECT gen_random_uuid(), 'twice', kind, engine_version, title, issuer, "
         "sha256, dated, valid_until, figures, gallery_id, matcher_id FROM registry_paper "
         "WHERE kind = 'collection' LIMIT 1", "one_paper_a_gallery_and_kind"),
        ("INSERT INTO registry_paper SELECT gen_random_uuid(), 'twice', kind, engine_version, title, issuer, "
         "sha256, dated, valid_until, figures, gallery_id, matcher_id FROM registry_paper "
         "WHERE kind = 'contract' LIMIT 1", "one_paper_a_version_and_kind"),
    ],
)  # fmt: skip
def test_the_owner_cannot_write_a_paper_that_says_what_none_can(
    agency: InventedAgency, statement: str, rule: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        sql("owner", statement)
    assert rule in str(refused.value)


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor"])
def test_no_process_writes_a_paper(agency: InventedAgency, login: str) -> None:
    for statement in ("UPDATE registry_paper SET title = 'x'", "DELETE FROM registry_paper"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql(login, statement)
