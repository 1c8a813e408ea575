"""A pack with a mistake is refused as a whole, and the error names file, rule, line and column.

Places are found by searching the source text, not by asking the loader.
"""

from __future__ import annotations

import pytest

from requests_app.policy import conditions, document
from requests_app.policy.errors import PackError
from requests_app.policy.packs import load_pack

GOOD = """\
pack: trial-pack
version: 2026.11.0
title: {en: "Trial", fr: "Essai"}
effective_from: 2026-11-01
unanswered: {en: "Not known yet.", fr: "Pas encore connu."}
rules:
  - id: TR-01
    stages: [submit]
    verb: BLOCK
    status: design
    test: lawful
    field: purpose
    needs: [req.purpose, alt]
    when: req.purpose == 'personal'
    message: {en: "Not allowed.", fr: "Interdit."}
    satisfy: {en: "Do not ask.", fr: "Ne demandez pas."}
    source: {cite: "Some Act", confidence: "D", checked: 2026-11-22, implements: []}
"""
CONDITION = "when: req.purpose == 'personal'"


def refused(source: str | bytes) -> PackError:
    data = source.encode() if isinstance(source, str) else source
    with pytest.raises(PackError) as caught:
        load_pack(data, file="mine.yaml")
    assert caught.value.file == "mine.yaml"
    return caught.value


