"""Misbehaviour on request, so that tests and drills can see what a bad matcher does to its client.

Must be off unless the program was started with --faults; then the X-Fault header chooses:

| X-Fault           | what happens                                                        |
|-------------------|---------------------------------------------------------------------|
| delay=SECONDS     | waits before it answers (at most 120)                               |
| 500, 503, 429     | answers so, before any work; 429 and 503 with Retry-After: 1        |
| drop-before       | cuts the connection before any work                                 |
| drop-after        | does and keeps the work, then cuts the connection                   |
| wrong-schema      | candidates without a personId, with a further field                 |
| nan               | a score that is not a number                                        |
| rank-as-text      | a rank that is no number                                            |
| 10000-candidates  | far more candidates than were asked for                             |
| wrong-gallery     | candidates said to come from another gallery                        |
| huge-body         | an answer of 20 MB                                                  |
| wrong-type        | the right answer as text/html                                       |

Of a picture also:

| X-Fault           | what happens                                                        |
|-------------------|---------------------------------------------------------------------|
| other-encounter   | the record of another encounter                                     |
| withdrawn         | a record that is no longer active                                   |
| by-reference      | the address of a picture in place of the picture                    |
| no-image          | bytes that are no image                                             |
"""

from __future__ import annotations

import json
from asyncio import Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

REFUSALS = {"500": 500, "503": 503, "429": 429}
NAMES = frozenset(
    [
        "drop-before",
        "drop-after",
        "wrong-schema",
        "nan",
        "rank-as-text",
        "10000-candidates",
        "wrong-gallery",
        "huge-body",
        "wrong-type",
        "other-encounter",
        "withdrawn",
        "by-reference",
        "no-image",
    ]
) | frozenset(REFUSALS)
HUGE = 20_000_000

_open_connections: dict[tuple[str, int], Transport] = {}


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP protocol, remembering its connections so that a fault can cut one."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Remember the connection by its peer."""
        self._peer = transport.get_extra_info("peername")[:2]
        _open_connections[self._peer] = transport
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        _open_connections.pop(self._peer, None)
        super().connection_lost(exc)


def cut(peer: tuple[str, int]) -> None:
    """Cut the connection to a peer at once, with nothing more sent."""
    transport = _open_connections.get(peer)
    if transport is not None:
        transport.abort()


def delay_of(fault: str) -> float:
    """The seconds that a fault asks to wait; 0 for every other fault."""
    if not fault.startswith("delay="):
        return 0
    try:
        return min(max(float(fault.removeprefix("delay=")), 0), 120)
    except ValueError:
        return 0


def spoil(fault: str, candidates: list[dict[str, Any]]) -> bytes:
    """The bytes of an answer, spoilt as the fault says."""
    first = candidates[0] if candidates else {"personId": "SYN-0001", "rank": 1, "score": 0.5}
    if fault == "wrong-schema":
        return _bytes([{"rank": 1, "score": 0.9, "name": "unexpected"}])
    if fault == "nan":
        return _bytes([{**first, "score": float("nan")}])
    if fault == "rank-as-text":
        return _bytes([{**first, "rank": "first"}])
    if fault == "10000-candidates":
        return _bytes([{**first, "personId": f"SYN-{n:05d}", "rank": n} for n in range(1, 10_001)])
    if fault == "wrong-gallery":
        return _bytes([{**first, "scores": [{"score": 0.5, "galleries": ["OTHER"]}]}])
    if fault == "huge-body":
        return b"[" + b" " * HUGE + b"]"
    return _bytes(candidates)


def spoil_picture(fault: str, encounter: dict[str, Any]) -> bytes:
    """The bytes of a candidate's record, spoilt as the fault says."""
    (picture,) = encounter["biometricData"]
    changes: dict[str, dict[str, Any]] = {
        "wrong-schema": {"name": "unexpected"},
        "wrong-gallery": {"galleries": ["OTHER"]},
        "other-encounter": {"encounterId": "SYN-0001-9"},
        "withdrawn": {"status": "INACTIVE"},
        "by-reference": {
            "biometricData": [
                {"biometricType": "FACE", "imageRef": "http://images.example.org/SYN-0001"}
            ]
        },
        "no-image": {"biometricData": [{**picture, "image": "bm90IGFuIGltYWdl"}]},
    }
    if fault == "huge-body":
        return b"{" + b" " * HUGE + b"}"
    return _bytes(encounter | changes.get(fault, {}))


def _bytes(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")
