"""Headers and forms that no browser would send, through the real entry points: a page, never a fault.

Must not go round `config/wsgi.py` and `config/asgi.py` where the first reading of a request is tried.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncRequestFactory, Client, RequestFactory

from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.web.requests_read import AsyncWebRequest, WebRequest
from tests import builders, signed_in
from tests.builders import InventedAgency
from tests.web.officer.typing_in import question

NO_TEXT = (
    "hex", "idna", "undefined", "rot13", "rot_13", "punycode", "base64", "bz2", "zlib", "uu",
    "quopri", "raw_unicode_escape", "utf-16", "latin-1", "cp037", "no-such-charset", "x" * 5000, '"',
)  # fmt: skip
TYPES = (
    *(f"{kind}; charset={name}"
      for name in NO_TEXT for kind in ("application/x-www-form-urlencoded", "text/plain")),
    *(f"multipart/form-data; boundary=x; charset={name}" for name in NO_TEXT),
    "text/plain; charset*=hex''%ff", "text/plain; charset*=undefined''%ff",
    "text/plain; charset*0*=idna''%ff", "text/plain; charset*=no-such''a",
    "text/plain; charset*=a\x80''b", "text/plain; a*0=b; a*=c", f"text/plain; a*{'9' * 5000}=c",
)  # fmt: skip
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def prepare() -> Any:
    return lambda agency: builders.drafted(agency, by="officer")


def browser(agency: InventedAgency, name: str = "officer") -> Client:
    return signed_in.browser(agency, name, shows_errors=True)


def entry(name: str) -> Any:
    """What a server serves. It compares the database when it is loaded, so there must be one."""
    return importlib.import_module(f"config.{name}").application


def served(environ: dict[str, Any]) -> tuple[int, str]:
    """Ask the application of gunicorn; return the status and the page."""
    status: list[str] = []
    answer = entry("wsgi")(environ, lambda line, _headers: status.append(line))
    page = b"".join(answer).decode()
    answer.close()
    return int(status[0][:3]), page


def served_async(scope: dict[str, Any], body: bytes = b"") -> tuple[int, str]:
    """Ask the application of an ASGI server; return the status and the page."""
    sent: list[dict[str, Any]] = []
    waiting = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in waiting:
            return message
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    application = entry("asgi")  # loaded before the loop runs, as a server does
    # In a thread of its own: a browser that ran earlier in this process leaves its loop running here.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, application(scope, receive, send)).result(timeout=60)
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "could not be read"), ("fr", "n’a pas pu être lu")],
)
def test_a_content_type_that_cannot_be_read_is_answered_by_our_page(
    agency: InventedAgency, language: str, says: str
) -> None:
    for kind in TYPES:
        for method in ("GET", "POST"):
            environ = RequestFactory().generic(
                method, "/account/sign-in/?q=%ff", b"a=1", content_type=kind,
                headers={"accept-language": language},
            ).environ  # fmt: skip
            environ["CONTENT_TYPE"] = kind
            status, page = served(environ)
            assert status == 400, (method, kind)
            assert says in page, (method, kind)


@pytest.mark.parametrize("kind", ["text/plain; charset=hex", "text/plain; a*0=b; a*=c"])
def test_the_same_holds_through_asgi(database: str, kind: str) -> None:
    plain = AsyncRequestFactory().generic("POST", "/account/sign-in/").scope
    hostile = {**plain, "headers": [*plain["headers"], (b"content-type", kind.encode())]}
    for query in (b"", b"q=%ff", b"q=\xff"):
        status, page = served_async({**hostile, "query_string": query})
        assert status == 400
        assert "could not be read" in page
    get = AsyncRequestFactory().generic("GET", "/account/sign-in/").scope
    status, page = served_async({**get, "query_string": b"q=\xff"})
    assert (status, "could not be read" in page) == (400, True)
    assert served_async(get)[0] == 200


def test_too_many_fields_in_the_address_are_too_many_beside_a_charset(database: str) -> None:
    address = "/account/sign-in/?" + "&".join(
        f"a{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)
    )
    for kind in ("text/plain", "text/plain; charset=utf-8"):
        environ = RequestFactory().generic("POST", address, b"", content_type=kind).environ
        environ["CONTENT_TYPE"] = kind
        status, page = served(environ)
        assert status == 413
        assert "too large" in page


def test_tests_use_the_request_of_the_web_process(agency: InventedAgency) -> None:
    assert isinstance(browser(agency).get("/").wsgi_request, WebRequest)
    assert entry("wsgi").request_class is WebRequest
    assert entry("asgi").request_class is AsyncWebRequest


ODD = (
    "", " ", "é", "\xff\xfe", "a" * 5000, "[", "[::1", "http://[", "//", "null", "testserver:99999",
    "testserver:-1", "%00", "a,b", "\x80", ";;;=", "fr;q=9e99", "fr;q=nan", "*" * 400, "-" * 3000,
    "fr-" * 1000, "1.2.3.4, 5.6.7.8", "::ffff:1.2.3.4%eth0", "999.1.1.1", "\t", '"', "\\", "0" * 6000,
)  # fmt: skip
HEADERS = (
    "Host", "Referer", "Origin", "Accept-Language", "Cookie", "X-Forwarded-For", "X-Forwarded-Host",
    "X-Forwarded-Proto", "X-Forwarded-Port", "X-Real-Ip", "Forwarded", "HX-Request", "User-Agent",
    "X-Csrftoken", "X-Http-Method-Override", "If-Modified-Since", "If-None-Match", "Range", "Accept",
    "Authorization", "Content-Length", "Transfer-Encoding", "Accept-Encoding", "Script-Name",
)  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_brings_a_fault(agency: InventedAgency, header: str) -> None:
    key = header.upper().replace("-", "_")
    key = key if key == "CONTENT_LENGTH" else f"HTTP_{key}"
    client = browser(agency)
    session = client.cookies.output(header="", sep=";").strip()
    places = itertools.cycle(
        ("/account/sign-in/", question(agency.prepared, "image"), "/static/no.css")
    )
    for number, value in enumerate(ODD):
        told = f"{session};{value}" if header == "Cookie" else value
        for method in ("GET", "POST"):
            address = next(places)
            answer = client.generic(
                method, address, b"a=1", FORM, secure=number % 2 == 0, **{key: told}
            )
            assert answer.status_code < 500, (header, value, address, method)


def test_no_header_brings_a_fault_to_the_sign_in(agency: InventedAgency) -> None:
    for value in ODD:
        for header in ("X-Forwarded-For", "User-Agent", "Referer", "Cookie"):
            answer = Client(raise_request_exception=False).post(
                "/account/sign-in/", {"login": "officer", "password": "x"}, headers={header: value}
            )
            assert answer.status_code < 500, (header, value)


def multiparts() -> Iterator[tuple[str, str, bytes]]:
    kind = "multipart/form-data; boundary=x"
    field = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    yield "no boundary", "multipart/form-data", field
    yield "an empty boundary", "multipart/form-data; boundary=", field
    yield "a boundary of spaces", 'multipart/form-data; boundary="   "', field
    yield "a long boundary", f"multipart/form-data; boundary={'x' * 5000}", field
    yield "a boundary that is none of ASCII", "multipart/form-data; boundary=é", field
    yield "a boundary after RFC 2231", "multipart/form-data; boundary*=hex''x", field
    yield "another boundary", "multipart/form-data; boundary=y", field
    yield "a boundary inside", kind, field * 3 + b"--x--" + field
    yield "nothing", kind, b""
    yield "only the end", kind, b"--x--"
    yield "no form at all", kind, bytes(range(256)) * 40
    whole = field + b'--x\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n' \
                    + builders.probe_bytes(1)[:300] + b"\r\n--x--\r\n"  # fmt: skip
    for end in range(0, len(whole), 7):
        yield f"cut after {end} bytes", kind, whole[:end]
    yield "thousands of fields", kind, field * 3000 + b"--x--"
    file = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n1\r\n'
    yield "thousands of files", kind, file * 3000 + b"--x--"
    yield "thousands of parts without a name", kind, b"--x\r\n\r\n1\r\n" * 3000 + b"--x--"
    for name in (
        b'"a\x00b.jpg"', b'"\xff\xfe.jpg"', b'"\xed\xa0\x80.jpg"', b'""', b'"."', b'".."', b'"/"',
        b'"../../a.jpg"', b'"' + b"x" * 700 + b'.jpg"', b'"' + "漢".encode() * 200 + b'"', b'"\\"',
        b'"&#0;.jpg"', b'"&#xD800;.jpg"', b'"&#x110000;"', b'"\xe2\x80\xae.jpg"', b'"a\rb"', b"'",
    ):  # fmt: skip
        disposition = b'Content-Disposition: form-data; name="image"; filename=' + name
        yield f"a file named {name[:20]!r}", kind, b"--x\r\n" + disposition + b"\r\n\r\n1\r\n--x--"
    for parameter in (
        b"filename*=hex''%ff", b"filename*=undefined''%ff", b"filename*0*=idna''%ff",
        b"filename*0=a; filename*=b", b"filename*=utf-8''%00", b"filename*=utf-8''%ED%A0%80",
        b"filename*=unicode_escape''%5Cud800", b"filename*" + b"9" * 600 + b"=a", b"filename*=b",
        b"filename*0=a; filename*2=b", b"filename*=rot13''a", b"filename*=\x00''a", b"=;=;=",
    ):  # fmt: skip
        disposition = b'Content-Disposition: form-data; name="image"; ' + parameter
        yield f"with {parameter[:30]!r}", kind, b"--x\r\n" + disposition + b"\r\n\r\n1\r\n--x--"
        named = b"Content-Disposition: form-data; " + parameter.replace(b"filename", b"name")
        yield f"named {parameter[:30]!r}", kind, b"--x\r\n" + named + b"\r\n\r\n1\r\n--x--"
    for line in (
        b"Content-Type: image/jpeg; charset=hex", b"Content-Type: a; b*0=c; b*=d",
        b"Content-Type:", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uu",
        b"Content-Length: 99999999999", b"Content-Length: -1", b"no colon", b"\xff: \xff",
        b"X: " + b"y" * 5000,
    ):  # fmt: skip
        for disposition in (b'name="a"', b'name="image"; filename="a.jpg"'):
            head = b"Content-Disposition: form-data; " + disposition + b"\r\n" + line
            yield f"with {line[:30]!r}", kind, b"--x\r\n" + head + b"\r\n\r\n1=\r\n--x--"


def test_no_broken_form_brings_a_fault(agency: InventedAgency) -> None:
    row = agency.prepared
    client = browser(agency)
    refused = 0
    for what, kind, body in multiparts():
        for address in (question(row, "image"), question(row, "legal-basis"), "/account/sign-in/"):
            answer = client.generic("POST", address, body, content_type=kind)
            assert answer.status_code < 500, (what, address)
            if answer.status_code in {400, 413}:
                assert 'id="main-content"' in answer.content.decode(), (what, address)
                refused += 1
    assert refused > 0
    assert SearchRequest.objects.get(pk=row.pk).status == Status.DRAFT


def test_a_form_of_another_length_than_it_says_is_no_fault(agency: InventedAgency) -> None:
    for length in ("999999", "-1", "abc", "1e3", "²", "9" * 5000):
        for kind in ("multipart/form-data; boundary=x", FORM):
            environ = RequestFactory().generic("POST", "/account/sign-in/", b"a", kind).environ
            environ |= {"CONTENT_LENGTH": length, "wsgi.input": BytesIO(b"--x\r\n")}
            assert served(environ)[0] in {200, 302, 400, 403}, (length, kind)
    client = browser(agency)
    address = question(agency.prepared, "image")
    for length in ("abc", "²"):
        answer = client.generic("POST", address, b"a=1", FORM, CONTENT_LENGTH=length)
        assert answer.status_code < 500, length


def test_a_file_where_a_text_is_expected_and_the_other_way_round(agency: InventedAgency) -> None:
    row, client = agency.prepared, browser(agency)
    for slug in ("image", "case", "legal-basis", "gallery", "person"):
        for sent in ("text", SimpleUploadedFile("x.jpg", b"1"), BytesIO(b"2")):
            names = (
                "image",
                "document",
                "case_number",
                "csrfmiddlewaretoken",
                "upload",
                "saved_at",
            )
            answer = client.post(question(row, slug), dict.fromkeys(names, sent))
            assert answer.status_code < 500, slug
            if isinstance(sent, BytesIO | SimpleUploadedFile):
                sent.seek(0)
