"""A step that is planned on a lead is judged by the rules of the packs, also by an agency's own; what happened never is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import override_settings

from requests_app.common.errors import PreconditionFailed
from requests_app.policy.errors import PackError
from requests_app.searches.models import CheckRun, FollowUp, SearchRequest
from requests_app.searches.outcome import Corroboration, Warrant
from requests_app.workflow import check
from requests_app.workflow.reading.what_came_of_it import open_what_came_of_it
from tests import closings, examiners, follow_ups, leads, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import raw_connection, sql
from tests.workflow.test_release import events

HEAD = """
format: 2
pack: my-agency
version: 2026.11.0
jurisdiction: any
title: {en: "Our own", fr: "Les nôtres"}
effective_from: 2026-11-01
sources: {}
unanswered: {en: "This cannot be judged.", fr: "Cela ne peut pas être jugé."}
rules:
"""
RULE = """
  - id: AG-{number}
    stages: [{stage}]
    verb: {verb}
    judges: [threshold]
    test: lawful
    field: follow_up
    needs: [{fact}]
    when: {fact} < 2
    message: {{en: "Only one report was made.", fr: "Un seul compte rendu a été fait."}}
    satisfy: {{en: "Make another report.", fr: "Faites un autre compte rendu."}}
    source: {{ours: {{en: "the two reports", fr: "les deux comptes rendus"}}, implements: []}}
