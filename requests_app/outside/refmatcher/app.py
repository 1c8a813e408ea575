"""The demonstration matcher over HTTP: OSIA identify, pictures and galleries, for holders of a grant only.

Must not route anything else, and must not log an image, a token or a candidate.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from requests_app.common import clock
from requests_app.outside.refmatcher import (
    GALLERY,
    MISSING_GALLERY,
    NAME,
    NOTICE,
    VERSION,
    checks,
    faults,
    pictures,
)
from requests_app.outside.refmatcher.matching import Candidate, ShapeGallery, Unreadable
from requests_app.outside.refmatcher.memory import Memory
from requests_app.wire import grant
from requests_app.wire.refusals import Refusal, Refused
from requests_app.wire.versions import (
    HEADER_ENGINE,
    HEADER_NOT_A_RECOGNISER,
    HEADER_REFUSAL,
    HEADER_REPLAYED,
    MAX_REQUEST_BYTES,
)

_log = logging.getLogger("refmatcher")
_PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{NOTICE}</title></head><body><h1>{NOTICE}</h1>
<p>It answers OSIA <code>identify</code> for the galleries {GALLERY} and {MISSING_GALLERY}, a hundred
abstract drawings each, to holders of a signed grant, and gives out a drawing to whoever holds a grant for this one
and searched it out before. Its scores say how alike two drawings are. They say nothing about
any person, and no image of a person may be sent to it.</p></body></html>"""


@dataclass(frozen=True)
class Matcher:
    """Everything that one running matcher holds; its galleries by the names under which it offers them."""

    trust: checks.Trust
    memory: Memory
    galleries: Mapping[str, ShapeGallery]
    faults_enabled: bool = False


def build(matcher: Matcher) -> Starlette:
    """The application of one matcher."""

    async def identify(request: Request) -> Response:
        return await _guarded("identify", _identify(request, matcher))

    async def picture(request: Request) -> Response:
        return await _guarded("picture", _picture(request, matcher))

    async def galleries(request: Request) -> Response:
        return await _guarded("galleries", _galleries(request, matcher))

    application = Starlette(
        routes=[
            Route("/v1/identify/{gallery}", identify, methods=["POST"]),
            Route("/v1/persons/{person}/encounters/{encounter}", picture, methods=["GET"]),
            Route("/v1/galleries", galleries, methods=["GET"]),
            Route("/healthz", _health, methods=["GET"]),
            Route("/", _page, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _not_routed, Exception: _fault},
    )
    application.router.redirect_slashes = False
    return application


async def _identify(request: Request, matcher: Matcher) -> Response:
    fault = request.headers.get("X-Fault", "") if matcher.faults_enabled else ""
    claims = checks.check_grant(request.headers.get("Authorization"), matcher.trust, clock.now())
    detail = claims.detail
    limits = checks.check_call(
        detail,
        gallery=request.path_params["gallery"],
        query=request.query_params.multi_items(),
        offered=matcher.galleries,
    )
    probe = checks.check_body(detail, await _read(request))
    early = await _misbehave_before(request, fault)
    if early is not None:
        return early
    taken = await run_in_threadpool(
        matcher.memory.take,
        jti=claims.jti,
        search_id=detail.search_id,
        body_sha256=detail.body_sha256,
        now=clock.now(),
    )
    answer = taken.answer
    if answer is None:
        answer = await run_in_threadpool(_search, matcher, detail, probe, limits)
    response = _answer(answer, replayed=taken.answer is not None)
    return _misbehave_after(request, fault, response, faults.spoil)


def _search(
    matcher: Matcher, detail: grant.GrantDetail, probe: bytes, limits: checks.Limits
) -> bytes:
    search_id, gallery = detail.search_id, matcher.galleries[detail.gallery]
    threshold = None if limits.threshold is None else float(limits.threshold)
    try:
        found = gallery.search(probe, limit=limits.max_candidates, threshold=threshold)
    except Unreadable as error:
        matcher.memory.abandon(search_id=search_id)
        raise Refused(Refusal.PROBE_UNREADABLE) from error
    answer = json.dumps(
        [_as_osia(one, detail.gallery) for one in found], separators=(",", ":")
    ).encode("ascii")
    matcher.memory.finish(
        search_id=search_id,
        answer=answer,
        named=[pictures.detail_of(one.person_id, search_id, answer) for one in found],
        now=clock.now(),
    )
    return answer


async def _picture(request: Request, matcher: Matcher) -> Response:
    fault = request.headers.get("X-Fault", "") if matcher.faults_enabled else ""
    claims = checks.check_picture_grant(
        request.headers.get("Authorization"), matcher.trust, clock.now()
    )
    person = request.path_params["person"]
    checks.check_picture_call(
        claims.detail,
        person=person,
        encounter=request.path_params["encounter"],
        query=request.query_params.multi_items(),
    )
    early = await _misbehave_before(request, fault)
    if early is not None:
        return early
    await run_in_threadpool(
        matcher.memory.take_picture, jti=claims.jti, detail=claims.detail, now=clock.now()
    )
    encounter = await run_in_threadpool(pictures.encounter_of, person, matcher.galleries)
    answer = json.dumps(encounter, separators=(",", ":")).encode("ascii")
    return _misbehave_after(request, fault, _answer(answer), faults.spoil_picture)


async def _galleries(request: Request, matcher: Matcher) -> Response:
    grant.verify_inventory(
        checks.bearer(request.headers.get("Authorization")),
        matcher.trust.keys,
        audience=matcher.trust.audience,
        issuer=matcher.trust.issuer,
        now=clock.now(),
    )
    if not request.query_params.get("transactionId"):
        raise Refused(Refusal.QUERY_UNKNOWN)
    return _answer(json.dumps(list(matcher.galleries)).encode("ascii"))


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers=_headers())