def place(source: str, marker: str) -> tuple[int, int]:
    """Line and column, from 1, of the first occurrence of a marker."""
    before = source[: source.index(marker)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def at(error: PackError) -> tuple[int, int]:
    return error.line, error.column


def test_the_good_pack_loads() -> None:
    pack = load_pack(GOOD.encode(), file="mine.yaml")
    assert pack.format == 1
    assert list(pack.rules) == ["TR-01"]


@pytest.mark.parametrize(
    ("condition", "marker", "words"),
    [
        ("req.purpos == 'personal'", ".purpos ==", "undefined field 'purpos'"),
        ("alt.exists(row, row.statu == 'tried')", ".statu ", "undefined field 'statu'"),
        ("req.predicate_facts.exists(f, f.lenght > 1)", ".lenght", "undefined field 'lenght'"),
        ("req.purpose == 3", "== 3", "no matching overload"),
        ("size(alt) == 'three'", "== 'three'", "no matching overload"),
        ("alt.exists(row, row.means == 1)", "== 1", "no matching overload"),
        ("req.purpose == 'personel'", "'personel'", "not a code of 'req.purpose'"),
        ("req.purpose in ['personal', 'othr']", "'othr'", "not a code of 'req.purpose'"),
        ("alt.exists(row, row.means == 'DNA')", "'DNA'", "not a code of 'alt[].means'"),
        ("nosuch.thing == 1", ".thing", "undeclared reference"),
        ("req.purpose == ", None, "Syntax error"),
        ("{'personal': true}[req.purpose]", None, "building messages or maps"),
        ("[{'personal': true}].exists(each, each[req.purpose])", None, "building messages or maps"),
        ("img.faces == int(double(req.purpose))", None, "double() is not allowed"),
        ("bytes(req.purpose) == b'x'", None, "bytes() is not allowed"),
        ("type(req.purpose) == string", None, "type() is not allowed"),
        ("dyn(req.purpose) == 'personal'", None, "dyn() is not allowed"),
        ("req.purpose.matches('p.*')", None, "matches() is not allowed"),
    ],
)
def test_a_wrong_condition_is_refused_at_its_place(
    condition: str, marker: str | None, words: str
) -> None:
    source = GOOD.replace(CONDITION, f'when: "{condition}"')
    error = refused(source)
    assert error.rule == "TR-01"
    assert words in error.reason
    if marker is not None:
        assert at(error) == place(source, marker)
    else:
        assert error.line == place(source, "when:")[0]


def test_the_place_is_right_inside_a_block_of_several_lines() -> None:
    block = "when: |\n      req.purpose == 'personal' &&\n      size(alt) > 0 && req.nothing"
    source = GOOD.replace(CONDITION, block)
    error = refused(source)
    assert at(error) == place(source, ".nothing")
    block = "when: |\n      req.purpose == 'personal' ||\n      size(alt) > 0 && req.purpose == 'personel'"
    source = GOOD.replace(CONDITION, block)
    assert at(refused(source)) == place(source, "'personel'")


@pytest.mark.parametrize(
    ("old", "new", "marker", "words"),
    [
        ("verb: BLOCK", "verb: BLOK", "BLOK", "not one of"),
        ("stages: [submit]", "stages: [submitted]", "submitted]", "not one of"),
        ("stages: [submit]", "stages: []", "[]", "at least one"),
        (
            "    field: purpose\n",
            "    feild: purpose\n",
            "purpose\n    needs",
            "unknown key 'feild'",
        ),
        ("needs: [req.purpose, alt]", "needs: [req.purpos]", "req.purpos]", "no fact"),
        ("needs: [req.purpose, alt]", "needs: [alt]", "req.purpose ==", "neither in needs"),
        (
            "needs: [req.purpose, alt]",
            "needs: [req.purpose, req.offence]",
            "req.offence",
            "a group",
        ),
        ('fr: "Interdit."}', "}", '{en: "Not allowed.', "'fr' is missing"),
        ('fr: "Interdit."', 'fr: ""', '""}', "expected a text"),
        ('fr: "Interdit."', 'fr: "Not allowed."', '"Not allowed."}', "same as the English"),
        ("version: 2026.11.0", "version: latest", "latest", "a version"),
        ("effective_from: 2026-11-01", "effective_from: soon", "soon", "expected a date"),
        ('confidence: "D"', 'confidence: "K?"', "BLOCK", "may not block"),
        (CONDITION, "when: true", "true", "may not be constant"),
        (CONDITION, "when: 1 == 1", "1 == 1", "reads no fact"),
        (CONDITION, "when: size(req.purpose)", "size(", "must be true or false"),
        (CONDITION, 'when: "dyn(req).x == 1"', "(req).x", "not allowed"),
        (CONDITION, "when: req.purpose.matches('a')", ".matches", "not allowed"),
    ],
)
def test_a_wrong_key_or_value_is_refused(old: str, new: str, marker: str, words: str) -> None:
    assert old in GOOD
    source = GOOD.replace(old, new)
    error = refused(source)
    assert words in error.reason
    assert error.line == place(source, marker)[0]
    if "matches" not in marker and "(req)" not in marker:
        assert error.column == place(source, marker)[1]


def test_an_id_used_twice_is_refused_at_the_second() -> None:
    rule = GOOD[GOOD.index("  - id:") :]
    error = refused(GOOD + rule)
    assert "twice" in error.reason
    assert error.rule == "TR-01"
    assert error.line == (GOOD.count("\n") + 1)
    assert error.column == len("  - id: ") + 1


def test_a_key_given_twice_is_refused() -> None:
    source = GOOD.replace("    verb: BLOCK\n", "    verb: BLOCK\n    verb: WARN\n")
    error = refused(source)
    assert "given twice" in error.reason
    assert at(error) == place(source, "verb: WARN")


def test_an_alias_bomb_is_refused_before_it_is_built() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join('*' + old for _ in range(9))}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    error = refused(bomb)
    assert "anchors and aliases" in error.reason
    assert at(error) == (1, 4)


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"pack: core\nrules: [\n", 3, "not YAML"),
        (b"pack: core\n\tx: 1\n", 2, "not YAML"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, "not UTF-8"),
        (b"pack: a\nx: \x00\n", 2, "control character"),
        (b"[" * 5000, 1, "nested deeper"),
        (b"x: " + b"a" * 600_000, 1, "larger than"),
        (b"pack: !!python/object/apply:os.system [ls]\n", 1, "tags are not allowed"),
        (b"just words\n", 1, "expected a map"),
        (b"a: 1\n---\nb: 2\n", 2, "not YAML"),
    ],
)
def test_what_is_no_pack_at_all_is_refused(data: bytes, line: int, words: str) -> None:
    error = refused(data)
    assert words in error.reason
    assert error.line == line


@pytest.mark.parametrize("trick", ["&a {x: 1}", "&a [1]", "&a text"])
def test_an_anchor_is_refused_even_where_nothing_refers_to_it(trick: str) -> None:
    error = refused(f"pack: a\nx: {trick}\n")
    assert error.reason == "anchors and aliases are not allowed"
    assert at(error) == (2, 4)


def test_twelve_levels_are_read_and_a_thirteenth_is_refused() -> None:
    inside = document.read(b"[" * 12 + b"]" * 12, file="mine.yaml")
    for _ in range(11):
        (inside,) = inside.value
    assert inside.value == []
    with pytest.raises(PackError, match="nested deeper than 12 levels"):
        document.read(b"[" * 13 + b"]" * 13, file="mine.yaml")