"""


@pytest.fixture
def prepare() -> Any:
    return follow_ups.released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def own(
    verb: str = "BLOCK", *, stage: str = "followup", fact: str = "fu.reports", more: str = ""
) -> str:
    text = RULE.format(number="01", verb=verb, stage=stage, fact=fact)
    return HEAD + text.replace(f"verb: {verb}\n", f"verb: {verb}\n{more}")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "my-agency").mkdir()
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        yield tmp_path


def written(folder: Path, text: str) -> None:
    (folder / "my-agency" / "2026.11.0.yaml").write_text(text, encoding="utf-8")


def found_by(kept: FollowUp) -> list[tuple[str, str, str]]:
    run = CheckRun.objects.get(pk=kept.check_run_id)
    assert (run.stage, run.search_request_id) == ("followup", kept.search_request_id)
    return list(run.findings.values_list("pack", "rule", "state"))


@pytest.mark.parametrize("step", ["arrest", "warrant", "line_up"])
def test_what_no_rule_stops_goes_on_and_what_they_judged_is_kept(
    agency: InventedAgency, row: SearchRequest, step: str
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report())
    kept = follow_ups.recorded(agency, row, follow_ups.plan(step))
    assert (kept.is_stopped, kept.flaws) == (False, [])
    assert found_by(kept) == []
    (said,) = [
        each for each in events(row, "search.checked") if each["facts"]["stage"] == "followup"
    ]
    assert said["facts"]["verdict"] == "passed"
    assert any(pack.startswith("leads ") for pack in said["facts"]["packs"])


FAIR = follow_ups.plan("line_up").line_up
assert FAIR is not None
# Each way in which a step can rest on the lead alone, and the house rule that says so.
FOUND = follow_ups.report().corroborations[0]
STOPPED: dict[str, tuple[dict[str, Any] | None, dict[str, Any], str]] = {
    "nothing was reported": (None, {}, "LEAD-01"),
    "nothing was found": ({"corroborations": ()}, {}, "LEAD-01"),
    "it comes from the search": ({"is_independent": False}, {}, "LEAD-01"),
    "it comes from a line-up": ({"from_line_up": True}, {}, "LEAD-01"),
    "it speaks against it": ({"supports": False}, {}, "LEAD-02"),
    "nobody checked where they were": ({"whereabouts": "not_checked"}, {}, "LEAD-03"),
    "they were elsewhere": ({"whereabouts": "elsewhere"}, {}, "LEAD-03"),
    "the same picture": ({}, {"step": "line_up", "line_up": dataclasses.replace(FAIR, same_picture=True)}, "LEAD-04"),
    "not everything is disclosed": ({}, {"step": "warrant", "warrant": Warrant(disclosed=("rank",), relies_on_search=True)}, "LEAD-05"),
}  # fmt: skip


@pytest.mark.parametrize("case", STOPPED)
def test_the_house_rules_stop_it_and_say_so_with_their_source(
    agency: InventedAgency, row: SearchRequest, case: str
) -> None:
    reported, planned, rule = STOPPED[case]
    if reported is not None:
        of_evidence = {"is_independent", "from_line_up", "supports"} & set(reported)
        if of_evidence:
            values = {name: getattr(FOUND, name) for name in FOUND.__dataclass_fields__}
            reported = {"corroborations": (Corroboration(**values | reported),)}
        if reported.get("whereabouts") == "not_checked":
            reported |= {"whereabouts_on": None, "whereabouts_how": ""}
        follow_ups.recorded(agency, row, follow_ups.report(**reported))
    kept = follow_ups.recorded(agency, row, follow_ups.plan(**{"step": "arrest"} | planned))
    assert kept.is_stopped
    # The reason stands there already, without its source.
    assert "stopped_by_rule" not in kept.flaws
    assert ("leads", rule, "fired") in found_by(kept)
    entry = open_what_came_of_it(actor=agency.actor("officer"), search_request_id=row.pk).entries[
        -1
    ]
    assert rule in [each.finding.rule for each in entry.findings]
    page = browser(agency, "officer").get(f"/requests/{row.pk}/outcome/").content.decode()
    assert rule in page


@pytest.mark.parametrize(
    ("verb", "more", "is_stopped"),
    [
        ("BLOCK", "", True),
        ("EVID", "", True),
        ("APPR+", "    role: supervisor\n", True),
        ("APPR+", "    role: privacy_officer\n", True),
        ("WARN", "", False),
    ],
)
def test_a_rule_of_the_agency_stops_it_too(
    agency: InventedAgency, row: SearchRequest, folder: Path, verb: str, more: str, is_stopped: bool
) -> None:
    written(folder, own(verb, more=more))
    follow_ups.recorded(agency, row, follow_ups.report())
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    assert kept.is_stopped is is_stopped
    assert kept.flaws == (["stopped_by_rule"] if is_stopped else [])
    assert found_by(kept) == [("my-agency", "AG-01", "fired")]
    for language, says in (
        ("en", "Only one report was made."),
        ("fr", "Un seul compte rendu a été fait."),
    ):
        client = browser(agency, "officer", language=language)
        assert says in client.get(f"/requests/{row.pk}/outcome/").content.decode()
    follow_ups.recorded(agency, row, follow_ups.report())
    again = follow_ups.recorded(agency, row, follow_ups.plan())
    assert (again.is_stopped, found_by(again)) == (False, [])


OF_A_STEP = {
    "few others": ("line_up", "fu.line_up.fillers", "fu.line_up.fillers < 6"),
    "one after the other": ("line_up", "fu.line_up.is_sequential", "fu.line_up.is_sequential"),
    "recorded": ("line_up", "fu.line_up.is_recorded", "fu.line_up.is_recorded"),
    "relies on the search": ("warrant", "fu.relies_on_search", "fu.relies_on_search"),
    "rests on data of a telephone": (
        "warrant",
        "fu.basis",
        "fu.basis.exists(each, each == 'location_data')",
    ),
    "rests on no fingerprint": (
        "warrant",
        "fu.basis",
        "!fu.basis.exists(each, each == 'fingerprint')",
    ),
}


@pytest.mark.parametrize("case", OF_A_STEP)
def test_a_rule_of_the_agency_reads_what_is_said_of_a_line_up_or_a_warrant(
    agency: InventedAgency, row: SearchRequest, folder: Path, case: str
) -> None:
    step, fact, when = OF_A_STEP[case]
    judges = "threshold" if "<" in when else "answer"
    pack = own("BLOCK", fact=fact).replace(f"when: {fact} < 2", f'when: "{when}"')
    pack = pack.replace("[threshold]", f"[{judges}]")
    assert when in pack
    written(folder, pack)
    follow_ups.recorded(agency, row, follow_ups.report())
    kept = follow_ups.recorded(agency, row, follow_ups.plan(step))
    assert kept.flaws == ["stopped_by_rule"]
    assert found_by(kept) == [("my-agency", "AG-01", "fired")]


def test_an_arrest_in_spite_of_a_rule_is_found(
    agency: InventedAgency, row: SearchRequest, folder: Path
) -> None:
    written(folder, own())
    follow_ups.recorded(agency, row, follow_ups.report())
    assert follow_ups.recorded(agency, row, follow_ups.plan()).flaws == ["stopped_by_rule"]
    kept = follow_ups.recorded(agency, row, follow_ups.report(done=follow_ups.arrested()))
    assert kept.flaws == ["despite_stop"]
    assert row.incidents.count() == 1


def test_of_a_closed_request_a_step_is_judged_and_stopped(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    closings.closed(agency, row)
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    assert (kept.is_stopped, kept.flaws) == (True, ["given_up"])
    assert found_by(kept) == []


def test_where_the_answers_do_not_open_the_step_is_stopped_and_nothing_is_lost(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report())
    with examiners.past_the_guards("searches_justification") as administrator:
        administrator.execute(
            "UPDATE searches_justification SET sealed = 'x' WHERE search_request_id = %s", [row.pk]
        )
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    assert (kept.is_stopped, kept.flaws, kept.check_run) == (True, ["rules_unjudged"], None)
    assert follow_ups.recorded(agency, row, follow_ups.report()).number == 3


def test_where_a_pack_is_broken_the_step_is_stopped_and_nothing_is_lost(
    agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise PackError("my-agency/2026.11.0.yaml", "", 1, 1, "ended, with no successor")

    follow_ups.recorded(agency, row, follow_ups.report())
    monkeypatch.setattr(check, "judging_now", broken)
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    assert (kept.is_stopped, kept.flaws) == (True, ["rules_unjudged"])
    page = browser(agency, "officer").get(f"/requests/{row.pk}/outcome/").content.decode()
    assert "could not be applied" in page


def test_a_report_is_judged_by_no_rule(
    agency: InventedAgency, row: SearchRequest, folder: Path
) -> None:
    written(folder, own())
    follow_ups.recorded(agency, row, follow_ups.report())
    follow_ups.recorded(agency, row, follow_ups.passing())
    assert not CheckRun.objects.filter(search_request=row, stage="followup").exists()


# What the database holds a planned step to -------------------------------------------------------


def again(kept: FollowUp, **changes: str) -> str:
    """The same row once more, as whoever holds the web's password could write it."""
    names = [field.column for field in FollowUp._meta.concrete_fields]
    values = {
        "id": "gen_random_uuid()", "number": "number + 1", "check_run_id": "NULL",
        "recorded_at": "clock_timestamp()",
    } | changes  # fmt: skip
    listed = ", ".join(values.get(name, name) for name in names)
    return (
        f"INSERT INTO searches_followup ({', '.join(names)}) SELECT {listed} FROM searches_followup"
        f" WHERE id = '{kept.pk}'"
    )