async def _page(_request: Request) -> Response:
    return HTMLResponse(_PAGE, headers=_headers())


async def _guarded(route: str, answering: Awaitable[Response]) -> Response:
    # The route by a name of ours, never the path as it came: that is the caller's text.
    started = time.monotonic()
    try:
        response = await answering
        outcome = "answered"
    except Refused as refused:
        response = _refusal(refused.refusal)
        outcome = refused.refusal.code
    except ClientDisconnect:
        response = Response(status_code=400)
        outcome = "caller_left"
    milliseconds = round((time.monotonic() - started) * 1000)
    _log.info("%s route=%s outcome=%s ms=%d", NOTICE, route, outcome, milliseconds)
    return response


async def _read(request: Request) -> bytes:
    declared = request.headers.get("Content-Length", "0")
    if declared.isdigit() and int(declared) > MAX_REQUEST_BYTES:
        raise Refused(Refusal.BODY_TOO_LARGE)
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise Refused(Refusal.BODY_MALFORMED)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_BYTES:
            raise Refused(Refusal.BODY_TOO_LARGE)
    return bytes(body)


async def _misbehave_before(request: Request, fault: str) -> Response | None:
    await asyncio.sleep(faults.delay_of(fault))
    if fault == "drop-before":
        faults.cut((request.client.host, request.client.port) if request.client else ("", 0))
    if fault in faults.REFUSALS:
        return _error(faults.REFUSALS[fault], "fault", {"Retry-After": "1"})
    return Response(status_code=500) if fault == "drop-before" else None


def _misbehave_after(
    request: Request, fault: str, response: Response, spoil: Callable[[str, Any], bytes]
) -> Response:
    if fault == "drop-after":
        faults.cut((request.client.host, request.client.port) if request.client else ("", 0))
    elif fault == "wrong-type":
        return Response(response.body, media_type="text/html", headers=_headers())
    elif fault in faults.NAMES:
        spoilt = spoil(fault, json.loads(bytes(response.body)))
        return Response(spoilt, media_type="application/json", headers=_headers())
    return response


def _as_osia(candidate: Candidate, gallery: str) -> dict[str, Any]:
    return {
        "personId": candidate.person_id,
        "rank": candidate.rank,
        "score": candidate.score,
        "scores": [
            {
                "score": candidate.score,
                "encounterId": pictures.encounter_id(candidate.person_id),
                "galleries": [gallery],
                "biometricType": "FACE",
            },
        ],
        "others": {"notAFaceRecogniser": True},
    }


def _answer(body: bytes, *, replayed: bool = False) -> Response:
    headers = _headers() | ({HEADER_REPLAYED: "true"} if replayed else {})
    return Response(body, media_type="application/json", headers=headers)


def _refusal(refusal: Refusal) -> Response:
    return _error(refusal.status, refusal.code, {HEADER_REFUSAL: refusal.code})


def _error(status: int, message: str, headers: dict[str, str]) -> Response:
    body = json.dumps({"code": status, "message": message}).encode("ascii")
    return Response(
        body, status_code=status, media_type="application/json", headers=_headers() | headers
    )


async def _not_routed(_request: Request, _error: Exception) -> Response:
    # A wrong method is answered like a wrong path: what is not routed does not exist here.
    return _refusal(Refusal.ROUTE_UNKNOWN)


async def _fault(_request: Request, _error: Exception) -> Response:
    return _refusal(Refusal.GATE_FAULT)


def _headers() -> dict[str, str]:
    return {
        HEADER_NOT_A_RECOGNISER: "1",
        HEADER_ENGINE: f"{NAME}/{VERSION}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
