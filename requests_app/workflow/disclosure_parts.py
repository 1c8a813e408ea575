"""What belongs into a disclosure pack, part by part: its name in the file, how its bytes come about, or why it is left out.

Must not store or record anything (`disclose` does), and holds one part in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from requests_app.searches import content, disclosure, selectors
from requests_app.searches.models import (
    CheckRun,
    Decision,
    DisclosurePack,
    Justification,
    Probe,
    SearchRequest,
    StoredFile,
)
from requests_app.searches.states import Status
from requests_app.wire import canonical
from requests_app.wire.shapes import write_time
from requests_app.workflow import disclosure_examined, disclosure_log, disclosure_searched
from requests_app.workflow.disclosed_part import ENDINGS, UNKNOWN, Part
from requests_app.workflow.disclosure_log import EventsOf

SUMMARY = "summary.pdf"
"""The last part: it says of all others whether they are there."""
READ_ME = "read-me.txt"
MOST_OTHERS = 200
"""Other requests on the same case that are named."""
_HOW_TO_READ = f"""\
A disclosure pack of Countersign.

{SUMMARY} says in words what is in it, and what is left out and why. {disclosure.MANIFEST} lists each part with its size and
its SHA-256. Where it names an event, the audit log holds the same digest in that event, so that a part that was changed is
found out: log/openings.jsonl says by which key (HMAC-SHA-256) and for which value the event vouches.

To check an event offline: python3 log/countersign-verify.pyz log/event-NUMBER.tlog-proof --policy log/keys.txt
The keys and the verifier came with this pack and prove nothing by themselves. Compare them with those that the privacy
commissioner or an auditor keeps.


Un dossier de communication de Countersign.

{SUMMARY} dit en toutes lettres ce qui s’y trouve, ce qui en est omis et pourquoi. {disclosure.MANIFEST} énumère chaque pièce
avec sa taille et son empreinte SHA-256. Lorsqu’un événement y est nommé, le journal d’audit contient la même empreinte dans
cet événement : une pièce modifiée se voit donc. Le fichier log/openings.jsonl donne la clé (HMAC-SHA-256) et la valeur dont
l’événement répond.

Pour vérifier un événement hors ligne :
  python3 log/countersign-verify.pyz log/event-NUMÉRO.tlog-proof --policy log/keys.txt --language fr
