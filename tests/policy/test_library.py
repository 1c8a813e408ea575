"""Which version judges on which day, what refuses to judge, and that old versions keep their words."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from requests_app.policy import library, meters
from requests_app.policy.errors import PackError
from requests_app.policy.library import Library, PackFile
from requests_app.policy.words import read_words

CORE_2026_11_0 = "5d09f426e112b8e807b2dd1258f6b3c6aca41fcad906ff22ea573817345a4143"


def version(number: str, *, pack: str = "core", starts: str = "2026-11-01", ends: str = "",
            condition: str = "req.purpose == 'personal'", rule: str = "TR-01") -> PackFile:  # fmt: skip
    """One version of a pack with one rule, whose message names the version."""
    until = f"effective_to: {ends}\n" if ends else ""
    newer = pack != "core"  # an agency's own packs are of format 2
    head = "format: 2\njurisdiction: any\n" if newer else ""
    sources = (
        'sources: {act: {text: {en: "Some Act", fr: "Une loi"}, kind: report, checked: 2026-11-22}}\n'
        if newer
        else ""
    )
    says = "judges: [answer]" if newer else "status: design"
    source = (
        "{cites: [{of: act, confidence: K}], implements: []}"
        if newer
        else '{cite: "Some Act", confidence: "D", checked: 2026-11-22, implements: []}'
    )
    text = f"""\
{head}pack: {pack}
version: {number}
title: {{en: "Trial", fr: "Essai"}}
effective_from: {starts}
{until}unanswered: {{en: "Not known yet.", fr: "Pas encore connu."}}
{sources}rules:
  - id: {rule}
    stages: [submit]
    verb: BLOCK
    {says}
    test: lawful
    field: purpose
    needs: [req.purpose]
    when: {condition}
    message: {{en: "Not allowed by {number}.", fr: "Interdit par {number}."}}
    satisfy: {{en: "Do not ask.", fr: "Ne demandez pas."}}
    source: {source}
"""
    return PackFile(pack, number, f"{pack}/{number}.yaml", text.encode())


def judging(files: list[PackFile], day: str) -> list[tuple[str, str]]:
    found = Library(files).in_force(date.fromisoformat(day), place="")
    return [(pack.id, pack.version) for pack in found.packs]


FIRST, SECOND = version("2026.11.0"), version("2026.12.0", starts="2026-12-01")


def written(folder: Path, *files: PackFile) -> Path:
    for file in files:
        (folder / file.pack).mkdir(exist_ok=True)
        (folder / file.place).write_bytes(file.data)
    return folder


# --- by date


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2026-10-01", "2026.11.0"),
        ("2026-11-30", "2026.11.0"),
        ("2026-12-01", "2026.12.0"),
        ("2031-01-01", "2026.12.0"),
    ],
)
def test_the_version_that_began_last_judges(day: str, number: str) -> None:
    assert judging([SECOND, FIRST], day) == [("core", number)]


def test_two_versions_that_begin_on_one_day_are_refused_by_both_names() -> None:
    with pytest.raises(PackError) as caught:
        judging([FIRST, version("2026.11.1")], "2026-11-20")
    assert "core/2026.11.0.yaml" in str(caught.value)
    assert "core/2026.11.1.yaml" in str(caught.value)


@pytest.mark.parametrize(("ends", "refused"), [("2026-12-01", True), ("2026-11-30", False)])
def test_a_version_that_lasts_into_the_next_is_refused_by_both_names(
    ends: str, refused: bool
) -> None:
    files = [version("2026.11.0", ends=ends), SECOND]
    if not refused:
        assert judging(files, "2026-11-30") == [("core", "2026.11.0")]
        return
    with pytest.raises(PackError) as caught:
        judging(files, "2026-11-20")
    assert "core/2026.11.0.yaml" in str(caught.value)
    assert "core/2026.12.0.yaml" in str(caught.value)


def test_nothing_is_judged_after_the_core_pack_ended_or_without_it() -> None:
    with pytest.raises(PackError, match="ended on 2026-11-30"):
        judging([version("2026.11.0", ends="2026-11-30")], "2026-12-01")
    with pytest.raises(PackError, match="core"):
        judging([version("2026.11.0", pack="my-agency")], "2026-11-20")


def test_another_pack_judges_in_its_own_days_only() -> None:
    own = version("2026.11.3", pack="my-agency", starts="2026-11-10", ends="2026-11-20", rule="A-1")
    expected = [("core", "2026.11.0"), ("my-agency", "2026.11.3")]
    assert judging([own, FIRST], "2026-11-09") == [("core", "2026.11.0")]
    assert judging([own, FIRST], "2026-11-10") == expected
    assert judging([own, FIRST], "2026-11-20") == expected
    assert judging([own, FIRST], "2026-11-21") == [("core", "2026.11.0")]


# --- what is broken, and what still works

VANISHED = version("2026.11.0", condition="req.a_fact_of_old == 3")


def test_a_fact_that_vanished_stops_no_later_version_and_leaves_the_words() -> None:
    held = Library([VANISHED, SECOND])
    held.check(date(2026, 12, 1))
    assert [pack.version for pack in held.in_force(date(2026, 12, 1), place="").packs] == [
        "2026.12.0"
    ]
    file = held.find(VANISHED.digest)
    assert file is not None
    said = read_words(file.data, file=file.place)
    assert said.rules["TR-01"].message.en == "Not allowed by 2026.11.0."
    assert said.rules["TR-01"].message.fr == "Interdit par 2026.11.0."
    assert said.rules["TR-01"].satisfy.fr == "Ne demandez pas."
    assert said.rules["TR-01"].grounds.citations[0].text.en == "Some Act"
    assert said.unanswered.fr == "Pas encore connu."


def test_a_broken_version_that_judges_is_refused_whole() -> None:
    with pytest.raises(PackError) as caught:
        Library([VANISHED, SECOND]).in_force(date(2026, 11, 30), place="")
    assert (caught.value.file, caught.value.rule) == ("core/2026.11.0.yaml", "TR-01")


def test_a_broken_version_that_is_still_to_come_is_found_before_its_day() -> None:
    coming = version("2026.12.0", starts="2026-12-01", condition="req.nothing == 3")
    held = Library([FIRST, coming])
    assert held.in_force(date(2026, 11, 30), place="").packs[0].version == "2026.11.0"
    with pytest.raises(PackError, match=r"core/2026\.12\.0\.yaml"):
        held.check(date(2026, 11, 30))


def test_words_are_read_from_what_no_product_of_today_would_load() -> None:
    text = """\
