"""The tool tells a change that no test looks at from one that a test notices, and edits nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation import areas, places
from tests.mutation.__main__ import equivalent

MODULE = """
LIMIT = 3


def fits(number, least=1):
    if number > LIMIT:
        raise ValueError(number)
    return number >= least


def unlooked(number):
    return number == 5
"""
TESTS = """
import pytest
import invented


def test_fits():
    assert (invented.fits(3), invented.fits(1), invented.fits(0)) == (True, True, False)
    with pytest.raises(ValueError):
        invented.fits(4)
"""


def told(root: Path, tests: str, module: str = MODULE) -> subprocess.CompletedProcess[str]:
    """What the tool says of an invented module with these tests."""
    (root / "invented.py").write_text(module, "utf-8")
    (root / "test_invented.py").write_text(tests, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "tests.mutation", "--root", str(root), "--file", "invented.py",
         "--tests", "test_invented.py", "--at-once", "1"],
        cwd=areas.ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_what_no_test_looks_at_survives_and_the_rest_is_killed(tmp_path: Path) -> None:
    done = told(tmp_path, TESTS)
    assert done.returncode == 1, done.stderr
    survived = [line for line in done.stdout.splitlines() if line.startswith("survived: ")]
    assert [line.split(" (")[0] for line in survived] == [
        "survived: invented.py:12:4:remove",
        "survived: invented.py:12:11:compare0",
        "survived: invented.py:12:21:minus",
        "survived: invented.py:12:21:plus",
    ]
    assert "this file: 12 places, 8 killed, 4 survived" in done.stdout
    assert (tmp_path / "invented.py").read_text("utf-8") == MODULE


def test_when_all_is_looked_at_the_tool_is_content(tmp_path: Path) -> None:
    tests = f"{TESTS}    assert [n for n in range(9) if invented.unlooked(n)] == [5]\n"
    done = told(tmp_path, tests)
    assert (done.returncode, done.stdout.split(";")[0]) == (0, "this file: 12 places, 12 killed")


def test_tests_that_fail_already_prove_nothing_and_are_refused(tmp_path: Path) -> None:
    done = told(tmp_path, f"{TESTS}    assert False\n")
    assert done.returncode != 0
    assert "fail before anything is changed" in done.stderr


def test_a_module_that_no_test_loads_is_not_called_killed(tmp_path: Path) -> None:
    done = told(tmp_path, "def test_nothing():\n    assert True\n")
    assert done.returncode == 1
    assert "12 unloaded" in done.stdout


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("a < b", ["a <= b"]),
        ("a == b", ["a != b"]),
        ("a in b", ["a not in b"]),
        ("a is None", ["a is not None"]),
        ("a and b", ["a or b"]),
        ("f(not a)", ["pass", "f(a)"]),
        ("x = 7", ["x = 6", "x = 8"]),
        ("x = True", ["x = False"]),
        ("x = 'a.code'", ["x = 'a.code_other'"]),
        ("x = 'words for people'", []),
        ("x = _('Word')", []),
        ("x: Literal['a']", []),
        ("f(a)", ["pass"]),
        ("x = a if b else c", ["x = a if not b else c"]),
        ("def f(a=1): ...", ["def f(a=0): ...", "def f(a=2): ..."]),
        ("raise Wrong('code')", ["pass"]),
        ("x = [S.A, S.B]", ["x = [S.B, S.B]", "x = [S.A, S.A]"]),
        ("x = a + b - 1", ["x = a + b + 1", "x = a - b - 1", "x = a + b - 0", "x = a + b - 2"]),
    ],
)
def test_what_is_changed(source: str, changes: list[str]) -> None:
    found = places.places(source, "one.py")
    made = [ast.unparse(places.changed(source, "one.py", each.key)) for each in found]
    spelt = [ast.unparse(ast.parse(each)) for each in changes]
    assert sorted(made) == sorted(spelt)


def test_each_change_of_the_areas_has_a_name_of_its_own_and_tests_that_are_there() -> None:
    for area in areas.AREAS.values():
        assert area.files
        for path in area.files:
            keys = [place.key for place in places.of_file(areas.ROOT, path)]
            assert len(keys) == len(set(keys)), path
            assert areas.tests_of(path), path
            for each in areas.tests_of(path):
                assert (areas.ROOT / each).is_file(), each


def test_each_change_that_is_called_equivalent_can_still_be_made() -> None:
    made = {
        place.lasting
        for area in areas.AREAS.values()
        for path in area.files
        for place in places.of_file(areas.ROOT, path)
    }
    assert set(equivalent()) <= made