Les clés et le vérificateur sont joints à ce dossier et ne prouvent rien par eux-mêmes. Comparez-les avec ceux que conserve
le commissaire à la protection de la vie privée ou un auditeur.
"""


def expected(pack: DisclosurePack) -> Iterator[Part]:
    """Yield every part of a pack but its summary, in the order of the file; the same each time, but for what is added since.

    Args:
        pack: with its request.
    """
    row = pack.search_request
    events = disclosure_log.events_of(row.pk, until=pack.pk)
    yield Part(READ_ME, lambda: _HOW_TO_READ.encode())
    yield from _asked(row, events)
    yield from disclosure_searched.parts(pack)
    yield from disclosure_examined.parts(pack, events)
    yield from disclosure_log.parts(events, profile=pack.profile)


# --- the request ---------------------------------------------------------------------------------


def _asked(row: SearchRequest, events: EventsOf) -> Iterator[Part]:
    yield Part("request/request.json", partial(_request, row))
    for frozen in row.justifications.all():
        yield Part(
            f"request/version-{frozen.version}.json",
            partial(_version, frozen),
            events.nth("search.submitted", frozen.version),
        )
    yield Part("request/rules.json", partial(_rules, row))
    # Also those that were replaced, or taken away again, before anybody decided.
    for number, probe in enumerate(row.probes.order_by("added_at", "pk"), start=1):
        yield from _probe(number, probe, events)
    documents = row.files.filter(kind=StoredFile.Kind.JUDICIAL_DOCUMENT).defer("sealed")
    for number, stored in enumerate(documents.order_by("added_at", "pk"), start=1):
        yield Part(
            f"request/document-{number}.{ENDINGS.get(stored.media_type, UNKNOWN)}",
            partial(_file, stored.pk),
            events.about("document.added", stored.pk),
        )
    for number, decision in enumerate(selectors.decisions_on(row), start=1):
        yield Part(f"decisions/decision-{number}.json", partial(_decision, decision))


def _request(row: SearchRequest) -> bytes:
    """Who asked and when, what it was started from, which other requests name the same case, and what keeps its content."""
    same_case = SearchRequest.objects.filter(case_lookup=row.case_lookup).exclude(pk=row.pk)
    others = same_case.exclude(status=Status.DRAFT).order_by("created_at")[:MOST_OTHERS]
    said = {
        "reference": row.reference,
        "requested_by": row.requested_by_person.full_name,
        "unit": row.unit.code,
        "created_at": write_time(row.created_at),
        "status": row.status,
        "status_since": write_time(row.status_since),
        "versions": row.version,
        "started_from": row.started_from.reference if row.started_from else None,
        "restarted_as": list(
            row.restarts.order_by("created_at").values_list("reference", flat=True)
        ),
        "others_on_this_case": [
            {
                "reference": each.reference,
                "status": each.status,
                "created_at": write_time(each.created_at),
            }
            for each in (others if row.case_lookup else ())
        ],
        "legal_holds": [
            {
                "set_at": write_time(each.set_at),
                "released_at": write_time(each.released_at) if each.released_at else None,
            }
            for each in row.holds.order_by("set_at")
        ],
    }
    return canonical.encode(said)


def _probe(number: int, probe: Probe, events: EventsOf) -> Iterator[Part]:
    event = events.about("probe.ingested", probe.pk)
    for name, file_id in (("original", probe.original_id), ("sent", probe.transmission_id)):
        media_type = StoredFile.objects.values_list("media_type", flat=True).get(pk=file_id)
        yield Part(
            f"probe/{number}-{name}.{ENDINGS.get(media_type, UNKNOWN)}",
            partial(_file, file_id),
            event,
        )
    yield Part(f"probe/{number}-edits.json", partial(_edits, probe))


def _edits(probe: Probe) -> bytes:
    return canonical.encode(content.open_particulars(probe).as_json())


def _rules(row: SearchRequest) -> bytes:
    """Every time that rules were applied to a request, with all that they found."""
    runs = CheckRun.objects.filter(search_request=row).prefetch_related("findings")
    runs = runs.select_related("conclusion__examination")
    said = [
        {
            "version": run.version,
            "stage": run.stage,
            "run_at": write_time(run.run_at),
            "verdict": run.verdict,
            **_of_whose_selection(run),
            "findings": [
                {
                    "pack": each.pack,
                    "pack_version": each.pack_version,
                    "pack_digest": each.pack_digest,
                    "rule": each.rule,
                    "verb": each.verb,
                    "state": each.state,
                }
                for each in run.findings.all()
            ],
        }
        for run in runs.order_by("run_at")
    ]
    return canonical.encode(said)


def _of_whose_selection(run: CheckRun) -> dict[str, int]:
    """Which examiner's selection was judged: the number of their seat, as elsewhere in the pack."""
    conclusion = getattr(run, "conclusion", None)
    return {"examiner": conclusion.examination.seat} if conclusion is not None else {}


def _version(frozen: Justification) -> bytes:
    return content.stored_version(frozen)


def _file(file_id: UUID) -> bytes:
    return content.open_file(StoredFile.objects.get(pk=file_id))


def _decision(made: Decision) -> bytes:
    said = {
        "version": made.version,
        "role": made.role,
        "outcome": made.outcome,
        "decided_by": made.decided_by.person.full_name,
        "decided_at": write_time(made.decided_at),
        "digest_read": made.digest_read,
        "seconds_open": made.seconds_open_total,
        "probe_opened": made.probe_opened,
        "reasons": content.open_reasons(made),
    }
    return canonical.encode(said)
