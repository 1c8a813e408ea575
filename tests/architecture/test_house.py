"""What the import rules cannot say: who may call a matcher, write a model, or speak to the recorder.

Reads the source as a tree, never as text, so that a comment breaks nothing and a renamed import hides nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ROOT / "requests_app"
MOST_LINES = 400
WRITES = frozenset(
    {
        "save", "create", "bulk_create", "bulk_update", "update", "update_or_create",
        "get_or_create", "delete", "select_for_update",
    }
)  # fmt: skip


def modules(*parts: str) -> Iterator[tuple[str, ast.Module]]:
    """Every module of some parts of the house, migrations aside."""
    for part in parts:
        for path in sorted((OURS / part).rglob("*.py")):
            if "migrations" not in path.parts:
                name = str(path.relative_to(ROOT))
                yield name, ast.parse(path.read_text(encoding="utf-8"), filename=name)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def receiver(call: ast.Call) -> str:
    """What a method is called on, as written."""
    return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def test_screens_write_no_model() -> None:
    """A session's `save`, and that of the module which calls the use case, are no writes."""
    found = [
        f"{name}:{call.lineno} {receiver(call)}.{called(call)}"
        for name, tree in modules("web")
        for call in calls(tree)
        if called(call) in WRITES and ("objects" in receiver(call) or called(call) == "save")
        if "session" not in receiver(call) and receiver(call) != "saving"
    ]
    assert found == []


def test_tasks_make_one_call_and_decide_nothing() -> None:
    for name, tree in modules("tasks"):
        for call in calls(tree):
            assert called(call) not in WRITES - {"update"}, f"{name}:{call.lineno}"


QUERIES = {"objects", "select_related", "prefetch_related", "values_list", "filter", "exclude"}


def test_screens_ask_no_query() -> None:
    """A page shows what a reading module returned, whole: no manager, no queryset, no selector."""
    found = set()
    for name, tree in modules("web"):
        for node in ast.walk(tree):
            asks = isinstance(node, ast.Attribute) and node.attr in QUERIES
            if isinstance(node, ast.ImportFrom):
                asks = bool({alias.name for alias in node.names} & {"selectors", "Manager"})
            registers_a_filter = isinstance(node, ast.Attribute) and (
                ast.unparse(node) == "register.filter"
            )
            if asks and not registers_a_filter:
                found.add(name)
    assert not found


def test_only_two_use_cases_reach_a_matcher() -> None:
    """Whoever holds the client can send a probe to a matcher: it is made in one place, for two use cases."""
    found = {
        name
        for name, tree in modules(".")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node).split(".")[-1] == "OsiaClient"
    }
    assert found == {
        "requests_app/workflow/fetch_candidate.py",
        "requests_app/workflow/forward.py",
        "requests_app/workflow/matcher_client.py",
    }


def test_a_migration_runs_its_own_text_only() -> None:
    """What a migration takes from live code changes after it was applied. The clock only gives a default."""
    for path in sorted(OURS.rglob("migrations/[0-9]*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            taken = {name for name in names if name.startswith(("requests_app", "config"))}
            assert taken <= {"requests_app.common.clock"}, f"{path.relative_to(ROOT)}: {taken}"


def test_only_the_recorder_appends_to_the_log() -> None:
    """One line of Python does; the database's own functions stand in the migrations."""
    found = {
        name
        for name, tree in modules(".")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ("FROM audit.append(" in node.value or "SELECT audit.append(" in node.value)
    }
    assert found == {"requests_app/audit/recorder.py"}


def test_no_hook_hides_an_act() -> None:
    """No signals but the sign-in's own, no generic keys, no `ModelForm`, no logic in `save`."""
    for name, tree in modules("."):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                taken = {alias.name for alias in node.names}
                assert not (node.module.startswith("django.db.models.signals")), name
                assert "contenttypes.fields" not in node.module, name
                assert "ModelForm" not in taken, name
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base) for base in node.bases}
                own = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                if any(base.endswith("models.Model") for base in bases):
                    assert "save" not in own, f"{name}: {node.name}"
        for call in calls(tree):
            assert called(call) != "get_model" or "migrations" in name, f"{name}:{call.lineno}"


def test_nobody_reads_the_wall_clock_past_our_own() -> None:
    """One clock: what a demonstration may hold, and what production cannot."""
    clocks = {"datetime.now", "datetime.utcnow", "timezone.now", "date.today"}
    found = {
        f"{name}:{call.lineno}"
        for name, tree in modules(".")
        if name != "requests_app/common/clock.py" and "/outside/" not in name
        for call in calls(tree)
        if f"{receiver(call).split('.')[-1]}.{called(call)}" in clocks
    }
    assert found == set()


@pytest.mark.parametrize("part", ["", "config", "tests"])
def test_a_module_says_what_it_is_for_and_stays_readable(part: str) -> None:
    places = [ROOT / part] if part else [OURS]
    for path in (each for place in places for each in sorted(place.rglob("*.py"))):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if not text.strip():
            continue
        name = path.relative_to(ROOT)
        assert ast.get_docstring(ast.parse(text)), f"{name} does not say what it is for"
        if part != "tests":
            assert len(text.splitlines()) <= MOST_LINES, f"{name} asks to be split"


PLAIN_TEXT_BOXES = {
    "requests_app/web/text_fields.py": "the text box of the product itself",
    "requests_app/web/auditor/forms.py": "marks of a case, which nobody types, matched whole",
    "requests_app/web/number_fields.py": "digits and a point, each character judged",
    "requests_app/web/fields.py": "the boxes of a date, each character judged",
    "requests_app/web/sign_in/forms.py": "a password and a user name are compared as they were typed",
    "requests_app/web/styleguide.py": "a password of the style guide",
}


def test_every_text_box_is_the_one_that_tells_of_hidden_characters() -> None:
    """A plain text field keeps what cannot be seen, and a browser cuts what is pasted to its length."""
    plain = {"CharField", "RegexField", "SlugField", "Textarea", "maxlength"}
    found = {
        name
        for name, tree in modules("web")
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Attribute)
            and node.attr in plain
            and not isinstance(node.ctx, ast.Store)
        )
        or (
            isinstance(node, ast.keyword)
            and node.arg == "max_length"
            and ast.unparse(node.value) != "None"
        )
        if not _asks_of_what_kind(node, tree)
    }
    assert found == set(PLAIN_TEXT_BOXES)


def test_every_choice_is_one_that_never_repeats_what_was_sent() -> None:
    """Django's own choices refuse an answer that is not offered with a sentence that holds the answer."""
    plain = {"ChoiceField", "TypedChoiceField", "MultipleChoiceField", "TypedMultipleChoiceField",
             "ModelChoiceField", "ModelMultipleChoiceField", "FilePathField"}  # fmt: skip
    found = {
        name
        for name, tree in modules("web")
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in plain
    }
    assert found == set()


def _asks_of_what_kind(node: ast.AST, tree: ast.AST) -> bool:
    """Whether a name stands in `isinstance(...)`."""
    return any(node in ast.walk(call) for call in calls(tree) if called(call) == "isinstance")


MARKS = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy"}


def test_no_text_to_be_translated_stands_inside_an_f_string() -> None:
    # Whoever collects the texts for translators does not look there before Python 3.12: it would stay English.
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "requests_app").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]
    assert found == []
