"""What a disclosure pack says of the search itself: gallery, matcher, limits, tries, the list, and the candidates' pictures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from requests_app.dispatch.models import Attempt
from requests_app.registry import selectors as registry
from requests_app.searches import candidate_pictures, content
from requests_app.searches.disclosure import LeftOut, Profile
from requests_app.searches.models import (
    Authorisation,
    CandidatePicture,
    Conclusion,
    DisclosurePack,
    SearchRequest,
    StoredFile,
)
from requests_app.wire import canonical
from requests_app.wire.shapes import write_time
from requests_app.workflow.disclosed_part import ENDINGS, UNKNOWN, Part


def parts(pack: DisclosurePack) -> Iterator[Part]:
    """Yield the parts of a pack about the search and its answer, the candidates' pictures last."""
    row = pack.search_request
    yield Part("search/search.json", partial(_search, pack))
    yield Part("search/attempts.json", partial(_attempts, row))
    yield Part("search/candidates.json", partial(_candidates, pack))
    shown = shown_positions(pack)
    pictures = {
        each.position: each
        for each in CandidatePicture.objects.filter(search_request=row).defer("sealed")
    }
    for position in range(1, row.result.candidate_count + 1):
        picture = pictures.get(position)
        is_shown = position in shown
        yield Part(
            f"search/candidate-{position}{_ending_of(picture) if is_shown else ''}",
            partial(_picture, picture, is_shown=is_shown),
        )


def _ending_of(picture: CandidatePicture | None) -> str:
    if picture is None:
        return ""
    try:
        return f".{ENDINGS.get(candidate_pictures.media_type(picture), UNKNOWN)}"
    except (content.ContentDestroyed, content.ContentDamaged):
        return ""


def _search(pack: DisclosurePack) -> bytes:
    said = searched(pack.search_request)
    if pack.profile != Profile.FULL:
        # Whoever has the digest of the whole answer could try out whom it names.
        del said["answer_sha256"]
    return canonical.encode(said)


def _candidates(pack: DisclosurePack) -> bytes:
    return canonical.encode(candidates_of(pack))


def _attempts(row: SearchRequest) -> bytes:
    """Every try to reach the matcher, those that failed too: what came back may be a later answer."""
    tried = Attempt.objects.filter(dispatch__search_request=row).order_by("started_at")
    said = [
        {
            "number": each.number,
            "started_at": write_time(each.started_at),
            "ended_at": write_time(each.ended_at) if each.ended_at else None,
            "outcome": each.outcome,
            "error": each.error,
        }
        for each in tried
    ]
    return canonical.encode(said)


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
    if picture is None or picture.state != CandidatePicture.State.HERE:
        return LeftOut.NEVER_MADE
    if not is_shown:
        return LeftOut.NOT_GIVEN_OUT
    return candidate_pictures.open_picture(
        candidate_pictures.with_bytes(picture)
    ).taken.transmission


def pictures_destroyed(row: SearchRequest) -> int:
    """Return how many pictures of candidates were destroyed so far."""
    gone = CandidatePicture.State.DESTROYED
    return CandidatePicture.objects.filter(search_request=row, state=gone).count()


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
        "is_replayed": result.replayed,
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
