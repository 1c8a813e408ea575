"""An examiner’s selection is judged by the rules of the packs; whoever selects nobody is judged by none.

Must use packs of an agency’s own for what stops, and the shipped one for what warns; the database is attacked with SQL.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed, StaleRead
from requests_app.policy import library
from requests_app.policy.errors import PackError
from requests_app.policy.vocabulary import NoSelection
from requests_app.searches.examined import Examined
from requests_app.searches.models import CheckRun, Conclusion, Examination, SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import driving
from requests_app.web.messages import explain
from requests_app.workflow import check, conclude, release
from requests_app.workflow.judged_selection import facts_of
from tests import builders, examiners, leads, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.web.supervisor.test_leads import filled, opened
from tests.workflow.test_planned_step import checked, folder, own, tried, written
from tests.workflow.test_release import events

__all__ = ["folder"]
"""A fixture of the steps that are planned, which pytest finds here by its name."""


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def rule(verb: str = "BLOCK", **more: Any) -> str:
    return own(verb, stage="examine", fact="ex.features", **more)


def record(row: SearchRequest, *, features: int = 1, **of_the_selected: Any) -> Examined:
    """A whole record that selects the first candidate, with so many parts of the face compared."""
    whole = examiners.record_of(1, row.result.candidate_count)
    selected = dataclasses.replace(
        examiners.SUPPORTS, features=examiners.SUPPORTS.features[:features], **of_the_selected
    )
    return whole.with_comparison(1, selected)


def broken() -> Any:
    raise PackError("my-agency/2026.11.0.yaml", "", 1, 1, "ended, with no successor")


def found_by(concluded: Conclusion) -> list[tuple[str, str]]:
    run = CheckRun.objects.get(pk=concluded.check_run_id)
    assert (run.stage, run.search_request_id) == ("examine", concluded.search_request_id)
    return list(run.findings.values_list("pack", "rule"))


def taken(years: float) -> dict[str, Any]:
    day = timezone.localdate(clock.real_now()) - dt.timedelta(days=round(years * 365.25))
    return {"picture_taken_on": day, "date_unknown": False}


def test_a_selection_is_judged_and_what_was_found_is_kept(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examiners.took(agency, "examiner", row)
    examiners.wrote(agency, "examiner", row, record(row, **taken(1)))
    concluded = examiners.concluded_saved(agency, "examiner", row)
    assert found_by(concluded) == []
    (said,) = [
        each for each in events(row, "search.checked") if each["facts"]["stage"] == "examine"
    ]
    assert said["facts"]["verdict"] == "passed"
    assert any(pack.startswith("leads ") for pack in said["facts"]["packs"])


@pytest.mark.parametrize(
    ("picture", "is_told"),
    [(taken(4.9), False), (taken(5.1), True), ({"date_unknown": True}, True)],
    ids=["4.9 years", "5.1 years", "unknown"],
)
def test_an_old_or_undated_picture_is_told_before_and_kept_with_the_conclusion(
    agency: InventedAgency, row: SearchRequest, picture: dict[str, Any], is_told: bool
) -> None:
    examiners.took(agency, "examiner", row)
    examiners.wrote(agency, "examiner", row, record(row, **picture))
    for language, says in (("en", "five years ago or more"), ("fr", "cinq ans ou plus")):
        client = browser(agency, "examiner", language=language)
        page = client.get(f"/examinations/{row.pk}/conclude/check/").content.decode()
        assert (says in page) is is_told
    concluded = examiners.concluded_saved(agency, "examiner", row)
    assert found_by(concluded) == ([("leads", "LEAD-06")] if is_told else [])


def test_the_earlier_of_two_days_counts(agency: InventedAgency) -> None:
    row = examiners.with_pictures(agency, "examiner3")
    mine = Examination.objects.get(search_request=row)

    def day_of(**picture: Any) -> dt.date | None:
        return facts_of(mine, record(row, **picture), 1).picture_taken_on

    says_the_matcher = day_of(**taken(0))
    assert says_the_matcher is not None
    assert says_the_matcher < timezone.localdate(clock.real_now())
    earlier = {"picture_taken_on": says_the_matcher - dt.timedelta(days=9), "date_unknown": False}
    assert day_of(**earlier) == earlier["picture_taken_on"]
    assert day_of(date_unknown=True, picture_taken_on=None) is None


@pytest.mark.parametrize(
    ("verb", "more", "is_stopped"),
    [
        ("BLOCK", "", True),
        ("EVID", "", True),
        ("APPR+", "    role: supervisor\n", True),
        ("WARN", "", False),
    ],
)
def test_a_rule_of_the_agency_stops_a_selection_and_nothing_is_lost(
    agency: InventedAgency,
    row: SearchRequest,
    folder: Path,
    verb: str,
    more: str,
    is_stopped: bool,
) -> None:
    written(folder, rule(verb, more=more))
    examiners.took(agency, "examiner", row)
    examiners.wrote(agency, "examiner", row, record(row, **taken(1)))
    client = browser(agency, "examiner")
    address = f"/examinations/{row.pk}/conclude/check/"
    page = client.get(address)
    text = page.content.decode()
    assert "AG-01" in text
    assert "Only one report was made." in text
    assert ("Record the conclusion" not in text) is is_stopped
    sent = client.post(address, {"read": page.context["read"], "rules": page.context["rules_read"]})
    if not is_stopped:
        assert sent.status_code == 302
        assert found_by(Conclusion.objects.get()) == [("my-agency", "AG-01")]
        return
    assert sent.status_code == 400
    assert "it stands below" in sent.content.decode()
    assert not Conclusion.objects.exists()
    assert not CheckRun.objects.filter(stage="examine").exists()
    examiners.wrote(agency, "examiner", row, record(row, features=2, **taken(1)))
    assert found_by(examiners.concluded_saved(agency, "examiner", row)) == []


def test_nothing_is_recorded_on_findings_that_nobody_was_shown(
    agency: InventedAgency, row: SearchRequest, folder: Path
) -> None:
    examiners.took(agency, "examiner", row)
    examiners.wrote(agency, "examiner", row, record(row, **taken(1)))
    client = browser(agency, "examiner")
    address = f"/examinations/{row.pk}/conclude/check/"
    shown = client.get(address).context
    written(folder, rule("WARN"))
    library.installed.cache_clear()  # as if everything had been started anew with it
    sent = {"read": shown["read"], "rules": shown["rules_read"]}
    answer = client.post(address, sent)
    assert answer.status_code == 400
    assert "The rules find something else" in answer.content.decode()
    assert "AG-01" in answer.content.decode()
    assert not Conclusion.objects.exists()
    sent["rules"] = answer.context["rules_read"]
    assert client.post(address, sent).status_code == 302
    assert found_by(Conclusion.objects.get()) == [("my-agency", "AG-01")]


def test_whoever_selects_nobody_is_judged_by_no_rule(
    agency: InventedAgency, row: SearchRequest, folder: Path
) -> None:
    written(folder, rule().replace("ex.features < 2", "ex.features >= 0"))
    with pytest.raises(PreconditionFailed) as refused:
        examiners.concluded(agency, "examiner", row, selected=1)
    assert refused.value.reason == "selection_stopped_by_rule"
    assert refused.value.params["rules"] == ["AG-01"]
    nobody = examiners.record_of(None, row.result.candidate_count)
    examiners.wrote(agency, "examiner", row, nobody)
    assert examiners.concluded_saved(agency, "examiner", row).check_run is None
    assert examiners.concluded(agency, "examiner3", row, selected=None).check_run is None
    row.refresh_from_db()
    assert row.status == "NO_LEAD"


def test_a_selection_is_taken_back_whatever_the_rules_say(
    agency: InventedAgency, row: SearchRequest, folder: Path
) -> None:
    examiners.concluded(agency, "examiner", row, selected=1)
    written(folder, rule().replace("ex.features < 2", "ex.features >= 0"))
    library.installed.cache_clear()  # as if everything had been started anew with it
    corrected = conclude.correct(
        actor=agency.actor("examiner"),
        search_request_id=row.pk,
        no_selection=NoSelection.INCONCLUSIVE,
        correction="The ear that was compared belongs to another candidate of the list.",
    )
    assert corrected.check_run is None


def test_where_the_rules_cannot_be_applied_nothing_is_concluded_and_nothing_is_lost(
    agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    examiners.took(agency, "examiner", row)
    examiners.wrote(agency, "examiner", row, record(row))
    monkeypatch.setattr(check, "judging_now", broken)
    client = browser(agency, "examiner")
    told = client.get(f"/examinations/{row.pk}/conclude/check/", follow=True)
    assert "cannot be applied at present" in told.content.decode()
    assert told.redirect_chain[-1][0].endswith("/conclude/")
    assert examiners.STATEMENT.quality in told.content.decode()
    nobody = examiners.record_of(None, row.result.candidate_count)
    examiners.wrote(agency, "examiner", row, nobody)
    assert examiners.concluded_saved(agency, "examiner", row).outcome == "no_candidate_supported"


def test_the_other_examiner_learns_nothing_of_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    """A finding is about one’s own record: that of whoever was first stands on no page of the second."""
    examiners.took(agency, "examiner", row)
    examiners.wrote(agency, "examiner", row, record(row))
    assert found_by(examiners.concluded_saved(agency, "examiner", row)) == [("leads", "LEAD-06")]
    examiners.took(agency, "examiner3", row)
    examiners.wrote(agency, "examiner3", row, record(row, **taken(1)))
    client = browser(agency, "examiner3")
    for place in ("", "conclude/", "conclude/check/"):
        assert "LEAD-06" not in client.get(f"/examinations/{row.pk}/{place}").content.decode()
        assert client.get(f"/examinations/{row.pk}/{place}").status_code == 200
    for who, place in (("officer", f"/requests/{row.pk}/"), ("supervisor", "/decisions/decided/")):
        shown = browser(agency, who).get(place)
        assert shown.status_code == 200
        assert "LEAD-06" not in shown.content.decode()


# What the database holds a selection to ----------------------------------------------------------


def selecting(row: SearchRequest, check_run_id: str, **changes: str) -> str:
    """A conclusion of the examination that is under way, as whoever holds the web's password could write it."""
    mine = Examination.objects.get(search_request=row)
    count = row.result.candidate_count
    values = {
        "id": "gen_random_uuid()", "examination_id": f"'{mine.pk}'", "search_request_id": f"'{row.pk}'", "number": "1",
        "outcome": "'support'", "selected_position": "1", "candidates": str(count), "compared": str(count),
        "sealed": "'x'", "concluded_at": "clock_timestamp()", "examiner_id": f"'{mine.examiner_id}'",
        "check_run_id": check_run_id,
    } | changes  # fmt: skip
    return f"INSERT INTO searches_conclusion ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def at_examination(row: SearchRequest, **changes: str) -> tuple[str, str]:
    return checked(row, **{"stage": "'examine'"} | changes)


