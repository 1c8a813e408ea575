"""A file that is disclosed: always the same bytes for the same parts, and a manifest that says what is in it and what is not."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import zipfile

import pytest

from requests_app.common.errors import BadInput
from requests_app.searches import disclosure
from requests_app.searches.disclosure import Absent, Asked, Manifest

PARTS = {
    "summary.pdf": b"%PDF-1.7",
    "request/version-1.json": b"{}",
    "probe/original.png": b"\x89PNG" * 5000,
}
REASON = "Ordered by the court at the hearing of the third of May."


def manifest(**changes: object) -> Manifest:
    whole = Manifest(
        format="countersign-disclosure/1",
        reference="CS-2026-000001-E",
        number=1,
        recipient="defence",
        profile="others_unnamed",
        language="fr",
        made_at="2026-11-30T12:00:00.000000Z",
        entries=tuple(disclosure.entry_of(name, data) for name, data in PARTS.items()),
        absent=(Absent("candidates/3.png", "destroyed"),),
    )
    return dataclasses.replace(whole, **changes)  # type: ignore[arg-type]


def packed(said: Manifest, parts: dict[str, bytes] | None = None) -> bytes:
    opened = [(name, lambda data=data: data) for name, data in (parts or PARTS).items()]
    return b"".join(disclosure.packed(opened, said))


def test_the_same_parts_give_the_same_bytes_and_any_program_opens_them() -> None:
    made = packed(manifest())
    assert made == packed(manifest())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*PARTS, "manifest.json"]
        assert {name: archive.read(name) for name in PARTS} == PARTS
        said = json.loads(archive.read("manifest.json"))
        assert {each.compress_type for each in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert said["absent"] == [{"name": "candidates/3.png", "why": "destroyed"}]
    for each in said["entries"]:
        data = PARTS[each["name"]]
        assert (each["size"], each["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_one_part_is_held_in_memory_at_a_time() -> None:
    opened: list[str] = []

    def opening(name: str) -> bytes:
        opened.append(name)
        return PARTS[name]

    chunks = disclosure.packed(
        [(name, lambda name=name: opening(name)) for name in PARTS], manifest()
    )
    next(chunks)
    assert opened == ["summary.pdf"]


@pytest.mark.parametrize(
    "parts",
    [
        PARTS | {"summary.pdf": b"another"},
        dict(list(PARTS.items())[:2]),
        PARTS | {"more.txt": b""},
        dict(reversed(PARTS.items())),
    ],
    ids=["another content", "one too few", "one too many", "another order"],
)
def test_what_is_not_what_the_manifest_lists_is_not_given_out(parts: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match=r"manifest|argument"):
        packed(manifest(), parts)


@pytest.mark.parametrize(
    "name",
    [
        "../up.txt",
        "/root.txt",
        "a//b",
        "A.txt",
        "é.txt",
        "a b",
        "",
        "manifest.json",
        "a\\b",
        "a/",
        "con:x",
    ],
)
def test_a_name_that_leads_elsewhere_is_none(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a part"):
        disclosure.entry_of(name, b"")


def test_a_manifest_is_read_back_and_another_format_is_refused() -> None:
    said = manifest()
    assert disclosure.decode_manifest(disclosure.encode(said)) == said
    assert disclosure.digest_of(said) == hashlib.sha256(disclosure.encode(said)).hexdigest()
    for wrong in (
        b"{}",
        b"no json",
        disclosure.encode(manifest(format="countersign-disclosure/2")),
    ):
        with pytest.raises(BadInput):
            disclosure.decode_manifest(wrong)


def test_what_was_written_is_read_back() -> None:
    asked = Asked("Maître Noé Tremblay, avocat", "500-01-000000-261", REASON)
    assert disclosure.decode_asked(disclosure.encode(asked)) == asked
    with pytest.raises(BadInput):
        disclosure.decode_asked(b'{"name": "x"}')


@pytest.mark.parametrize(
    ("asked", "recipient", "profile", "problems"),
    [
        (Asked("The Crown", "", REASON), "prosecutor", "full", {}),
        (Asked("–", "", REASON), "prosecutor", "full", {"name": ["required"]}),
        (Asked("The Crown", "", "because"), "prosecutor", "full", {"reason": ["too_short"]}),
        (Asked("The Crown", "", REASON), "press", "full", {"recipient": ["required"]}),
        (Asked("The Crown", "", REASON), "court", "some", {"profile": ["required"]}),
        (Asked(), "", "", {"recipient": ["required"], "profile": ["required"], "name": ["required"],
                           "reason": ["too_short"]}),
    ],
)  # fmt: skip
def test_what_keeps_one_from_being_asked_for(
    asked: Asked, recipient: str, profile: str, problems: dict[str, list[str]]
) -> None:
    assert disclosure.problems_of(asked, recipient, profile) == problems
