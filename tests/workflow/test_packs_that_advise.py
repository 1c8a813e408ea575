"""A pack that needs a legal sign-off and has none stops no search, and every page says that its findings are advice.

What is kept is read with SQL; what people see, from the pages.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from requests_app.policy import library
from requests_app.registry import selectors as registry
from requests_app.searches.models import CheckRun, SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import driving
from requests_app.workflow import submit, what_is_read
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql
from tests.web.officer.typing_in import declaration

PACK = """\
format: 2
jurisdiction: any
pack: my-agency
version: 2026.11.0
sign_off: needed
title: {en: "Law of nowhere", fr: "Droit de nulle part"}
effective_from: 2020-01-01
unanswered: {en: "Not known yet.", fr: "Pas encore connu."}
sources:
  act: {text: {en: "Some Act", fr: "Une loi"}, kind: statute, jurisdiction: ca-on, checked: 2026-11-22}
rules:
  - id: MY-01
    stages: [submit, approve, forward]
    verb: BLOCK
    judges: [answer]
    test: lawful
    field: purpose
    needs: [req.purpose]
    when: req.purpose != 'personal'
    message: {en: "The Act forbids it.", fr: "La loi l’interdit."}
    satisfy: {en: "Do not ask.", fr: "Ne demandez pas."}
    source: {cites: [{of: act, confidence: S}], implements: []}
  - id: MY-02
    stages: [submit, approve, forward]
    verb: APPR+
    role: privacy_officer
    judges: [answer]
    test: lawful
    field: purpose
    needs: [req.purpose]
    when: req.purpose != 'personal'
    message: {en: "The Act asks for a second approval.", fr: "La loi exige une seconde approbation."}
    satisfy: {en: "Nothing more is needed.", fr: "Rien de plus."}
    source: {cites: [{of: act, confidence: S}], implements: []}