PASSED = "no candidate is selected whom the rules have not let pass"
AT_THE_COMMIT = "SET CONSTRAINTS selection_was_judged IMMEDIATE"


def test_nobody_is_selected_whom_no_rule_has_let_pass(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examiners.took(agency, "examiner", row)
    run, made = at_examination(row)
    assert tried(run, selecting(row, f"'{made}'"), AT_THE_COMMIT) == "", "all but its events"
    assert PASSED in tried(selecting(row, "NULL"), AT_THE_COMMIT)
    for verdict in ("blocked", "needs"):
        stopping, made = at_examination(row, verdict=f"'{verdict}'")
        says = tried(stopping, selecting(row, f"'{made}'"), AT_THE_COMMIT)
        assert PASSED in says, verdict
    of_another_version, made = at_examination(row, version="2")
    assert PASSED in tried(of_another_version, selecting(row, f"'{made}'"), AT_THE_COMMIT)


def test_a_selection_names_a_check_of_its_own_request_and_stage(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examiners.took(agency, "examiner", row)
    another, made = at_examination(matchers.one_result(agency))
    assert PASSED in tried(another, selecting(row, f"'{made}'"), AT_THE_COMMIT)
    earlier = CheckRun.objects.filter(search_request=row, stage="submit")[0]
    assert PASSED in tried(selecting(row, f"'{earlier.pk}'"), AT_THE_COMMIT)
    of_release, made = at_examination(row, stage="'release'")
    assert PASSED in tried(of_release, selecting(row, f"'{made}'"), AT_THE_COMMIT)
    run, made = at_examination(row)
    nobody = selecting(
        row, f"'{made}'", selected_position="NULL", outcome="'no_candidate_supported'"
    )
    assert "a_selection_alone_is_judged" in tried(run, nobody)


@pytest.mark.parametrize(("word", "goes_on"), [("", False), (', "advisory"', True)])
@pytest.mark.parametrize("verb", ["BLOCK", "STOP", "GATE", "EVID", "APPR+", "WARN"])
def test_nobody_is_selected_whom_a_finding_stops_whatever_the_verdict_says(
    agency: InventedAgency, row: SearchRequest, verb: str, word: str, goes_on: bool
) -> None:
    examiners.took(agency, "examiner", row)
    run, made = at_examination(row, packs=f"""'[["one", "1", "d"{word}]]'""")
    found = (
        "INSERT INTO searches_finding (id, check_run_id, position, pack, pack_version, pack_digest, rule, verb, state)"
        f" VALUES (gen_random_uuid(), '{made}', 0, 'one', '1', 'd', 'ONE-01', '{verb}', 'fired')"
    )
    selected = selecting(row, f"'{made}'")
    for statements in ((run, found, selected), (run, selected, found)):
        says = tried(*statements, AT_THE_COMMIT)
        assert (says == "") is (goes_on or verb == "WARN"), says


def test_a_check_of_a_selection_keeps_no_content_longer_and_stands_with_its_conclusion(
    agency: InventedAgency, row: SearchRequest
) -> None:
    keeping, _made = at_examination(row, keep_days="36500")
    assert "keeps no content longer" in tried(keeping)
    alone, _made = at_examination(row)
    at_once = "SET CONSTRAINTS check_has_its_conclusion IMMEDIATE"
    assert "when an examiner selects a candidate" in tried(alone, at_once)


class TestOnTheReleasePage:
    def test_what_the_rules_found_and_find_stands_there(
        self, agency: InventedAgency, row: SearchRequest, folder: Path
    ) -> None:
        written(folder, own("WARN", stage="release", fact="img.faces"))
        leads.agreed(agency, row)
        text = browser(agency, "supervisor2").get(f"/decisions/leads/{row.pk}/").content.decode()
        assert text.count('data-rule="LEAD-06"') == 2, "each examiner's own"
        assert "When examiner 1 selected this candidate" in text
        assert 'data-rule="AG-01"' in text
        assert "Read this before you decide" in text

    def test_what_was_found_of_another_candidate_or_taken_back_is_not_told_of_this_one(
        self, agency: InventedAgency, row: SearchRequest
    ) -> None:
        """One examiner selects another candidate with an undated picture; the two who agree know the day."""
        for who, position in (("examiner", 1), ("examiner3", 2), ("examiner4", 1)):
            examiners.took(agency, who, row)
            whole = examiners.record_of(position, row.result.candidate_count)
            known = dataclasses.replace(examiners.SUPPORTS, **taken(1 if position == 1 else 9))
            examiners.wrote(agency, who, row, whole.with_comparison(position, known))
            examiners.concluded_saved(agency, who, row)
        assert CheckRun.objects.filter(findings__rule="LEAD-06").count() == 1
        text = browser(agency, "supervisor2").get(f"/decisions/leads/{row.pk}/").content.decode()
        assert "LEAD-06" not in text

    def test_where_a_rule_stops_it_the_page_names_the_rule(
        self, agency: InventedAgency, row: SearchRequest, folder: Path
    ) -> None:
        written(folder, own(stage="release", fact="img.faces"))
        leads.agreed(agency, row)
        text = browser(agency, "supervisor2").get(f"/decisions/leads/{row.pk}/").content.decode()
        assert "Today a rule stops the release" in text
        assert 'data-rule="AG-01"' in text

    def test_no_lead_is_released_on_findings_that_nobody_was_shown(
        self, agency: InventedAgency, row: SearchRequest, folder: Path
    ) -> None:
        leads.agreed(agency, row)
        page = leads.opened(agency, "supervisor2", row)
        written(folder, own("WARN", stage="release", fact="img.faces"))
        library.installed.cache_clear()
        with pytest.raises(StaleRead) as stale:
            release.decide_on_lead(
                actor=agency.actor("supervisor2", "supervisor"),
                search_request_id=row.pk,
                reading_id=page.reading_id,
                answers=leads.answers(page),
                rules_read=page.rules_read,
            )
        assert stale.value.changes == ["rules"]
        assert leads.decided(agency, row).outcome == "release"
        run = CheckRun.objects.get(search_request=row, stage="release")
        assert list(run.findings.values_list("rule", flat=True)) == ["AG-01"]

    def test_where_the_rules_cannot_be_applied_it_says_so_and_the_lead_can_be_withheld(
        self, agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        leads.agreed(agency, row)
        monkeypatch.setattr(check, "judging_now", broken)
        client = browser(agency, "supervisor2")
        text = opened(client, row)
        assert "cannot be applied now" in text
        told = client.post(f"/decisions/leads/{row.pk}/", filled(text))
        assert told.status_code == 400
        assert "cannot be applied at present" in told.content.decode()
        with pytest.raises(PreconditionFailed) as refused:
            leads.decided(agency, row)
        assert refused.value.reason == "rules_unjudged"
        assert leads.decided(agency, row, "withhold").outcome == "withhold"


class TestAtAnApproval:
    @pytest.fixture
    def prepare(self) -> Any:
        return lambda agency: builders.search_request_at(agency, Status.AWAITING_DECISION)

    def test_where_the_rules_cannot_be_applied_nothing_is_approved_and_the_page_says_so(
        self, agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(check, "judging_now", broken)
        supervisor = agency.actor("supervisor", "supervisor")
        with pytest.raises(PreconditionFailed) as refused:
            driving.decided(supervisor, row, "approve", driving.reasons())
        assert refused.value.reason == "rules_unjudged"
        assert "refusing a search" in str(explain(refused.value))
