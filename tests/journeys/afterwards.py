"""What follows when two examiners agree: release, sheet, what came of it, recall, incident, closing, disclosure.

Each step is done at the browser, by somebody who types and presses.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.utils import timezone

from requests_app.common import clock
from requests_app.searches.models import SearchRequest
from tests.journeys.visitor import Visitor

DESCRIBED = ("height", "build", "age_band", "hair", "marks", "clothing", "mobility")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the pages of one language, written here by hand."""

    language: str
    record_decision: str
    released: str
    open_lead: str
    lead_only: str
    save_as_file: str
    what_came: str
    passing: str
    plan: str
    ask_whether: str
    stopped: str
    report: str
    record: str
    close_request: str
    closed: str
    recall_this: str
    recall: str
    recalled: str
    open_incident: str
    open_the_incident: str
    look_into: str
    close_incident: str
    incident_closed: str
    begin_pack: str
    see_pack: str
    download: str
    own_words: str


ENGLISH = Words(
    language="en",
    record_decision="Record the decision",
    released="is released. The officer has been told.",
    open_lead="Open the lead",
    lead_only="Investigative lead only",
    save_as_file="Save as PDF/A",
    what_came="What came of the lead",
    passing="Record to whom it was passed on",
    plan="Ask before an arrest, a warrant or a line-up",
    ask_whether="Ask whether it is stopped",
    stopped="This step is stopped",
    report="Report what came of it",
    record="Record it",
    close_request="Close the request",
    closed="Closed",
    recall_this="Recall this lead",
    recall="Recall the lead",
    recalled="The lead of this request was recalled. Do not act on it.",
    open_incident="Open an incident",
    open_the_incident="Open the incident",
    look_into="Look into this incident",
    close_incident="Close the incident",
    incident_closed="The incident is closed.",
    begin_pack="Begin the pack",
    see_pack="See the pack as it is now",
    download="Download as a ZIP",
    own_words="In my own words: I have read the record for this point and it is borne out there.",
)
FRENCH = Words(
    language="fr",
    record_decision="Consigner la décision",
    released="est communiquée. L’agent a été avisé.",
    open_lead="Ouvrir la piste",
    lead_only="Piste d’enquête seulement",
    save_as_file="Enregistrer en PDF/A",
    what_came="Suites de la piste",
    passing="Consigner à qui elle a été transmise",
    plan="Vérifier avant une arrestation, un mandat ou une séance d’identification",
    ask_whether="Vérifier si elle est bloquée",
    stopped="Cette mesure est bloquée",
    report="Rendre compte des suites",
    record="Consigner",
    close_request="Clore la demande",
    closed="Close",
    recall_this="Retirer cette piste",
    recall="Retirer la piste",
    recalled="La piste de cette demande a été retirée.",
    open_incident="Ouvrir un incident",
    open_the_incident="Ouvrir l’incident",
    look_into="Traiter cet incident",
    close_incident="Clore l’incident",
    incident_closed="L’incident est clos.",
    begin_pack="Commencer le dossier",
    see_pack="Voir le dossier dans son état actuel",
    download="Télécharger en ZIP",
    own_words="En mes propres mots, j’ai lu le dossier sur ce point et il le confirme en entier.",
)


def release(supervisor: Visitor, words: Words, row: SearchRequest) -> None:
    """Find the lead, send the form with one answer missing, complete it, release."""
    supervisor.go("/decisions/leads/")
    supervisor.press(row.reference, exact=True)
    for part in DESCRIBED:
        supervisor.answer(f"{part}_agrees", "matches")
        supervisor.answer(f"{part}_candidate", words.own_words)
    supervisor.answer("decision", "release")
    supervisor.press(words.record_decision)
    supervisor.holds("hair_candidate", words.own_words)
    supervisor.answer("reason", words.own_words)
    supervisor.press(words.record_decision)
    supervisor.sees(words.released)


def read_and_save(officer: Visitor, words: Words, row: SearchRequest) -> bytes:
    """Open the sheet from one's request, and save it as a file; returns the file."""
    officer.go(f"/requests/{row.pk}/")
    officer.press(words.open_lead)
    officer.sees(words.lead_only)
    return officer.takes_away(words.save_as_file)


def _to_what_came(officer: Visitor, words: Words, row: SearchRequest, then: str) -> None:
    officer.go(f"/requests/{row.pk}/")
    officer.press(words.what_came)
    officer.press(then)