pack: core
version: 2019.01.0
epoch: 3
rules:
  - {id: OLD-01, verb: SHOUT, test: gone, when: 7, message: {en: "Only English."}, source: none}
  - {message: {en: "A rule without an id."}}
  - nonsense
"""
    said = read_words(text.encode(), file="old")
    assert list(said.rules) == ["OLD-01"]
    assert said.rules["OLD-01"].message.in_language("fr") == "Only English."
    assert said.rules["OLD-01"].test == "gone"
    assert said.rules["OLD-01"].satisfy.en == ""
    assert said.rules["OLD-01"].grounds.citations == ()


@pytest.mark.parametrize("data", [b"", b"[]", b"rules: 3", b"{", b"\xff", b"a: &b c"])
def test_what_is_no_pack_has_no_words(data: bytes) -> None:
    with pytest.raises(PackError):
        read_words(data, file="old")


# --- the folder


def test_every_version_in_the_folder_is_found(tmp_path: Path) -> None:
    written(tmp_path, FIRST, SECOND)
    (tmp_path / "core" / "2026.12.0.fixtures.yaml").write_text("today: 2026-12-01")
    (tmp_path / "core" / "notes.txt").write_text("not a pack")
    assert library.files_in(tmp_path) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "name",
    ["core.yaml", "core/latest.yaml", "core/2026.12.0.yml", "core/old/2026.12.0.yaml",
     "Core/2026.12.0.yaml", "core/2026.12.0.fixture.yaml"],
)  # fmt: skip
def test_no_file_of_rules_is_left_out_because_of_its_name(tmp_path: Path, name: str) -> None:
    written(tmp_path, FIRST)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(SECOND.data)
    with pytest.raises(PackError, match="expected <pack>/<version>"):
        library.files_in(tmp_path)


@pytest.mark.parametrize(("inside", "words"), [("pack: core", "folder"), ("version: 20", "file")])
def test_a_file_says_inside_what_its_name_says(inside: str, words: str) -> None:
    changed = FIRST.data.replace(inside.encode(), inside.replace("core", "cor").encode() + b"1", 1)
    with pytest.raises(PackError, match=words):
        judging([PackFile("core", "2026.11.0", "core/2026.11.0.yaml", changed)], "2026-11-20")


# --- what is shipped


def test_the_shipped_versions_are_the_bytes_that_judged() -> None:
    digests = {(file.pack, file.version): file.digest for file in library.installed().files}
    assert digests["core", "2026.11.0"] == CORE_2026_11_0


def test_each_shipped_core_version_has_its_general_phrases() -> None:
    for file in library.installed().files:
        if file.pack == "core":
            assert meters.terms_of(file.version)


def test_the_digest_is_of_the_bytes() -> None:
    assert FIRST.digest == hashlib.sha256(FIRST.data).hexdigest()


# --- the agency's own folder


def own(number: str = "2026.11.5", **details: str) -> PackFile:
    return version(number, **{"pack": "my-agency", "rule": "AG-01", **details})


def in_force(folder: Path | str, day: str = "2026-11-20") -> list[tuple[str, str]]:
    found = library.installed(str(folder)).in_force(date.fromisoformat(day), place="")
    return [(pack.id, pack.version) for pack in found.packs]


def test_the_agencys_packs_judge_beside_the_shipped_ones(tmp_path: Path) -> None:
    written(tmp_path, own(), own("2026.12.0", starts="2026-12-01"))
    assert in_force(tmp_path) == [("core", "2026.11.0"), ("my-agency", "2026.11.5")]
    assert ("my-agency", "2026.12.0") in in_force(tmp_path, "2026-12-01")
    assert in_force("") == [("core", "2026.11.0")]


def test_a_pack_of_the_agencys_own_must_be_of_format_2(tmp_path: Path) -> None:
    """In format 1 a pack called its own rules law, whoever's law that was."""
    old = FIRST.data.replace(b"pack: core", b"pack: my-agency").replace(b"TR-01", b"AG-01")
    written(tmp_path, PackFile("my-agency", "2026.11.0", "my-agency/2026.11.0.yaml", old))
    with pytest.raises(PackError, match="write it in format 2") as caught:
        in_force(tmp_path)
    assert f"{tmp_path}/my-agency/2026.11.0.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("place", "judges"), [("ca-qc", True), ("", True), ("ca-on", False), ("us-wa", False)]
)
def test_a_pack_of_a_place_is_left_out_only_where_the_agency_is_known_to_be_elsewhere(
    place: str, judges: bool
) -> None:
    file = own()
    there = PackFile(
        file.pack,
        file.version,
        file.place,
        file.data.replace(b"jurisdiction: any", b"jurisdiction: ca-qc"),
    )
    found = Library([FIRST], [there]).in_force(date(2026, 11, 20), place=place)
    assert ("my-agency" in {pack.id for pack in found.packs}) is judges
    assert found.place == place


