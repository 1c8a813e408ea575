"""The one client that can reach a matcher: OSIA 1.6.0 identify and a candidate's picture, with a grant as bearer.

Must not retry, touch the database, follow a redirect, or log a body, a token or an id.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlsplit

import httpx
import rfc8785

from requests_app.dispatch import candidate_list, encounter, errors
from requests_app.dispatch.refusals import error_for, picture_error_for
from requests_app.dispatch.types import (
    Completed,
    FetchedPicture,
    MatcherAnswer,
    PictureOrder,
    PreparedRequest,
    ScoreScale,
    SearchOrder,
    Timeouts,
    threshold_text,
)
from requests_app.wire.grant import Grant
from requests_app.wire.search_filter import check_filter, filter_digest
from requests_app.wire.shapes import Malformed
from requests_app.wire.versions import (
    HEADER_ENGINE,
    HEADER_NOT_A_RECOGNISER,
    HEADER_RECEIPT,
    HEADER_REPLAYED,
    MAX_ANSWER_BYTES,
    MAX_PICTURE_ANSWER_BYTES,
    MAX_REQUEST_BYTES,
    OSIA_VERSION,
)

_COMPRESSION = {"image/jpeg": "JPEG", "image/png": "PNG"}
_POSES = {"PORTRAIT", "LEFT_PROFILE", "RIGHT_PROFILE"}
_USER_AGENT = "countersign"
_T = TypeVar("_T")
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class OsiaClient:
    """A matcher at one address. Stateless between calls: each call has its own connection."""

    def __init__(
        self,
        base_url: str,
        *,
        scale: ScoreScale,
        timeouts: Timeouts | None = None,
        ca_pem: str = "",
        client_certificate: tuple[str, str] | None = None,
    ) -> None:
        """Make a client of one matcher.

        Args:
            base_url: where its gate answers.
            scale: how its scores are to be read.
            timeouts: of one call.
            ca_pem: the only authorities believed, as PEM; empty for those of this machine.
            client_certificate: the files of certificate and key by which the matcher knows us.

        Raises:
            NotConfigured: an address without TLS that is not on this very machine, or certificates
                that cannot be used.
        """
        address = urlsplit(base_url)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            raise errors.NotConfigured("tls_required", sent="no")
        self._base_url = base_url.rstrip("/")
        self._scale = scale
        self._timeouts = timeouts or Timeouts()
        self._tls = _tls(ca_pem, client_certificate)

    def prepare(self, order: SearchOrder) -> PreparedRequest:
        """The exact bytes of a search and their digests, without touching the network.

        Raises:
            ProbeRejected: for an image that is not what its order says, or too large to send.
            NotConfigured: for an order that no gate would take (gallery ALL, filters not on the
                list).
        """
        probe = order.probe
        digest = hashlib.sha256(probe.data).hexdigest()
        if digest != probe.sha256:
            raise errors.ProbeRejected("probe_changed", sent="no")
        if probe.mime not in _COMPRESSION:
            raise errors.UnsupportedFormat(sent="no")
        if order.gallery in {"", "ALL"} or order.max_candidates < 1:
            raise errors.NotConfigured("order_invalid", sent="no")
        try:
            search_filter = check_filter(order.filters)
        except Malformed as error:
            raise errors.NotConfigured("filter_not_allowed", sent="no") from error
        body = rfc8785.dumps({"biometricData": [_face(order)], "filter": search_filter})
        if len(body) > MAX_REQUEST_BYTES:
            raise errors.ImageTooLarge(sent="no")
        return PreparedRequest(
            method="POST",
            path=f"/v1/identify/{quote(order.gallery, safe='')}",
            query=_query(order),
            headers=(
                ("Content-Type", "application/json"),
                ("Idempotency-Key", f'"{order.search_id}"'),
                ("X-OSIA-Version", OSIA_VERSION),
            ),
            body=body,
            body_sha256=hashlib.sha256(body).hexdigest(),
            probe_sha256=digest,
            filter_sha256=filter_digest(search_filter),
            search_id=order.search_id,
            gallery=order.gallery,
            max_candidates=order.max_candidates,
            min_threshold=order.min_threshold,
            mode=order.mode,
        )

    def submit(
        self, request: PreparedRequest, grant: Grant, *, beside: Mapping[str, str] | None = None
    ) -> Completed:
        """Send a prepared search under its grant and read the answer strictly.

        `beside` are the headers that carry the log proof.

        Raises:
            BackendError: one of those in `errors`.
        """
        headers = {**dict(request.headers), **(beside or {})}
        reply = self._call(
            request.method, request.path, request.query, headers, request.body, grant
        )
        return _strictly(lambda: self._completed(reply, request), reply)

    def fetch_picture(
        self, order: PictureOrder, token: Grant, *, beside: Mapping[str, str] | None = None
    ) -> FetchedPicture:
        """Fetch one candidate's picture under its grant and read the answer strictly.

        `beside` are further headers.

        Raises:
            NotConfigured: for ids that cannot stand in an address.
            BackendError: one of those in `errors`.
        """
        reply = self._call(
            "GET",
            f"/v1/persons/{_segment(order.person_id)}/encounters/{_segment(order.encounter_id)}",
            (("transactionId", str(order.search_id)),),
            {"X-OSIA-Version": OSIA_VERSION, **(beside or {})},
            b"",
            token,
            most=MAX_PICTURE_ANSWER_BYTES,
        )
        return _strictly(lambda: self._picture(reply, order), reply)

    def _picture(self, reply: _Reply, order: PictureOrder) -> FetchedPicture:
        if reply.status != 200:
            raise picture_error_for(reply.status, reply.headers, reply.body)
        self._check_form(reply)
        is_drawn = reply.headers.get(HEADER_NOT_A_RECOGNISER) == "1"
        return encounter.read_picture(reply.body, order, is_drawn=is_drawn)

    def _completed(self, reply: _Reply, request: PreparedRequest) -> Completed:
        if reply.status != 200:
            raise error_for(reply.status, reply.headers, reply.body, bytes_sent=len(request.body))
        self._check_form(reply)
        candidates = candidate_list.read_candidates(reply.body, request, self._scale)
        engine, version = self._engine(reply)
        result = MatcherAnswer(
            search_id=request.search_id,
            gallery=request.gallery,
            candidates=candidates,
            engine=engine,
            engine_version=version,
            mode=request.mode,
            candidate_limit=request.max_candidates,
            raw_sha256=hashlib.sha256(reply.body).hexdigest(),
            replayed=reply.headers.get(HEADER_REPLAYED) == "true",
            not_a_face_recogniser=reply.headers.get(HEADER_NOT_A_RECOGNISER) == "1",
        )
        return Completed(
            result=result,
            http_status=reply.status,
            bytes_sent=len(request.body),
            receipt=reply.headers.get(HEADER_RECEIPT),
        )

    def _check_form(self, reply: _Reply) -> None:
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise errors.ContractViolation.by(reply.body, "answer_content_type")
        if reply.headers.get("content-encoding", "identity") != "identity":
            # We asked for none: a packed answer could unpack to more than the cap.
            raise errors.ContractViolation.by(reply.body, "answer_encoding")

    def _engine(self, reply: _Reply) -> tuple[str, str]:
        name, _, version = reply.headers.get(HEADER_ENGINE, "").partition("/")
        readable = (name + version).isascii() and (name + version).isprintable()
        if readable and name and version and len(name) <= 80 and len(version) <= 40:
            return name, version
        return self._scale.engine, self._scale.engine_version

    def _call(
        self,
        method: str,
        path: str,
        query: tuple[tuple[str, str], ...],
        headers: Mapping[str, str],
        body: bytes,
        grant: Grant,
        *,
        most: int = MAX_ANSWER_BYTES,
    ) -> _Reply:
        wire = _Wire(self._timeouts.total)
        limits = self._timeouts
        timeout = httpx.Timeout(
            connect=limits.connect, write=limits.write, read=limits.read, pool=limits.connect
        )
        sent_headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": _USER_AGENT,
            **headers,
            "Authorization": f"Bearer {grant.token}",
        }
        try:
            with (
                wire,
                httpx.Client(
                    timeout=timeout, trust_env=False, follow_redirects=False, verify=self._tls
                ) as client,
                client.stream(
                    method,
                    self._base_url + path,
                    params=list(query),
                    headers=sent_headers,
                    content=body,
                    extensions={"trace": wire.trace},
                ) as response,
            ):
                reply = _Reply(response.status_code, response.headers, _read_capped(response, most))
                wire.check_whole()
                return reply
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise wire.explain(error, len(body)) from None


class _Reply:
    """Status, headers and the whole body of an answer."""

    def __init__(self, status: int, headers: httpx.Headers, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


class _Wire:
    """Watches one call: whether anything was sent, and that it ends within its wall cap."""

    def __init__(self, total: float) -> None:
        self._ends_at = time.monotonic() + total
        self._started_sending = False
        self._cut = False
        self._stream: Any = None
        self._timer = threading.Timer(total, self._cut_off)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Httpx's own account of the call."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._stream = info["return_value"]
            if self._cut:
                self._cut_off()
        elif event == "http11.send_request_headers.started":
            self._started_sending = True

    def check_whole(self) -> None:
        """Raise when the call was cut: what was read until then may look like a whole answer."""
        if self._cut:
            raise httpx.ReadTimeout("cut off")

    def explain(self, error: Exception, body_length: int) -> errors.BackendError:
        """The error of a call that broke; nothing of the original text, which may hold the URL."""
        if not self._started_sending:
            code = "connect_timeout" if isinstance(error, httpx.TimeoutException) else "unreachable"
            return errors.BackendUnavailable(code, sent="no")
        if self._cut or time.monotonic() >= self._ends_at:
            code = "took_too_long"
        elif isinstance(error, httpx.TimeoutException):
            code = "timeout_after_send"
        else:
            code = "connection_lost"
        return errors.OutcomeUnknown(code, sent="unknown", bytes_sent=body_length)

    def _cut_off(self) -> None:
        # Only shutting the socket wakes a reader that a matcher feeds a byte at a time.
        self._cut = True
        raw = self._stream.get_extra_info("socket") if self._stream is not None else None
        if raw is not None:
            with contextlib.suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)


def _strictly(read: Callable[[], _T], reply: _Reply) -> _T:
    """What was read of an answer; whatever else goes wrong with it is a breach of the contract."""
    try:
        return read()
    except errors.BackendError:
        raise
    except Exception:  # noqa: BLE001, S110  its text may quote the answer, so it ends here
        pass
    raise errors.ContractViolation.by(reply.body, "answer_unreadable", reply.status)


def _segment(text: str) -> str:
    """An id as one part of a path; raises NotConfigured for one that would be taken for a way upwards."""
    if text in {"", ".", ".."}:
        raise errors.NotConfigured("order_invalid", sent="no")
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise errors.NotConfigured("order_invalid", sent="no") from None


def _read_capped(response: httpx.Response, most: int) -> bytes:
    """The raw body; raises ContractViolation as soon as it is more than such an answer may be."""
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > most:
            raise errors.ContractViolation.by(bytes(body), "answer_too_large", response.status_code)
    return bytes(body)


def _face(order: SearchOrder) -> dict[str, Any]:
    probe = order.probe
    face: dict[str, Any] = {
        "biometricType": "FACE",
        "compression": _COMPRESSION[probe.mime],
        "height": probe.height,
        "image": base64.b64encode(probe.data).decode("ascii"),
        "mimeType": probe.mime,
        "width": probe.width,
    }
    if probe.pose in _POSES:
        face["biometricSubType"] = probe.pose
    if probe.captured_at is not None:
        face["captureDate"] = probe.captured_at.isoformat(timespec="seconds")
    return face


def _query(order: SearchOrder) -> tuple[tuple[str, str], ...]:
    query = [("transactionId", str(order.search_id)), ("maxNbCand", str(order.max_candidates))]
    threshold = threshold_text(order.min_threshold)
    if threshold is not None:
        query.append(("threshold", threshold))
    if order.priority is not None:
        query.append(("priority", str(order.priority)))
    return tuple(query)


def _tls(ca_pem: str, client_certificate: tuple[str, str] | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cadata=ca_pem or None)
    except (ssl.SSLError, ValueError):
        raise errors.NotConfigured("ca_certificate_unusable", sent="no") from None
    if client_certificate is not None:
        try:
            # A key under a password would ask for it at a terminal that a service does not have.
            context.load_cert_chain(*client_certificate, password="")
        except (OSError, ValueError):
            raise errors.NotConfigured("client_certificate_unusable", sent="no") from None
    return context
