"""What a PDF holds that acts: found however it is spelt or packed, and not seen where there is none."""

from __future__ import annotations

import base64
import random
import time
import zlib

import pytest

from requests_app.searches import active_content
from requests_app.searches.active_content import look_into
from tests.intake import drawings as draw


def stream(body: bytes, heading: bytes = b"", *, length: bool = True) -> bytes:
    said = b" /Length %d" % len(body) if length else b" /Length 99 0 R"
    return b"7 0 obj\n<< " + heading + said + b" >>\nstream\n" + body + b"\nendstream\nendobj\n"


def packed(objects: bytes, filters: bytes = b"/FlateDecode", first: bytes = b"12 0 ") -> bytes:
    body = first + objects
    for name in reversed(filters.replace(b"[", b"").replace(b"]", b"").split()):
        body = {
            b"/FlateDecode": zlib.compress,
            b"/ASCIIHexDecode": lambda plain: plain.hex().encode() + b">",
            b"/ASCII85Decode": lambda plain: base64.a85encode(plain) + b"~>",
        }.get(name, lambda plain: plain)(body)
    heading = b"/Type /ObjStm /N 1 /First %d /Filter %s" % (len(first), filters)
    return stream(body, heading)


def file(*parts: bytes, catalog: bytes = b"") -> bytes:
    return draw.pdf(catalog + b">> endobj " + b" ".join(parts) + b" 8 0 obj << ")


SIGNS = [
    (b"<< /S /JavaScript /JS (app.alert(1)) >>", ("javascript",)),
    (b"<< /S /J#61va#53cript /J#53 9 0 R >>", ("javascript",)),
    (b"<</S/Launch/F(cmd.exe)>>", ("launch",)),
    (b"<</Names<</EmbeddedFiles 3 0 R>>>>", ("embedded_files",)),
    (b"<</Type/EmbeddedFile>>", ("embedded_files",)),
    (b"<</AA<</O 3 0 R>>>>", ("acts_on_opening",)),
    (b"<</Subtype/RichMedia>>", ("rich_media",)),
    (b"<</S/SubmitForm/F(https://x.example)>>", ("submits_form",)),
    (b"<</S/URI/URI(https://x.example)>>", ("external_links",)),
    (b"<</S/GoToR/F(other.pdf)>>", ("external_links",)),
    (b"<</S/URI/URI(x)>> <</JS(x)>>", ("javascript", "external_links")),
]


@pytest.mark.parametrize(("signs", "codes"), SIGNS)
def test_found_in_the_open_and_in_packed_objects(signs: bytes, codes: tuple[str, ...]) -> None:
    assert look_into(file(signs)) == codes
    for filters in (
        b"/FlateDecode", b"[/FlateDecode]", b"[/ASCIIHexDecode /FlateDecode]",
        b"[ /ASCII85Decode /FlateDecode ]", b"/ASCIIHexDecode",
    ):  # fmt: skip
        assert look_into(file(packed(signs, filters))) == codes, filters
    assert look_into(file(packed(signs).replace(b"/ObjStm", b"/#4fbj#53tm"))) == codes


@pytest.mark.parametrize("signs", [signs for signs, _codes in SIGNS])
def test_found_where_a_stream_only_seems_to_be(signs: bytes) -> None:
    hidden = b"(>> stream\n) 9 0 obj " + signs + b" endobj (endstream)"
    assert look_into(file(hidden))


@pytest.mark.parametrize(
    "opening",
    [
        b"/OpenAction [3 0 R /Fit] ", b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >> ", b"/OpenAction 5 0 R ",
        b"/OpenAction[3 0 R/XYZ null null 0]", b"",
    ],
)  # fmt: skip
def test_a_file_that_only_says_which_page_comes_first_is_like_any_other(opening: bytes) -> None:
    goes = b"5 0 obj << /S /GoTo /D [3 0 R /Fit] >> endobj "
    words = b"(a text of /JavaScript is in a stream) Tj"
    page = stream(zlib.compress(words), b"/Filter /FlateDecode") + stream(words)
    assert look_into(file(goes, page, packed(b"<</Type/Font>>"), catalog=opening)) == ()
    inside = packed(b"<</S/GoTo/D[3 0 R/Fit]>>", first=b"5 0 ")
    assert look_into(file(page, inside, catalog=opening)) == ()


@pytest.mark.parametrize("action", [b"<</S/Named/N/Print>>", b"<</S/Hide>>", b"<<>>"])
def test_whatever_else_acts_on_opening_is_told(action: bytes) -> None:
    assert look_into(file(catalog=b"/OpenAction " + action)) == ("acts_on_opening",)
    inside = packed(action, first=b"5 0 ")
    assert look_into(file(inside, catalog=b"/OpenAction 5 0 R ")) == ("acts_on_opening",)
    assert look_into(file(catalog=b"/OpenAction 55 0 R ")) == ("acts_on_opening",)


def test_chance_in_a_picture_is_no_finding() -> None:
    noise = random.Random(7).randbytes(1_000_000) + b" /JavaScript /JS /AA << "
    assert look_into(file(stream(noise))) == ()
    assert look_into(file(stream(noise, length=False))) == ()


@pytest.mark.parametrize(
    "body",
    [
        packed(b"<<>>", b"/LZWDecode"), packed(b"<<>>", b"/Crypt"),
        packed(b"<<>>", b"[/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode /FlateDecode]"),
        stream(b"no zlib at all", b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"),
        packed(b"<<>>").replace(b"/ObjStm", b"/ObjStm /DecodeParms << /Predictor 12 >>"),
    ],
)  # fmt: skip
def test_what_cannot_be_unpacked_is_said_to_be_so(body: bytes) -> None:
    assert look_into(file(body)) == ("not_looked_into",)


def test_what_is_protected_by_a_password_is_said_to_be_so() -> None:
    secret = stream(b"\x07" * 99, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    assert look_into(file(secret, catalog=b"/Encrypt 9 0 R ")) == ("password_protected",)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(b" " * (active_content.MOST_INFLATED + 1))
    assert look_into(file(bomb)) == ("not_looked_into",)
    several = packed(b" " * (active_content.MOST_INFLATED // 2 + 1)) * 3
    began = time.monotonic()
    assert look_into(file(several)) == ("not_looked_into",)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "piece",
    [
        b">>stream\n", b"/OpenAction", b"/OpenAction <<", b"/OpenAction 5 0 R ", b"1 0 obj ", b"((((", b">> ", b"/A#",
        b">>%\n", b"/Filter [", b"/Type/ObjStm>>stream\n", b">>\n\n\n\n",
    ],
)  # fmt: skip
def test_hostile_files_cost_seconds_at_most(piece: bytes) -> None:
    data = file(piece * (2_000_000 // len(piece)))
    began = time.monotonic()
    look_into(data)
    assert time.monotonic() - began < 10