def test_the_name_of_a_shipped_pack_is_refused_by_both_names(tmp_path: Path) -> None:
    written(tmp_path, version("2026.12.0", starts="2026-12-01", rule="AG-01"))
    with pytest.raises(PackError) as caught:
        in_force(tmp_path)
    assert f"{tmp_path}/core/2026.12.0.yaml" in str(caught.value)
    assert ": core/2026.11.4.yaml" in str(caught.value)


def test_the_id_of_a_shipped_rule_is_refused_by_both_names(tmp_path: Path) -> None:
    written(tmp_path, own(rule="CORE-02"))
    with pytest.raises(PackError) as caught:
        in_force(tmp_path)
    assert caught.value.rule == "CORE-02"
    assert f"{tmp_path}/my-agency/2026.11.5.yaml" in str(caught.value)
    assert "core/2026.11.4.yaml" in caught.value.reason


def test_the_id_of_a_rule_that_a_shipped_pack_had_once_is_refused_too() -> None:
    shipped = [version("2026.11.0", rule="OLD-01"), SECOND]
    with pytest.raises(PackError, match="OLD-01"):
        Library(shipped, [own(rule="OLD-01")]).in_force(date(2026, 12, 1), place="")


def test_two_packs_of_the_agency_share_no_rules_id() -> None:
    files = [own(), own(pack="another")]
    with pytest.raises(PackError) as caught:
        Library([FIRST], files).in_force(date(2026, 11, 20), place="")
    assert "my-agency/2026.11.5.yaml" in str(caught.value)
    assert "another/2026.11.5.yaml" in str(caught.value)


def test_a_folder_that_is_not_there_lets_nothing_be_judged(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="is not there"):
        in_force(tmp_path / "nowhere")