def test_no_step_goes_on_that_no_rule_has_passed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report())
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    with pytest.raises(psycopg.Error, match="no step goes on that the rules have not passed"):
        sql("web", again(kept))


def checked(row: SearchRequest, **changes: str) -> tuple[str, str]:
    """A check of a step in this request, as whoever holds the web's password could write it, and its id."""
    made = "11111111-2222-4333-8444-555555555555"
    values = {
        "id": f"'{made}'", "search_request_id": f"'{row.pk}'", "version": "1", "stage": "'followup'", "run_at": "now()",
        "verdict": "'passed'", "packs": "'[]'", "inputs_digest": "''", "place": "''", "keep_days": "0",
    } | changes  # fmt: skip
    listed = (
        f"INSERT INTO searches_checkrun ({', '.join(values)}) VALUES ({', '.join(values.values())})"
    )
    return listed, made


def tried(*statements: str) -> str:
    """What the database says to the last one, by the web's login; nothing where it lets it in. Nothing is kept."""
    with raw_connection("web") as connection:
        for statement in statements[:-1]:
            connection.execute(statement)  # type: ignore[arg-type]
        try:
            connection.execute(statements[-1])  # type: ignore[arg-type]
        except psycopg.Error as refused:
            return str(refused)
        finally:
            connection.rollback()
    return ""


