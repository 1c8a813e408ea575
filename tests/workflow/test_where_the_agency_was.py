"""A check keeps where the agency was: whether a law bound it then reads the same whatever the registry says later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import override_settings

from requests_app.registry import selectors as registry
from requests_app.searches.models import CheckRun, SearchRequest
from requests_app.web.questionnaire import presenters
from requests_app.workflow import administration
from requests_app.workflow.reading.findings import of_check
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql

LAW_OF_ONTARIO = """\
format: 2
jurisdiction: ca-on
pack: my-agency
version: 2026.11.0
title: {en: "Ontario", fr: "Ontario, droit"}
effective_from: 2020-01-01
unanswered: {en: "Not known yet.", fr: "Pas encore connu."}
sources:
  act: {text: {en: "Some Act", fr: "Une loi"}, kind: statute, jurisdiction: ca-on, checked: 2026-11-22}
rules:
  - id: MY-01
    stages: [submit]
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
WHY = "The act that founded the agency says so, and its board has moved it."


def moved_to(agency: InventedAgency, place: str) -> None:
    proposal = administration.propose_jurisdiction(
        actor=agency.actor("policy"), place=place, reason=WHY
    )
    administration.confirm_jurisdiction(actor=agency.actor("policy2"), proposal_id=proposal.pk)
    assert registry.jurisdiction() == place


def authority_of(row: SearchRequest) -> Any:
    run = CheckRun.objects.get(search_request=row, stage="submit")
    (found,) = [
        each for each in presenters.stored_findings(of_check(run)) if each["rule"] == "MY-01"
    ]
    return str(found["grounds"].authority)


def test_a_law_that_bound_the_agency_then_is_binding_law_in_that_check_for_ever(
    agency: InventedAgency, tmp_path: Path
) -> None:
    (tmp_path / "my-agency").mkdir()
    (tmp_path / "my-agency" / "2026.11.0.yaml").write_text(LAW_OF_ONTARIO, encoding="utf-8")
    moved_to(agency, "ca-on")
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        row = builders.submitted(agency)
    assert CheckRun.objects.get(search_request=row, stage="submit").place == "ca-on"
    assert authority_of(row) == "Binding law"
    moved_to(agency, "ca-qc")
    assert authority_of(row) == "Binding law"
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        later = builders.submitted(agency)
    assert CheckRun.objects.get(search_request=later, stage="submit").place == "ca-qc"
    assert "privacy_officer" not in later.required_roles


@pytest.mark.parametrize("login", ["owner", "superuser"])
def test_a_kept_place_is_never_rewritten(agency: InventedAgency, login: str) -> None:
    builders.submitted(agency)
    with pytest.raises(psycopg.Error):
        sql(login, "UPDATE searches_checkrun SET place = 'us-wa'")
