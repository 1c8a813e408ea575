"""Which modules are changed, and which tests must notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.longest import FILES as LONGEST

ROOT = Path(__file__).parents[2]

# The tests that belong to a module, the quickest to notice first: the first that fails ends it. A module
# of the policy that is not here has all of the folder; so has one of the wire and one of the log's tree, whose tests take seconds.
_OF_POLICY = {
    "absence": "absent_answers pack_errors",
    "conditions": "pack_errors shapes core_pack",
    "document": "pack_errors reading_packs shapes",
    "engine": "core_pack engine advice packs_together times_of_rules",
    "errors": "pack_errors",
    "facts": "core_pack shapes",
    "fixtures": "shapes writing_a_rule core_pack",
    "library": "library parts_of_packs advice packs_of_canada packs_together",
    "meters": "meters",
    "parts": "parts_of_packs packs_together",
    "packs": "pack_errors reading_packs grounds times_of_rules parts_of_packs absent_answers shapes core_pack",
    "rules": "reading_packs pack_errors engine times_of_rules core_pack",
    "schema": "schema pack_errors reading_packs shapes core_pack engine",
    "shapes": "shapes pack_errors times_of_rules",
    "words": "library grounds times_of_rules",
}
_COUNTS_OF_TEXTS = "requests_app/common/visible.py"
"""What the policy counts and compares texts by; it lies below it, because others do too."""
# Of `requests_app/workflow/`: what uses a module without importing it, found by what it is called from.
_BESIDE = {
    "approved": ["tests/workflow/test_sent_as_approved.py"],
    "authorise": ["tests/workflow/test_sent_as_approved.py", "tests/web/supervisor/test_deciding.py"],
    "before_deciding": ["tests/workflow/test_reading_before_deciding.py"],
    "check": ["tests/workflow/test_remembered_packs.py"],
    "decide": ["tests/audit/test_every_use_case.py"],
    "decoding": ["tests/workflow/test_decoding_holds_no_lock.py"],
    "draft_files": ["tests/workflow/test_submitting.py"],
    "draft": ["tests/permissions/test_who_may.py"],
    "export": ["tests/audit/test_export.py", "tests/audit/test_cancelled_export.py"],
    "export_folder": ["tests/audit/test_export.py", "tests/audit/test_cancelled_export.py"],
    "facts": ["tests/workflow/test_submitting.py"],
    "forward": ["tests/workflow/test_sent_as_approved.py", "tests/workflow/test_sending.py"],
    "gallery_now": ["tests/web/supervisor/test_gallery_changed.py"],
    "keep_trying": ["tests/workflow/test_sending_tells_the_truth.py",
                    "tests/workflow/test_answers_not_recorded.py",
                    "tests/workflow/test_database_away.py"],
    "permission_parts": ["tests/permissions/test_who_may.py"],
    "permissions": ["tests/permissions/test_who_may.py",
                    "tests/workflow/test_claims_end_with_rights.py",
                    "tests/web/supervisor/test_deciding.py"],
    "record_result": ["tests/workflow/test_sending.py",
                      "tests/workflow/test_answers_not_recorded.py",
                      "tests/web/examiner/test_candidates.py"],
    "retry": ["tests/web/operator/test_outbox.py"],
    "search_limits": ["tests/web/test_numbers.py"],
    "submit": ["tests/workflow/test_submitting.py", "tests/audit/test_every_use_case.py"],
    "what_is_read": ["tests/workflow/test_declared_is_submitted.py"],
    "viewing": ["tests/workflow/test_reading_before_deciding.py"],
}  # fmt: skip
_ALWAYS = ["tests/workflow/test_the_way.py"]


@dataclass(frozen=True)
class Area:
    """A group of modules: where they are, how many of their places are tried (None: all), and how.

    What `how` may be, `tests.mutation.running.Job` says.
    """

    name: str
    files: tuple[str, ...]
    sample: int | None = None
    how: str = "plain"


def _files(pattern: str) -> tuple[str, ...]:
    found = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))
    return tuple(path for path in found if not path.endswith("__init__.py"))


AREAS = {
    area.name: area
    for area in (
        Area("policy", (*_files("requests_app/policy/*.py"), _COUNTS_OF_TEXTS)),
        Area("wire", _files("requests_app/wire/*.py")),
        Area("tlog", _files("requests_app/tlog/*.py")),
        Area("states", ("requests_app/searches/states.py",), how="django"),
        Area("workflow", _files("requests_app/workflow/*.py"), sample=100, how="database"),
    )
}


def area_of(path: str) -> Area:
    """Return the area of a module.

    Raises:
        LookupError: the module is in none.
    """
    for area in AREAS.values():
        if path in area.files:
            return area
    raise LookupError(f"{path} is in none of the areas {', '.join(AREAS)}.")


def tests_of(path: str) -> list[str]:
    """Return the test files that must notice a change of this module, in the order to run them."""
    area, name = area_of(path), Path(path).stem
    if area.name == "states":
        return ["tests/searches/test_states.py"]
    if area.how == "database":
        return _callers(name)
    if path == _COUNTS_OF_TEXTS:
        return ["tests/common/test_visible.py", "tests/policy/test_meters.py"]
    folder = f"tests/{area.name}"
    if area.name == "policy" and name in _OF_POLICY:
        return [f"{folder}/test_{each}.py" for each in _OF_POLICY[name].split()]
    return sorted(each.relative_to(ROOT).as_posix() for each in (ROOT / folder).glob("test_*.py"))


def _callers(name: str) -> list[str]:
    """Return the quick tests that import a module of the workflow, those of its own folder first."""
    imports = re.compile(rf"workflow\.{name}\b|workflow import .*\b{name}\b")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if imports.search(path.read_text("utf-8"))
    ]
    found = [each for each in found if each not in LONGEST and "/journeys/" not in each]
    found.sort(key=lambda each: not each.startswith("tests/workflow/"))
    return list(dict.fromkeys([*found, *_BESIDE.get(name, []), *_ALWAYS]))