"""
DIGEST = hashlib.sha256(PACK.encode()).hexdigest()
ADVICE = "Advice only: no legal sign-off of the pack “Law of nowhere” is recorded, so this rule stops nothing."
ADVICE_FR = (
    "Conseil seulement\u00a0: aucune validation juridique du jeu de règles «\u00a0Droit de nulle part\u00a0» "
    "n’est consignée, donc cette règle n’arrête rien."
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "my-agency").mkdir()
    (tmp_path / "my-agency" / "2026.11.0.yaml").write_text(PACK, encoding="utf-8")
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        yield tmp_path


@pytest.fixture
def signed_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "signed_off", lambda: frozenset({DIGEST}))


def said(row: SearchRequest) -> list[dict[str, Any]]:
    rows = sql(
        "auditor",
        "SELECT entry FROM audit.event WHERE request_id = %s AND code = 'search.checked' ORDER BY id",
        [row.pk],
    )
    return [json.loads(bytes(entry))["body"]["facts"] for (entry,) in rows]


def submit_with(agency: InventedAgency, row: SearchRequest, *read: str) -> submit.Submitted:
    return submit.submit(
        actor=agency.actor("officer"),
        search_request_id=row.pk,
        declared=driving.declared(row, acknowledged=read),
        language="en",
    )


@pytest.mark.usefixtures("folder")
def test_what_advises_stops_nothing_demands_nobody_and_must_be_read(
    agency: InventedAgency,
) -> None:
    row = builders.drafted(agency)
    for read in ((), ("MY-01",)):
        turned_back = submit_with(agency, row, *read)
        assert not turned_back.accepted
        assert turned_back.unacknowledged == tuple(sorted({"MY-01", "MY-02"} - set(read)))
    assert submit_with(agency, row, "MY-01", "MY-02").accepted
    row.refresh_from_db()
    assert (row.status, row.required_roles) == (Status.AWAITING_DECISION, ["supervisor"])
    acknowledged = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8')::jsonb #>> '{body,facts,rule}' FROM audit.event "
        "WHERE request_id = %s AND code = 'search.warning_acknowledged' ORDER BY id",
        [row.pk],
    )
    assert acknowledged == [("MY-01",), ("MY-02",)]


@pytest.mark.usefixtures("folder", "signed_off")
def test_the_same_pack_judges_once_it_is_signed_off(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    turned_back = submit_with(agency, row, "MY-01", "MY-02")
    assert not turned_back.accepted
    assert [each.rule for each in turned_back.evaluation.stopping] == ["MY-01"]
    assert turned_back.evaluation.required_roles == {"supervisor", "privacy_officer"}


@pytest.mark.usefixtures("folder")
def test_a_search_goes_all_its_way_past_advice(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    builders.forwarded(row)
    row.refresh_from_db()
    assert row.status == Status.FORWARDING
    assert {facts["stage"] for facts in said(row)} == {"submit", "approve"}


@pytest.mark.usefixtures("folder")
def test_check_and_event_keep_which_pack_advised_and_the_verb_as_it_was_written(
    agency: InventedAgency,
) -> None:
    row = builders.submitted(agency)
    run = CheckRun.objects.get(search_request=row, stage="submit")
    by_name = {kept[0]: kept for kept in run.packs}
    assert by_name["my-agency"] == ["my-agency", "2026.11.0", DIGEST, "advisory"]
    assert len(by_name["core"]) == 3
    assert run.verdict == "passed"
    assert list(run.findings.values_list("rule", "verb")) == [
        ("MY-01", "BLOCK"),
        ("MY-02", "APPR+"),
    ]
    (facts,) = said(row)
    assert facts["advisory"] == ["my-agency"]
    assert facts["findings"] == ["MY-01 BLOCK fired", "MY-02 APPR+ fired"]
    assert f"my-agency 2026.11.0 {DIGEST}" in facts["packs"]


def test_where_no_pack_advises_nothing_is_kept_of_it(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    assert {len(kept) for kept in CheckRun.objects.get(search_request=row).packs} == {3}
    assert "advisory" not in said(row)[0]


@pytest.mark.usefixtures("folder")
def test_a_decision_binds_whether_a_finding_was_advice(agency: InventedAgency) -> None:
    run = CheckRun.objects.get(search_request=builders.submitted(agency), stage="submit")
    as_advice = what_is_read.findings_digest(run)
    run.packs = [kept[:3] for kept in run.packs]
    assert what_is_read.findings_digest(run) != as_advice


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).replace("\u00a0", " ").split())


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("language", "sentence", "tag", "verb"),
    [
        ("en", ADVICE, "Advice only", "Not allowed"),
        ("fr", ADVICE_FR, "Conseil seulement", "Non permis"),
    ],
)
def test_every_page_that_shows_a_finding_says_that_it_is_advice(
    agency: InventedAgency, language: str, sentence: str, tag: str, verb: str
) -> None:
    draft = builders.drafted(agency)
    officer = browser(agency, "officer", language=language)
    pages = {
        "check": officer.get(f"/requests/{draft.pk}/check/"),
        "declaration": officer.get(declaration(officer, draft)),
    }
    row = builders.submitted(agency)
    decision = f"/decisions/supervisor/{row.pk}/"
    supervisor = browser(agency, "supervisor", language=language)
    supervisor.post(f"{decision}claim/", {"via": "page"})
    auditor = browser(agency, "auditor", language=language)
    pages |= {
        "own record": officer.get(f"/requests/{row.pk}/"),
        "decision": supervisor.get(decision),
        "timeline": auditor.get(f"/audit/requests/{row.pk}/"),
        "exhibit": auditor.post(f"/audit/requests/{row.pk}/print/"),
        "rules": browser(agency, "policy", language=language).get("/rules/"),
    }
    for name, answer in pages.items():
        text = text_of(answer)
        assert text.count(sentence.replace("\u00a0", " ")) == 2, name
        if name != "declaration":
            shown = text.split('data-rule="MY-01"')[1].split("</article>")[0]
            assert f"{tag}</span>" in shown, name
            # Whoever has the rules in their care reads what each would do; nobody else is told that it does.
            assert (f"{verb}</span>" in shown) is (name == "rules"), name


@pytest.mark.usefixtures("folder")
def test_the_words_stay_when_the_file_has_gone_and_a_later_sign_off_changes_nothing(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = builders.submitted(agency)
    monkeypatch.setattr(registry, "signed_off", lambda: frozenset({DIGEST}))
    with override_settings(COUNTERSIGN_PACK_FOLDER=""):
        library.installed.cache_clear()
        text = text_of(browser(agency, "officer").get(f"/requests/{row.pk}/"))
    assert text.count(ADVICE) == 2


@pytest.mark.usefixtures("folder")
def test_the_list_of_rules_says_what_a_pack_is_part_of_and_that_it_advises(
    agency: InventedAgency, folder: Path
) -> None:
    part = (
        PACK.replace("jurisdiction: any", "jurisdiction: ca-on\npart_of: my-agency", 1)
        .replace("pack: my-agency\n", "pack: ontario\n", 1)
        .replace("sign_off: needed\n", "")
        .replace("MY-0", "ON-0")
    )
    (folder / "ontario").mkdir()
    (folder / "ontario" / "2026.11.0.yaml").write_text(part, encoding="utf-8")
    library.installed.cache_clear()
    text = text_of(browser(agency, "policy").get("/rules/"))
    whole, ontario = text.split('id="pack-my-agency"')[1].split('id="pack-ontario"')
    assert "They advise only: the pack needs a legal sign-off" in whole
    assert "Part of the pack" not in whole
    assert "They judge: what a rule says holds." in ontario
    assert "<code>my-agency</code>" in ontario.split("Part of the pack")[1][:200]


@pytest.mark.usefixtures("folder", "signed_off")
def test_the_check_says_which_rule_of_which_pack_decided(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    text = text_of(browser(agency, "officer").get(f"/requests/{row.pk}/check/"))
    assert "The rule that decides is MY-01 of the pack “Law of nowhere”." in text
    assert (
        "Rule MY-02 of the pack “Law of nowhere” demands an approval in this role: Privacy officer."
        in text
    )
    assert "Advice only" not in text