def test_hidden_files_are_no_packs(tmp_path: Path) -> None:
    """Editors and mounts leave such files beside the real ones."""
    written(tmp_path, own())
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data" / "2026.11.5.yaml").write_text("{")
    (tmp_path / "my-agency" / ".2026.11.5.yaml").write_text("{")
    assert in_force(tmp_path)[1] == ("my-agency", "2026.11.5")


# --- every version that is to judge is looked at


def test_the_bytes_of_a_version_are_those_of_its_file() -> None:
    held = Library([FIRST, SECOND])
    assert held.bytes_of(SECOND.digest) == SECOND.data
    with pytest.raises(KeyError):
        held.bytes_of("0" * 64)


@pytest.mark.parametrize("day", ["2026-11-15", "2026-12-01", "2027-01-01"])
def test_a_version_that_judges_or_will_judge_is_compiled_early(day: str) -> None:
    broken = version("2026.12.0", starts="2026-12-01", condition="req.purpos == 'personal'")
    with pytest.raises(PackError) as caught:
        Library([FIRST, broken]).check(date.fromisoformat(day))
    assert caught.value.file == "core/2026.12.0.yaml"


def test_a_version_of_one_day_judges_on_that_day() -> None:
    one_day = version("2026.11.0", pack="trial", ends="2026-11-01", rule="TR-02")
    assert judging([FIRST, one_day], "2026-11-01") == [
        ("core", "2026.11.0"),
        ("trial", "2026.11.0"),
    ]
    assert judging([FIRST, one_day], "2026-11-02") == [("core", "2026.11.0")]
    backwards = version("2026.11.0", pack="trial", ends="2026-10-31", rule="TR-02")
    with pytest.raises(PackError, match="ends before it begins"):
        judging([FIRST, backwards], "2026-11-01")


def test_a_file_that_cannot_be_read_is_no_missing_pack(tmp_path: Path) -> None:
    folder = written(tmp_path, FIRST)
    (folder / "core" / "2026.11.1.yaml").mkdir()
    with pytest.raises(PackError, match="this is no file"):
        library.files_in(folder)


def test_a_file_whose_bytes_cannot_be_read_is_told_with_its_name(tmp_path: Path) -> None:
    folder = written(tmp_path, FIRST)
    # A file that is there and whose first byte nobody may read, not even the superuser (proc(5)).
    (folder / "core" / "2026.11.1.yaml").symlink_to("/proc/self/mem")
    with pytest.raises(PackError, match=r"2026\.11\.1\.yaml.*cannot be read: Input/output error"):
        library.files_in(folder)


def test_what_a_version_says_to_people_is_read_whole() -> None:
    said = read_words(FIRST.data, file=FIRST.place)
    assert (said.pack, said.version) == ("core", "2026.11.0")
    assert (said.title.en, said.title.fr) == ("Trial", "Essai")
    assert (said.unanswered.en, said.unanswered.fr) == ("Not known yet.", "Pas encore connu.")
    rule = said.rules["TR-01"]
    assert (rule.id, rule.test, rule.field) == ("TR-01", "lawful", "purpose")
    assert rule.grounds.status_in("ca-qc") == "design"
    assert (rule.grounds.citations[0].text.fr, rule.satisfy.en) == ("Some Act", "Do not ask.")


@pytest.mark.parametrize(
    ("said", "in_force"), [("null", True), ("2026-11-30", True), ("2026-11-14", False)]
)
def test_a_pack_may_say_that_it_has_no_last_day(said: str, in_force: bool) -> None:
    own = version("2026.11.3", pack="my-agency", rule="A-1", ends=said)
    assert (("my-agency", "2026.11.3") in judging([own, FIRST], "2026-11-15")) is in_force


def test_of_two_files_that_do_not_go_together_the_agencys_own_is_told_with_the_line_of_its_rule(
    tmp_path: Path,
) -> None:
    """The shipped file is none that an agency could change."""
    written(tmp_path, own(rule="CORE-01"), own("2026.11.6", pack="ours", starts="2026-11-02"))
    shipped = library.files_in(library.SHIPPED_FOLDER)
    ours = library.files_in(tmp_path)
    with pytest.raises(PackError) as taken:
        Library(shipped, ours).in_force(date(2026, 11, 20), place="")
    line = own(rule="CORE-01").data.decode().split("\n").index("  - id: CORE-01") + 1
    assert (taken.value.file, taken.value.rule, taken.value.line) == (
        "my-agency/2026.11.5.yaml", "CORE-01", line,
    )  # fmt: skip
    assert "has a rule of this id" in taken.value.reason


def test_a_second_part_of_a_province_is_told_at_the_agencys_file(tmp_path: Path) -> None:
    ours = own(pack="aa", starts="2026-11-02")
    text = ours.data.decode().replace(
        "jurisdiction: any", "jurisdiction: ca-on\npart_of: canada-opc", 1
    )
    file = PackFile("aa", ours.version, "aa/2026.11.5.yaml", text.encode())
    with pytest.raises(PackError) as refused:
        Library(library.files_in(library.SHIPPED_FOLDER), [file]).in_force(
            date(2026, 11, 20), place=""
        )
    assert refused.value.file == "aa/2026.11.5.yaml"
    assert (
        "ca-on/2026.11.0.yaml is the part of 'canada-opc' for ca-on already" in refused.value.reason
    )


def test_a_pipe_in_the_folder_of_packs_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "my-agency").mkdir()
    os.mkfifo(tmp_path / "my-agency" / "2026.11.5.yaml")
    with pytest.raises(PackError, match="this is no file"):
        library.files_in(tmp_path)
