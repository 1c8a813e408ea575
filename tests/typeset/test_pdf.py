"""A paper becomes a PDF/A that says what was written, whatever was written."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.typeset.paper import Code, Facts, Heading, Paper, Paragraph, Table, Warned
from requests_app.typeset.pdf import pdf_of

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def paper(*texts: str, language: str = "en") -> Paper:
    return Paper(
        language, "Title", "Subject", "Running", "Foot", NOON, tuple(map(Paragraph, texts))
    )


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def words_of(made: bytes) -> str:
    said = "".join(page.extract_text() for page in read(made).pages)
    return said.replace("\u200b", "").replace("\n", " ")


def test_it_declares_the_parts_of_both_standards() -> None:
    made = read(pdf_of(paper("One line.", language="fr")))
    about = made.trailer["/Root"]["/Metadata"].get_data().decode()
    for declared in (
        "<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):  # fmt: skip
        assert declared in about
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-CA"
    assert made.metadata is not None
    assert (made.metadata.title, made.metadata.subject) == ("Title", "Subject")
    fonts = made.pages[0]["/Resources"]["/Font"].values()
    for font in fonts:
        for each in font.get_object()["/DescendantFonts"]:
            described = each.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(described)


def test_the_same_paper_gives_the_same_bytes_and_another_one_others() -> None:
    assert pdf_of(paper("One line.")) == pdf_of(paper("One line."))
    assert pdf_of(paper("One line.")) != pdf_of(paper("Another line."))


@pytest.mark.parametrize(
    "text",
    [
        "#panic() *bold* _slanted_ $x$ `raw` <label> @name \\ // no comment",
        "#read(\"/etc/hostname\") #include \"pdf.py\" #sys.inputs",
        "« L’été », 5 € – № 7",
        "Ωμέγα дом",
    ],
)  # fmt: skip
def test_a_text_is_set_as_it_stands(text: str) -> None:
    assert text in words_of(pdf_of(paper(text)))


def test_what_cannot_be_seen_or_drawn_stands_as_its_code() -> None:
    said = words_of(pdf_of(paper("a\u202eb", "ᐃ and é", "дом", "nul\x00")))
    for shown in ("a⟨U+202E⟩b", "⟨U+1403⟩ and é", "дом", "nul⟨U+0000⟩"):
        assert shown in said


def test_every_kind_of_block_is_set() -> None:
    long = "0123456789abcdef" * 30
    made = pdf_of(
        Paper("en", "Title", "-", "Running", "Foot", NOON, (
            Warned("Beware.", ("First of it.", "Second of it.")),
            Heading("A part"), Heading("A part of it", level=2),
            Facts((("Name", "one\ntwo"), ("Long", long))),
            Table(("Left", "Right"), tuple((f"row {at}", "cell") for at in range(120))),
            Code("f" * 64), Facts((("Engine", "e" * 40),)), Paragraph("The text.", lead="The lead."),
        ))
    )  # fmt: skip
    raw = "".join(page.extract_text() for page in read(made).pages)
    assert "f" * 64 in raw  # copied whole, with nothing between
    assert "e" * 40 in raw
    said = words_of(made)
    for text in ("Beware.", "Second of it.", "A part of it", "Name one two", "row 119", "f" * 64):
        assert text in said, text
    assert "The lead. The text." in said
    assert long in said.replace(" ", "")
    pages = read(made).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        on_it = page.extract_text()
        assert on_it.startswith("Running")
        assert f"{number}/{len(pages)}" in on_it
    assert "Left" in pages[1].extract_text()


def test_a_warning_longer_than_a_page_is_not_cut() -> None:
    long = "\n".join(f"line {at}" for at in range(200))
    made = Paper(
        "en", "Title", "-", "Running", "Foot", NOON, (Warned("Beware.", (long, "The end.")),)
    )
    said = words_of(pdf_of(made))
    for text in ("Beware.", "line 0", "line 199", "The end."):
        assert text in said


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=4))
def test_no_text_keeps_a_paper_from_being_made(texts: list[str]) -> None:
    assert pdf_of(paper(*texts)).startswith(b"%PDF-")
