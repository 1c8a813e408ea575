"""Judicial documents: what is let in, under which name, and how it leaves."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.searches.documents import (
    DocumentRefused,
    download_headers,
    receive,
)
from requests_app.searches.file_names import clean_name
from tests.intake import drawings as draw
from tests.intake import heic

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("data", "mime", "name"),
    [
        (draw.pdf(), PDF, "order.pdf"),
        (draw.pdf(after=b"\r\n\r\n"), PDF, "order.pdf"),
        (draw.jpeg(), "image/jpeg", "order.jpg"),
        (draw.png(), "image/png", "order.png"),
    ],
)
def test_documents_keep_their_bytes(data: bytes, mime: str, name: str) -> None:
    document = receive(data, "order.pdf")
    assert document.data == data
    assert document.mime == mime
    assert document.name == name
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.size == len(data)
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (bytes(10 * 1024 * 1024 + 1), "too_large"),
        (b"PK\x03\x04 a spreadsheet", "format_not_allowed"),
        (b"<html></html>", "format_not_allowed"),
        (b"plain text", "not_a_document"),
        (draw.saved_as("GIF"), "format_not_allowed"),
        (draw.saved_as("WEBP"), "format_not_allowed"),
        (heic.made("plain"), "format_not_allowed"),
        (draw.pdf()[:40], "truncated"),
        (b"%PDF-9.9" + draw.pdf()[8:], "damaged"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (draw.pdf(after=b"PK\x03\x04" + bytes(40)), "second_format"),
        (draw.pdf(after=b"<script>alert(1)</script>"), "second_format"),
        (draw.pdf(after=bytes(range(1, 200)) * 10), "damaged"),
        (draw.jpeg()[:-400], "truncated"),
        (draw.jpeg() + draw.pdf(), "second_format"),
        (draw.animated_png(), "several_frames"),
    ],
)
def test_bad_documents(data: bytes, code: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        receive(data, "order.pdf")
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (b"/Encrypt 5 0 R ", "password_protected"),
        (b"/OpenAction << /JS (x) >> ", "javascript acts_on_opening"),
        (b"/EmbeddedFiles 3 0 R ", "embedded_files"),
    ],
)
def test_what_a_reader_should_know_is_said(body: bytes, warning: str) -> None:
    assert receive(draw.pdf(body), "order.pdf").warnings == tuple(warning.split())


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\me\\warrant 12.PDF", "warrant 12.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("war\x00rant\r\n.pdf", "warrant.pdf"),
        ("order\u202egpj.exe", "ordergpj.exe.pdf"),
        ("\u2066order\u2069\u200f.pdf", "order.pdf"),
        ("a\u00a0 \u2003 b.pdf", "a b.pdf"),
        ('<script>"x"|*?.pdf', "scriptx.pdf"),
        ("CON.pdf", "document.pdf"),
        ("com1.tar.pdf", "document.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("mandat-de-perquisition-été.pdf", "mandat-de-perquisition-été.pdf"),
        ("order.pdf.pdf", "order.pdf.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names(given_name: str, kept: str) -> None:
    assert clean_name(given_name, PDF) == kept


@given(st.text(max_size=300), st.sampled_from([PDF, "image/jpeg", "image/png"]))
def test_any_name_becomes_a_safe_one(name: str, mime: str) -> None:
    clean = clean_name(name, mime)
    assert 5 <= len(clean) <= 120
    assert not {unicodedata.category(each)[0] for each in clean} & {"C"}
    assert not set(clean) & set('<>:"|?*/\\')
    assert not clean.startswith(".")
    disposition = download_headers(clean, mime)["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.isprintable()


def test_documents_are_saved_and_never_shown() -> None:
    headers = download_headers("été.pdf", PDF)
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"document.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9.pdf"
    )
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_an_order_photographed_with_a_video_is_kept_whatever_its_bytes_spell() -> None:
    """Four letters like `<svg` come up by chance in one video of eighty."""
    video = b"\x00\x00\x00\x18ftypmp42" + bytes(12) + bytes(range(256)) * 9 + b"<svg" + bytes(50)
    document = receive(draw.jpeg() + video, "order.jpg")
    assert document.data == draw.jpeg() + video
    assert document.warnings == ("trailing_data",)
