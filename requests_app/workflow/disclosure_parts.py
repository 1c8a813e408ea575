"""What belongs into a disclosure pack, part by part: its name in the file, how its bytes come about, or why it is left out.

Must not store or record anything (`disclose` does), and holds one part in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from requests_app.accounts.models import Certificate, Course
from requests_app.registry import selectors as registry
from requests_app.searches import (
    answers,
    candidate_pictures,
    content,
    disclosure,
    examinations,
    examined,
    follow_ups,
    incidents,
    lead,
    lead_decisions,
    outcome,
    release,
    selectors,
)
from requests_app.searches.disclosure import LeftOut, Profile
from requests_app.searches.models import (
    Authorisation,
    CandidatePicture,
    Conclusion,
    Decision,
    DisclosurePack,
    Examination,
    Finding,
    FollowUp,
    Incident,
    Justification,
    LeadDecision,
    LeadRecall,
    Probe,
    SearchRequest,
    StoredFile,
)
from requests_app.wire import canonical
from requests_app.wire.shapes import write_time
from requests_app.workflow import disclosure_log
from requests_app.workflow.disclosed_part import Part
from requests_app.workflow.disclosure_log import EventsOf

SUMMARY = "summary.pdf"
"""The last part: it says of all others whether they are there."""
READ_ME = "read-me.txt"
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "application/pdf": "pdf",
}
_UNKNOWN = "bin"
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
    yield from _searched(pack)
    yield from _examined(row, events)
    yield from _led(row, events)
    yield from _came_of_it(row, events)
    yield from disclosure_log.parts(events)


# --- the request ---------------------------------------------------------------------------------


def _asked(row: SearchRequest, events: EventsOf) -> Iterator[Part]:
    versions = list(row.justifications.select_related("probe"))
    for frozen in versions:
        yield Part(
            f"request/version-{frozen.version}.json",
            partial(_version, frozen),
            events.nth("search.submitted", frozen.version),
        )
    yield Part("request/rules.json", lambda: canonical.encode(_rules(versions)))
    for number, probe in enumerate(_probes(versions), start=1):
        yield from _probe(number, probe, events)
    documents = {each for frozen in versions for each in frozen.documents}
    files = sorted(selectors.files_of(row, documents), key=lambda each: (each.added_at, each.pk))
    for number, stored in enumerate(files, start=1):
        ending = _ENDINGS.get(stored.media_type, _UNKNOWN)
        yield Part(
            f"request/document-{number}.{ending}",
            partial(_file, stored.pk),
        )
    for number, decision in enumerate(selectors.decisions_on(row), start=1):
        yield Part(
            f"decisions/decision-{number}.json",
            partial(_decision, decision),
        )


def _probes(versions: list[Justification]) -> list[Probe]:
    """The probe images that were submitted, each once, in their order."""
    return list({frozen.probe_id: frozen.probe for frozen in versions}.values())


def _probe(number: int, probe: Probe, events: EventsOf) -> Iterator[Part]:
    event = events.about("probe.ingested", probe.pk)
    original = StoredFile.objects.defer("sealed").get(pk=probe.original_id)
    sent = StoredFile.objects.defer("sealed").get(pk=probe.transmission_id)
    for name, stored in (("original", original), ("sent", sent)):
        yield Part(
            f"probe/{number}-{name}.{_ENDINGS.get(stored.media_type, _UNKNOWN)}",
            partial(_file, stored.pk),
            event,
        )
    yield Part(
        f"probe/{number}-edits.json",
        lambda: canonical.encode(content.open_particulars(probe).as_json()),
    )


def _rules(versions: list[Justification]) -> list[dict[str, Any]]:
    found = Finding.objects.filter(check_run__in=[each.check_run_id for each in versions])
    return [
        {
            "version": each.check_run.version,
            "stage": each.check_run.stage,
            "pack": each.pack,
            "pack_version": each.pack_version,
            "pack_digest": each.pack_digest,
            "rule": each.rule,
            "verb": each.verb,
            "state": each.state,
        }
        for each in found.select_related("check_run").order_by("check_run__version", "position")
    ]


def _version(frozen: Justification) -> bytes:
    return answers.encode(content.open_version(frozen))


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


# --- what was searched, and what came back -------------------------------------------------------


def _searched(pack: DisclosurePack) -> Iterator[Part]:
    row = pack.search_request
    yield Part("search/search.json", lambda: canonical.encode(searched(row)))
    yield Part("search/candidates.json", lambda: canonical.encode(candidates_of(pack)))
    shown = shown_positions(pack)
    pictures = {
        each.position: each
        for each in CandidatePicture.objects.filter(search_request=row).defer("sealed")
    }
    for position in range(1, row.result.candidate_count + 1):
        picture = pictures.get(position)
        yield Part(
            f"search/candidate-{position}.{_ending_of(picture)}",
            partial(_picture, picture, is_shown=position in shown),
        )


def _ending_of(picture: CandidatePicture | None) -> str:
    if picture is None:
        return _UNKNOWN
    try:
        return _ENDINGS.get(candidate_pictures.media_type(picture), _UNKNOWN)
    except (content.ContentDestroyed, content.ContentDamaged):
        return _UNKNOWN


def shown_positions(pack: DisclosurePack) -> frozenset[int]:
    """Return the positions of the candidates whom a pack names: all, or those whom an examiner ever selected."""
    count = pack.search_request.result.candidate_count
    if pack.profile == Profile.FULL:
        return frozenset(range(1, count + 1))
    said = Conclusion.objects.filter(search_request=pack.search_request_id)
    selected = said.exclude(selected_position=None).values_list("selected_position", flat=True)
    return frozenset(position for position in selected if position is not None)


def candidates_of(pack: DisclosurePack) -> list[dict[str, Any]]:
    """Return the list as the matcher gave it, in its order; of those who are not named, rank and score alone.

    Raises:
        ContentDestroyed, ContentDamaged: it does not open.
    """
    row, shown = pack.search_request, shown_positions(pack)
    listed = content.open_candidates(row.files.get(kind=StoredFile.Kind.CANDIDATES))
    with content.readable():
        return [
            {"position": position, "rank": one["rank"], "score": one["score"]}
            | ({"candidate": one["external_id"]} if position in shown else {})
            for position, one in enumerate(listed, start=1)
        ]


def _picture(picture: CandidatePicture | None, *, is_shown: bool) -> bytes | LeftOut:
    if picture is not None and picture.state == CandidatePicture.State.DESTROYED:
        return LeftOut.DESTROYED
    if not is_shown:
        return LeftOut.NOT_GIVEN_OUT
    if picture is None or picture.state != CandidatePicture.State.HERE:
        return LeftOut.NEVER_MADE
    return candidate_pictures.open_picture(
        candidate_pictures.with_bytes(picture)
    ).taken.transmission


def searched(row: SearchRequest) -> dict[str, Any]:
    """Return what was searched, with which engine, in which limits, and the papers on both; no candidate."""
    leave = Authorisation.objects.select_related("gallery__matcher").get(search_request=row)
    result, gallery = row.result, leave.gallery
    return {
        "search_id": str(leave.search_id),
        "approved_at": write_time(leave.approved_at),
        "answered_at": write_time(result.received_at),
        "purpose": leave.purpose_code,
        "gallery": {
            "code": gallery.code,
            "name_en": gallery.name_en,
            "name_fr": gallery.name_fr,
            "size_today": gallery.size,
            "acquisition": gallery.acquisition,
            "legal_basis": gallery.legal_basis,
            "entry_sha256": leave.gallery_digest,
        },
        "matcher": {
            "name": gallery.matcher.name,
            "engine": result.engine,
            "engine_version": result.engine_version,
            "not_a_face_recogniser": result.not_a_face_recogniser,
            "score_scale": result.score_scale,
            "lower_is_better": result.lower_is_better,
        },
        "mode": result.mode,
        "threshold": result.threshold_applied,
        "candidate_limit": result.candidate_limit,
        "candidates": result.candidate_count,
        "answer_sha256": result.answer_digest,
        "papers_today": [
            {
                "kind": paper.kind,
                "title": paper.title,
                "issuer": paper.issuer,
                "engine_version": paper.engine_version,
                "sha256": paper.sha256,
                "dated": paper.dated.isoformat(),
                "valid_until": paper.valid_until.isoformat(),
            }
            for paper in registry.papers_about(gallery)
        ],
    }


# --- the examination, the lead, and what came of it -----------------------------------------------


def examinations_of(row: SearchRequest) -> list[Examination]:
    """Return the examinations that came to a conclusion, in the order in which they began."""
    found = Examination.objects.filter(search_request=row, conclusions__isnull=False).distinct()
    return list(found.select_related("examiner_person").order_by("started_at", "pk"))


def _examined(row: SearchRequest, events: EventsOf) -> Iterator[Part]:
    made = examinations_of(row)
    yield Part("examination/examiners.json", lambda: canonical.encode(_examiners(row, made)))
    for number, examination in enumerate(made, start=1):
        for said in examination.conclusions.order_by("number"):
            code = "exam.concluded" if said.number == 1 else "exam.corrected"
            yield Part(
                f"examination/examiner-{number}-conclusion-{said.number}.json",
                partial(_conclusion, said),
                events.about(code, examination.pk, nth=max(1, said.number - 1)),
            )


def _conclusion(said: Conclusion) -> bytes:
    return examined.encode(examinations.opened_conclusion(said))


def certificates_of(examination: Examination) -> list[Certificate]:
    """Return the certificates by which somebody could examine on the day they began, the latest first."""
    day = examination.started_at.date()
    return list(
        Certificate.objects.filter(
            person=examination.examiner_person_id,
            course=Course.EXAMINING,
            confirmed_at__isnull=False,
            issued_on__lte=day,
            valid_until__gte=day,
        ).order_by("-valid_until")[:3]
    )


def _examiners(row: SearchRequest, made: list[Examination]) -> dict[str, Any]:
    standing = examinations.standing(row)
    return {
        "concluded": standing.concluded,
        "agreed": standing.agreed,
        "selected": standing.selected,
        "examiners": [
            {
                "examiner": number,
                "name": each.examiner_person.full_name,
                "started_at": write_time(each.started_at),
                "certificates": [
                    {
                        "issued_on": held.issued_on.isoformat(),
                        "valid_until": held.valid_until.isoformat(),
                    }
                    for held in certificates_of(each)
                ],
                "conclusions": [
                    {
                        "number": said.number,
                        "concluded_at": write_time(said.concluded_at),
                        "outcome": said.outcome,
                        "selected_position": said.selected_position,
                        "compared": said.compared,
                    }
                    for said in each.conclusions.order_by("number")
                ],
            }
            for number, each in enumerate(made, start=1)
        ],
    }


def _led(row: SearchRequest, events: EventsOf) -> Iterator[Part]:
    decided = LeadDecision.objects.filter(search_request=row).first()
    if decided is None:
        return
    event = events.about("lead.released", decided.pk) or events.about("lead.withheld", decided.pk)
    yield Part(
        "lead/decision.json",
        lambda: release.encode(lead_decisions.open_answers(decided)),
        event,
    )
    if decided.outcome == LeadDecision.Outcome.RELEASE:
        yield Part("lead/sheet.json", lambda: lead.encode(lead_decisions.open_lead(decided)), event)
    recalled = LeadRecall.objects.filter(search_request=row).first()
    if recalled is not None:
        yield Part("lead/recall.json", lambda: canonical.encode(_recall(recalled)))


def _recall(recalled: LeadRecall) -> dict[str, Any]:
    return {
        "ground": recalled.ground,
        "recalled_at": write_time(recalled.recalled_at),
        "reason": lead_decisions.open_recall(recalled),
    }


_CODES_OF_FOLLOW_UPS = (
    "followup.recorded", "lead.passed_on", "lead.step_planned", "lead.step_stopped",
)  # fmt: skip


def _came_of_it(row: SearchRequest, events: EventsOf) -> Iterator[Part]:
    for told in follow_ups.of_lead(row):
        numbers = (events.about(code, told.pk) for code in _CODES_OF_FOLLOW_UPS)
        yield Part(
            f"outcome/{told.number}.json",
            partial(_told, told),
            next((number for number in numbers if number is not None), None),
        )
    for named in incidents.of_lead(row):
        yield Part(f"incidents/{named.number}.json", partial(_incident, named))
        # What was written of it is the agency's looking into itself: whoever needs it asks for it.
        yield Part(f"incidents/{named.number}-words.json", lambda: LeftOut.NOT_GIVEN_OUT)


def _told(told: FollowUp) -> bytes:
    return outcome.encode(follow_ups.opened(told))


def _incident(named: Incident) -> bytes:
    said = {
        "number": named.number,
        "ground": named.ground,
        "findings": named.flaws,
        "opened_at": write_time(named.opened_at),
        "due_at": write_time(named.due_at),
        "closed_at": write_time(named.closed_at) if named.closed_at else None,
        "outcome": named.outcome,
        "undone": named.undone,
        "not_needed": named.not_needed,
    }
    return canonical.encode(said)
