"""Drives the use cases as invented people would: draft, submit, decide, send.

Used by the trial's seeding and by the tests, so that neither ever starts from an impossible state.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from requests_app.accounts.actors import Actor, system_actor
from requests_app.dispatch.models import Dispatch
from requests_app.searches import content
from requests_app.searches.answers import Answers
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import stories
from requests_app.workflow import claim, decide, draft, draft_files, forward, submit
from requests_app.workflow.reading import decision_page, pictures

OWN_WORDS = "In my own words: I have read the record for this point and it is borne out there."

PICTURES = 70


@lru_cache(maxsize=1)
def _drawn() -> tuple[bytes, ...]:
    """Have the demonstration matcher's own program draw them: its code is in other hands."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "requests_app.outside.refmatcher.drawings",
                "--out",
                folder,
                "--count",
                str(PICTURES),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return tuple(path.read_bytes() for path in sorted(Path(folder).glob("*-worn.jpg")))


def picture(number: int) -> bytes:
    """Return a drawn picture, as a poor camera might have kept it."""
    return _drawn()[(number - 1) % PICTURES]


def write(actor: Actor, search_request_id: UUID, document: Answers) -> None:
    """Write every section of a document into a draft."""
    for section in dataclasses.fields(document):
        draft.save_section(
            actor=actor,
            search_request_id=search_request_id,
            section=section.name,
            value=getattr(document, section.name),
        )


def drafted(
    officer: Actor, document: Answers, *, number: int, with_picture: bool = True
) -> SearchRequest:
    """Return a draft with these answers."""
    search_request = draft.start(actor=officer)
    if with_picture:
        draft_files.add_probe(
            actor=officer,
            search_request_id=search_request.id,
            data=picture(number),
            name=f"frame {number}.jpg",
        )
    write(officer, search_request.id, document)
    return SearchRequest.objects.get(id=search_request.id)


def declared(row: SearchRequest, *, acknowledged: tuple[str, ...] = ()) -> submit.Declared:
    """Return the declaration that the draft holds, upon what the draft is now.

    Args:
        row: a request that is being written.
        acknowledged: rules whose warnings were read besides.
    """
    now = SearchRequest.objects.get(id=row.id)
    written = content.open_draft(now)
    read = acknowledged or written.declaration.acknowledged
    return submit.Declared(
        declaration=stories.acknowledging(written, read).declaration,
        read=submit.what_was_read(now, written).marks,
    )


def submitted(officer: Actor, row: SearchRequest, *, language: str = "en") -> SearchRequest:
    """Submit a draft, acknowledging what the rules warn of.

    Raises:
        AssertionError: a rule stops it, which no honest story of ours expects.
    """
    evaluation = submit.preview(actor=officer, search_request=SearchRequest.objects.get(id=row.id))
    warned = tuple(finding.rule for finding in evaluation.to_acknowledge)
    done = submit.submit(
        actor=officer,
        search_request_id=row.id,
        declared=declared(row, acknowledged=warned),
        language=language,
    )
    if not done.accepted:
        raise AssertionError([finding.rule for finding in done.evaluation.findings])
    return SearchRequest.objects.get(id=row.id)


def reasons(*, faces: int = 1, message: str = "", words: str = OWN_WORDS) -> decide.Reasons:
    """Return a decider's complete answers."""
    return decide.Reasons(
        tests={name: decide.TestAnswer(met=True, reason=words) for name in decide.TESTS},
        no_conflict=True,
        message=message,
        faces=faces,
    )


def decided(
    decider: Actor, row: SearchRequest, outcome: str, reasons: decide.Reasons
) -> SearchRequest:
    """Claim, read, look at the picture, and decide."""
    claim.claim(actor=decider, search_request_id=row.id)
    page = decision_page.open_decision_page(actor=decider, search_request_id=row.id)
    pictures.open_probe(actor=decider, search_request_id=row.id)
    decide.decide(
        actor=decider,
        search_request_id=row.id,
        outcome=outcome,
        reading_id=page.reading_id,
        reasons=reasons,
    )
    return SearchRequest.objects.get(id=row.id)


def sent(row: SearchRequest, *, owner: str) -> str:
    """Let the dispatcher send an approved request; the caller plays its login. Returns what became of it."""
    return forward.forward(
        actor=system_actor("dispatcher"),
        owner=owner,
        search_id=Dispatch.objects.get(search_request=row).search_id,
        search_request_id=row.id,
    )
