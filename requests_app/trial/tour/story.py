"""The tour's steps in their order: ask, check, decide, forward, result, export, and what must fail.

Each step does one thing at the web and says in a line what was seen.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from requests_app.common import private_files
from requests_app.trial.tour import (
    asking,
    differing,
    disclosing,
    examining,
    following_up,
    form_answers,
    offline,
)
from requests_app.trial.tour.pages import UnexpectedPage
from requests_app.trial.tour.person import Person

WITHIN_SECONDS = 90
CANDIDATE = examining.CANDIDATE
FEW = 3
"""How many candidates are asked for where it is not about comparing many."""


@dataclass
class Tour:
    """One walk through the product.

    Args:
        origin: the web's address.
        matcher_url: the matcher's address, for the attempt without a grant.
        people: user name -> password.
        picture: the drawn picture that is searched with.
        today: the date on which the case is written.
        out: a folder that keeps what was exported, or None.
        days_pass: lets the release of a lead, by the reference of its request, have been so many days ago.
        tell: takes each step's line.
    """

    origin: str
    matcher_url: str
    people: dict[str, str]
    picture: bytes
    today: dt.date
    out: Path | None
    tell: Callable[[str], None]
    days_pass: Callable[[str, int], None]
    request: str = field(default="", init=False)
    reference: str = field(default="", init=False)
    latest: str = field(default="", init=False)
    saved: str = field(default="", init=False)
    disclosed: str = field(default="", init=False)

    def walk(self) -> None:
        """Take every step.

        Raises:
            UnexpectedPage: at the first that does not hold.
        """
        with self._person("officer") as officer, self._person("supervisor") as supervisor:
            self._ask(officer)
            self._is_stopped_and_mends(officer)
            self._decide(supervisor)
            self._wait_for_the_result(officer)
            self._officer_sees_no_candidate(officer)
        with self._person("examiner") as examiner:
            selected = examining.examine(examiner, self.reference, wanted="", tell=self.tell)
        if selected is None:
            raise UnexpectedPage("nobody was selected")
        with self._person("examiner4") as examiner:
            examining.examine(examiner, self.reference, wanted=selected.picture, tell=self.tell)
        with self._person("officer") as officer:
            self._officer_is_told_of_no_candidate_yet(officer)
        with self._person("supervisor") as supervisor:
            examining.release(supervisor, self.reference, wanted=selected.name, tell=self.tell)
        with self._person("officer") as officer, self._person("supervisor") as supervisor:
            self._officer_reads_the_lead(officer, selected.name)
            following_up.follow_up(officer, self.request, today=self.today, tell=self.tell)
            supervisor.sign_in()
            following_up.recall(supervisor, officer, self.request, tell=self.tell)
            with self._person("privacy") as privacy:
                privacy.sign_in()
                following_up.incident(
                    officer, supervisor, privacy, self.request,
                    reference=self.reference, today=self.today, tell=self.tell,
                )  # fmt: skip
                self.disclosed = disclosing.disclose(privacy, self.reference, tell=self.tell)
            following_up.close(officer, self.request, today=self.today, tell=self.tell)
        with self._person("sergeant") as sergeant:
            own, reference = self._nobody_decides_on_their_own(sergeant)
            self.latest = differing.walk(
                sergeant, self._person, own, reference,
                case=self._case("GO26-02216", candidates=FEW),
                days_pass=self.days_pass, tell=self.tell,
            )  # fmt: skip
        self._the_matcher_wants_a_grant()
        with self._person("auditor") as auditor:
            self._take_the_record_away(auditor)

    def _person(self, name: str) -> Person:
        return Person(self.origin, name, self.people[name])

    def _case(
        self, number: str, *, means: int = form_answers.MEANS, candidates: int = asking.MANY
    ) -> asking.Case:
        return asking.Case(number, self.today, self.picture, means, candidates)

    # --- asking ----------------------------------------------------------------------------------

    def _ask(self, officer: Person) -> None:
        officer.sign_in()
        self.tell("officer: accepted the notice and signed in")
        self.request = asking.draft(officer, self._case("GO26-02214", means=form_answers.MEANS - 1))
        self.tell(
            "officer: answered every page and uploaded a picture; two less-intrusive means of three"
        )

    def _is_stopped_and_mends(self, officer: Person) -> None:
        check = officer.open(f"{self.request}check/")
        if "would stop this request" not in check.words:
            raise UnexpectedPage("two means of three stopped nothing")
        stopped = officer.send("Continue to the declaration")
        if "The declaration opens once no rule stops the request" not in stopped.words:
            raise UnexpectedPage("the declaration opens though a rule stops the request")
        self.tell("rules: too few less-intrusive means; submitting is refused and nothing is lost")
        officer.open(f"{self.request}rows/means/add/")
        officer.send("Save", dict(form_answers.means(self.today)[2]))
        self.reference = asking.submit(officer, self.request)
        self.tell(f"officer: mended it, declared and submitted: {self.reference}")

    # --- deciding --------------------------------------------------------------------------------

    def _decide(self, supervisor: Person) -> None:
        supervisor.sign_in()
        page = asking.claim(supervisor, self.reference)
        self.tell("supervisor: found it in the queue and claimed it")
        unseen = supervisor.send("Approve this search", asking.reasons(), expect=400)
        if "/done/" in unseen.url:
            raise UnexpectedPage("a search was approved by somebody who had not opened the picture")
        self.tell("supervisor: an approval without opening the picture is refused")
        asking.approve(supervisor, page)
        self.tell("supervisor: opened the picture, answered each test, approved")

    def _wait_for_the_result(self, officer: Person) -> None:
        asking.wait_for_the_result(officer, self.request)
        self.tell("dispatcher: sent the approved search, with its grant, to the matcher's process")

    # --- the result ------------------------------------------------------------------------------

    def _officer_sees_no_candidate(self, officer: Person) -> None:
        if CANDIDATE in officer.raw.decode() or "<table" in officer.raw.decode():
            raise UnexpectedPage("the officer's page shows candidates")
        number = self.request.rstrip("/").rpartition("/")[2]
        officer.open(f"/examinations/{number}/", expect=403)
        self.tell("officer: sees “result received, awaiting examination”; the candidates: refused")

    def _officer_is_told_of_no_candidate_yet(self, officer: Person) -> None:
        officer.sign_in()
        page = officer.open(self.request)
        if "awaiting examination" not in page.words or CANDIDATE in page.words:
            raise UnexpectedPage(f"the officer is told more before a release: {page.words[:400]}")
        self.tell("officer: two examiners agree, and nothing reaches the officer before a release")

    def _officer_reads_the_lead(self, officer: Person, selected: str) -> None:
        officer.sign_in()
        page = officer.open(self.request)
        if CANDIDATE in page.words:
            raise UnexpectedPage("the candidate is named outside the sheet of the lead")
        sheet = officer.open(page.link("Open the lead"))
        held = (
            selected in sheet.words,
            "Investigative lead only" in sheet.words,
            not sheet.images[1:],
        )
        if not all(held) or "%" in sheet.words:
            raise UnexpectedPage(f"the sheet is not as it should be: {sheet.words[:600]}")
        lead = officer.page.url
        officer.send("Make a paper exhibit")
        self.tell("officer: reads the sheet of the lead, which is no identification, and prints it")
        self.saved = following_up.save(officer, lead, self.tell)

    # --- what must fail --------------------------------------------------------------------------

    def _nobody_decides_on_their_own(self, sergeant: Person) -> tuple[str, str]:
        """Ask for a search as somebody who may decide on others; return the request's address and reference."""
        sergeant.sign_in()
        own = asking.draft(sergeant, self._case("GO26-02215", candidates=FEW))
        reference = asking.submit(sergeant, own)
        if reference in sergeant.open("/decisions/").words:
            raise UnexpectedPage("the queue offers somebody their own request")
        number = own.rstrip("/").rpartition("/")[2]
        answer = sergeant.open(f"/decisions/supervisor/{number}/", expect=403)
        if any(
            button for form in answer.forms for button, _, _ in form.buttons if "pprove" in button
        ):
            raise UnexpectedPage("the page of one's own request offers to approve it")
        self.tell("sergeant, both officer and supervisor: deciding on an own request is refused")
        return own, reference

    def _the_matcher_wants_a_grant(self) -> None:
        address = f"{self.matcher_url}/v1/identify/SYNTHETIC-SHAPES"
        answer = httpx.post(address, json={}, timeout=10)
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            raise UnexpectedPage(
                f"the matcher answered {answer.status_code} to a call without a grant"
            )
        self.tell("matcher: a call without a grant is refused")

    # --- the record ------------------------------------------------------------------------------

    def _take_the_record_away(self, auditor: Person) -> None:
        auditor.sign_in()
        log = auditor.open("/audit/log/")
        if self.latest not in log.words:
            raise UnexpectedPage("the log's first page does not show the latest request")
        self.tell("auditor: reads the log; that reading is itself an event")
        auditor.send("Export these events")
        end = time.monotonic() + WITHIN_SECONDS
        while "Download as a ZIP" not in auditor.page.words:
            if time.monotonic() > end:
                raise UnexpectedPage(f"the export was not made: {auditor.page.words[:400]}")
            time.sleep(0.5)
            auditor.open(auditor.page.url)
        auditor.send("Download as a ZIP")
        found = offline.check(auditor.raw)
        missing = {
            "search.blocked", "search.submitted", "search.decision_recorded", "search.approved",
            "search.grant_issued", "search.result_received", "exam.concluded", "candidates.revealed",
            "exam.agreed", "lead.released", "lead.viewed", "lead.printed", "lead.saved", "lead.passed_on",
            "lead.step_stopped", "lead.step_planned", "followup.recorded", "lead.recalled", "incident.opened",
            "incident.taken", "incident.closed", "search.closed", "action.refused",
            "disclosure.asked", "disclosure.made", "disclosure.taken", "log.exported",
            "exam.disagreed", "lead.none_found",
        } - set(found.codes)  # fmt: skip
        if missing:
            raise UnexpectedPage(
                f"the export lacks {sorted(missing)}; it has {sorted(found.codes)}"
            )
        if not {self.saved, self.disclosed} <= found.file_digests:
            raise UnexpectedPage("the export lacks the digest of the lead’s file or of the pack")
        self.tell(
            f"auditor: exported {found.rows} events; offline, every file has the manifest's digest "
            "and every entry its leaf hash"
        )
        with tempfile.TemporaryDirectory(prefix="countersign-tour-log-") as folder:
            said = offline.verify_log(auditor.raw, Path(folder))
            self.tell(
                f"auditor: the export and the whole log, by the verifier that came with it: {said}"
            )
            if self.out is not None:
                shutil.copytree(folder, self.out / "export", dirs_exist_ok=True)
        if self.out is not None:
            private_files.write(self.out / "export.zip", auditor.raw)
            self.tell(
                f"kept: {self.out / 'export.zip'}, and the whole log in {self.out / 'export'}"
            )