def pass_on(officer: Visitor, words: Words, row: SearchRequest) -> None:
    """Record to whom the lead was passed on."""
    _to_what_came(officer, words, row, words.passing)
    officer.answer("recipient", "other_agency")
    officer.answer("name", words.own_words)
    officer.answer_date("passed_on", timezone.localdate(clock.now()))
    officer.answer("why", words.own_words)
    officer.press(words.record)
    officer.sees(words.own_words)


def plan_on_the_lead_alone(officer: Visitor, words: Words, row: SearchRequest) -> None:
    """Ask before an arrest while nothing independent was found: it is stopped."""
    _to_what_came(officer, words, row, words.plan)
    officer.answer("step", "arrest")
    officer.answer("words", words.own_words)
    officer.press(words.ask_whether)
    officer.sees(words.stopped)


def report(officer: Visitor, words: Words, row: SearchRequest, disposition: str) -> None:
    """Report something independent, that nothing was done about the candidate, and how it stands."""
    today = timezone.localdate(clock.now())
    _to_what_came(officer, words, row, words.report)
    found = "corroborations_0_"
    officer.answer(f"{found}kind", "location_data")
    officer.answer(f"{found}source", words.own_words)
    officer.answer_date(f"{found}found_on", today)
    officer.answer(f"{found}supports", "no")
    officer.answer(f"{found}is_independent", "yes")
    officer.answer(f"{found}from_line_up", "no")
    officer.answer("whereabouts", "possible")
    officer.answer_date("whereabouts_on", today)
    officer.answer("whereabouts_how", words.own_words)
    officer.answer("taken", "none")
    officer.answer("line_up_held", "no")
    officer.answer("warrant_sought", "no")
    officer.answer("disposition", disposition)
    officer.answer("words", words.own_words)
    officer.press(words.record)
    officer.sees(words.own_words)


def close(officer: Visitor, words: Words, row: SearchRequest) -> None:
    """Close the request from the page that says what is destroyed when."""
    officer.go(f"/requests/{row.pk}/outcome/close/")
    officer.press(words.close_request)
    officer.go(f"/requests/{row.pk}/")
    officer.sees(words.closed)


def recall(privacy: Visitor, words: Words, row: SearchRequest) -> None:
    """Recall the lead from the list, with one answer missing at first."""
    privacy.go("/decisions/leads/")
    privacy.press(f"{words.recall_this} {row.reference}")
    privacy.answer("ground", "error_found")
    privacy.press(words.recall)
    privacy.holds("ground", "error_found")
    privacy.answer("reason", words.own_words)
    privacy.press(words.recall)


def open_an_incident(supervisor: Visitor, words: Words, row: SearchRequest) -> None:
    """Open an incident on the lead, after a complaint."""
    supervisor.go("/decisions/leads/")
    supervisor.press(f"{words.open_incident} {row.reference}")
    supervisor.answer("ground", "complaint")
    supervisor.answer("words", words.own_words)
    supervisor.press(words.open_the_incident)


def look_into_and_close(decider: Visitor, words: Words, row: SearchRequest) -> None:
    """Find the incident in the list, take it, answer each duty and close it."""
    decider.go("/decisions/incidents/")
    decider.press(row.reference)
    decider.press(words.look_into)
    today = timezone.localdate(clock.now())
    number = 0
    while decider.page.locator(f"main [name='answers_{number}_became']").count():
        decider.answer(f"answers_{number}_became", "done")
        decider.answer_date(f"answers_{number}_done_on", today)
        decider.answer(f"answers_{number}_words", words.own_words)
        number += 1
    assert number, "the incident has no duty"
    decider.answer("ended", "put_right")
    decider.answer("reason", words.own_words)
    decider.press(words.close_incident)
    decider.sees(words.incident_closed)


def disclose(privacy: Visitor, words: Words, row: SearchRequest) -> set[str]:
    """Ask for a pack from the list of leads, wait until it is made, take it away; returns the names of its parts."""
    privacy.go(f"/decisions/disclosures/ask/?reference={row.reference}")
    privacy.answer("recipient", "prosecutor")
    privacy.answer("name", words.own_words)
    privacy.answer("profile", "full")
    privacy.answer("language", words.language)
    privacy.answer("reason", words.own_words)
    privacy.press(words.begin_pack)
    finished = privacy.page.get_by_role("link", name=words.see_pack)
    finished.wait_for(timeout=90_000)
    privacy.press(words.see_pack)
    with zipfile.ZipFile(io.BytesIO(privacy.takes_away(words.download))) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())