def test_a_file_of_half_a_mebibyte_is_read_and_a_larger_one_is_not() -> None:
    largest = b"x" * (512 * 1024)
    assert document.read(largest, file="mine.yaml").value == largest.decode()
    with pytest.raises(PackError, match="larger than 524288 bytes"):
        document.read(largest + b"x", file="mine.yaml")


@pytest.mark.parametrize("length", [2000, 2001])
def test_a_condition_has_2000_characters_at_most(length: int) -> None:
    condition = "req.purpose == 'personal'".ljust(length - 8) + "|| false"
    assert len(condition) == length
    source = GOOD.replace(CONDITION, f'when: "{condition}"')
    if length == 2000:
        assert load_pack(source.encode(), file="mine.yaml").rules
        return
    assert "longer than 2000" in refused(source).reason


def test_an_error_says_where_it_is_in_its_words() -> None:
    assert str(PackError("a.yaml", "", 3, 4, "no")) == "a.yaml:3:4: no"
    assert str(PackError("a.yaml", "TR-01", 3, 4, "no")) == "a.yaml:3:4: TR-01: no"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("(" * 200 + "req.purpose == 'personal'" + ")" * 200, "recursion limit"),
        (" || ".join(["req.purpose == 'personal'"] * 500), "longer than"),
        ("alt.exists(a, alt.exists(b, alt.exists(c, size(alt) > 1)))", "loops inside"),
    ],
    ids=["deep", "long", "many-loops"],
)
def test_a_costly_condition_is_refused(condition: str, words: str) -> None:
    error = refused(GOOD.replace(CONDITION, f'when: "{condition}"'))
    assert error.rule == "TR-01"
    assert words in error.reason


def test_approval_needs_a_role_and_nothing_else_has_one() -> None:
    assert "role" in refused(GOOD.replace("verb: BLOCK", "verb: APPR+")).reason
    assert (
        "role"
        in refused(GOOD.replace("verb: BLOCK", "verb: BLOCK\n    role: privacy_officer")).reason
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"Trial"', r'"\UFFFFFFFF"', "not YAML"),
        ('"Trial"', r'"\U00110000"', "not YAML"),
        ("pack: trial", "%YAML 1." + "1" * 5000 + "\n---\npack: trial", "not YAML"),
        ('"Trial"', r'"\ud800"', "invalid Unicode"),
        (CONDITION, r'when: "\ud800"', "invalid Unicode"),
        ("pack: trial", r'"\ud800": 1' + "\npack: trial", "invalid Unicode"),
    ],
)
def test_a_character_or_number_that_cannot_be_is_refused(old: str, new: str, words: str) -> None:
    assert words in refused(GOOD.replace(old, new)).reason


@pytest.mark.parametrize(
    "written",
    [
        "when: >\n      req.purpose ==\n      'personal'",
        "when: >-\n      req.purpose == 'personal'",
        "when: \"req.purpose ==\n      'personal'\\n || false\"",
    ],
)
def test_a_condition_whose_lines_are_joined_by_yaml_is_refused(written: str) -> None:
    """Its places would point to the wrong lines."""
    error = refused(GOOD.replace(CONDITION, written))
    assert "on one line, or as a block that begins with '|'" in error.reason


@pytest.mark.parametrize(
    ("condition", "reads", "tested"),
    [
        ("req.purpose == 'personal'", {"req.purpose"}, set()),
        ("!has(img.faces) || img.faces > 3", {"img.faces"}, {"img.faces"}),
        ("size(alt) < 2", {"alt"}, set()),
        ("img.faces in [1, size(alt)]", {"img.faces", "alt"}, set()),
        ("alt.exists(row, row.means == 'dna')", {"alt", "alt[].means"}, set()),
        (
            "alt.filter(row, row.means == 'dna').exists(other, other.status == 'tried')",
            {"alt", "alt[].means", "alt[].status"},
            set(),
        ),
        ("req.basis_flags.exists(flag, flag == 'religion')", {"req.basis_flags"}, set()),
        ("alt.filter(row, row.means == 'dna')[0].status == 'tried'",
         {"alt", "alt[].means"}, set()),
    ],
)  # fmt: skip
def test_it_is_known_which_facts_a_condition_reads(
    condition: str, reads: set[str], tested: set[str]
) -> None:
    node = document.read(f'when: "{condition}"'.encode(), file="mine.yaml").value["when"]
    compiled = conditions.compile_condition(node)
    assert compiled.reads == reads
    assert compiled.tested == tested


def test_a_group_is_no_fact() -> None:
    error = refused(GOOD.replace(CONDITION, "when: img == img"))
    assert "'img' is a group: name one of its fields" in error.reason