def test_a_step_names_a_check_of_its_own_request_and_stage(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report())
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    at_another_stage = CheckRun.objects.filter(search_request=row).exclude(stage="followup")[0].pk
    says = "names what the rules found of it"
    assert says in tried(again(kept, check_run_id=f"'{at_another_stage}'"))
    assert "unique" in tried(again(kept, check_run_id=f"'{kept.check_run_id}'"))
    another = SearchRequest.objects.get(pk=follow_ups.released(agency).pk)
    of_another, made = checked(another)
    assert says in tried(of_another, again(kept, check_run_id=f"'{made}'"))
    of_this, made = checked(row)
    assert tried(of_this, again(kept, check_run_id=f"'{made}'")) == "", "all but its events"


@pytest.mark.parametrize("verdict", ["blocked", "needs"])
def test_no_step_goes_on_against_what_the_rules_said(
    agency: InventedAgency, row: SearchRequest, verdict: str
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report())
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    stopping, made = checked(row, verdict=f"'{verdict}'")
    says = tried(stopping, again(kept, check_run_id=f"'{made}'"))
    assert "no step goes on that the rules have not passed" in says


@pytest.mark.parametrize(("word", "goes_on"), [("", False), (', "advisory"', True)])
def test_no_step_goes_on_for_which_a_rule_demands_an_approval(
    agency: InventedAgency, row: SearchRequest, word: str, goes_on: bool
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report())
    kept = follow_ups.recorded(agency, row, follow_ups.plan())
    run, made = checked(row, packs=f"""'[["one", "1", "d"{word}]]'""")
    demanded = (
        "INSERT INTO searches_finding (id, check_run_id, position, pack, pack_version, pack_digest, rule, verb, state)"
        f" VALUES (gen_random_uuid(), '{made}', 0, 'one', '1', 'd', 'ONE-01', 'APPR+', 'fired')"
    )
    says = tried(run, demanded, again(kept, check_run_id=f"'{made}'"))
    assert (says == "") is goes_on, says


def test_a_check_of_a_step_keeps_no_content_longer_and_stands_with_its_step(
    agency: InventedAgency, row: SearchRequest
) -> None:
    """Otherwise whoever holds the web's password could keep the content of a closed request for a hundred years."""
    closings.ended(agency, row)
    closings.closed(agency, row)
    keeping, _made = checked(row, keep_days="36500")
    assert "keeps no content longer" in tried(keeping)
    alone, _made = checked(row)
    assert "when a step is planned" in tried(alone, "SET CONSTRAINTS check_has_its_step IMMEDIATE")


def agreed(agency: InventedAgency) -> SearchRequest:
    """A result on whose candidate two examiners agree."""
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    return row


class TestAtTheRelease:
    @pytest.fixture
    def prepare(self) -> Any:
        return agreed

    def test_a_rule_of_the_agency_stops_a_lead(
        self, agency: InventedAgency, row: SearchRequest, folder: Path
    ) -> None:
        written(folder, own(stage="release", fact="img.faces"))
        with pytest.raises(PreconditionFailed) as refused:
            leads.decided(agency, row)
        assert refused.value.reason == "lead_stopped_by_rule"
        assert refused.value.params["rules"] == ["AG-01"]
