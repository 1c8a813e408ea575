"""How templates are written: lines that a person can read, and texts given to a tag in its own place.

Reads them as text; what a page looks like is for the tests of look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_LINE = 160
NAMED = re.compile(r'\{% translate ("[^"]*") as (?P<name>\w+) %\}')
QUOTED = re.compile(r'"[^"]*"')
# `{% include "x.html" with text=advice %}` and a text longer than this do not fit into one line.
LONGEST_WITH_ITS_TAG = 150


def pages() -> Iterator[tuple[str, str]]:
    """Every HTML template, by its path."""
    folders = [ROOT / "templates", *(ROOT / "requests_app").rglob("templates")]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_no_line_is_too_long_to_read() -> None:
    found = [
        f"{name}:{number} has {len(line)} characters"
        for name, text in pages()
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert found == []


def uses(text: str, name: str) -> list[tuple[str, str]]:
    """Each tag or variable that reads a name, up to where the name is given anew."""
    found = []
    for each in re.finditer(r"\{%.*?%\}|\{\{.*?\}\}", text):
        bare = QUOTED.sub('""', each[0])
        if re.search(rf"\bas(var)? {name}\b", bare):
            break
        found += [(each[0], bare)] * len(re.findall(rf"(?<![\w.]){name}(?![\w=])", bare))
    return found


def test_a_text_for_one_tag_is_written_in_that_tag() -> None:
    """`{% tag _("Text") %}`, not `{% translate "Text" as words %}{% tag words %}`."""
    found = []
    for name, text in pages():
        for each in NAMED.finditer(text):
            read_by = uses(text[each.end() :], each["name"])
            if len(read_by) != 1:
                continue
            whole, bare = read_by[0]
            is_argument = not re.match(r"\{\{|\{% (if|elif|for|with|blocktranslate)\b", bare)
            if is_argument and len(whole) + len(each[1]) <= LONGEST_WITH_ITS_TAG:
                found.append(f"{name}: {each[0]} is for {whole} alone")
    assert found == []


# Forms in which nobody types, or only a secret: what they carry is never kept.
WITHOUT_MARK = {
    "templates/components/header.html", "templates/components/language.html", "templates/components/drop_kept.html",
    "templates/components/idle_warning.html",
    "templates/account/login.html", "templates/account/logout.html", "templates/account/kept.html",
    "templates/account/password_change.html", "templates/account/password_set.html",
    "templates/account/reauthenticate.html", "templates/mfa/authenticate.html",
    "templates/mfa/reauthenticate.html", "templates/mfa/recovery_codes/generate.html",
    "templates/mfa/totp/activate_form.html", "templates/mfa/totp/deactivate_form.html",
    "templates/auditor/_progress.html", "templates/outcome/close.html", "templates/supervisor/_incident_take.html", "templates/supervisor/done.html", "templates/supervisor/queue.html",
    "templates/supervisor/_disclosure_progress.html", "templates/supervisor/disclosure.html", "templates/web/notices.html",
}  # fmt: skip


def test_every_form_in_which_somebody_types_carries_its_mark() -> None:
    bare = {name for name, text in pages() if "{% csrf_token %}" in text}
    assert bare == WITHOUT_MARK
    for name, text in pages():
        if name.startswith("templates/styleguide/"):
            continue  # examples that go nowhere
        posted = len(re.findall(r'<form[^>]*method="post"', text))
        tokens = text.count("{% csrf_token %}") + text.count("{% form_mark ")
        assert posted <= tokens + text.count('include "officer/_hidden.html"'), name


# Files alone, or statements that are made anew each time: what is given back holds nothing of them.
NOTHING_TO_GIVE_BACK = {
    "templates/officer/declaration.html", "templates/officer/document_add.html", "templates/officer/image.html",
}  # fmt: skip


def test_every_form_in_which_somebody_types_is_left_with_what_is_typed() -> None:
    """By our own Back, by the other language and by any link: `page-form` and `data-draft`, see `web/leaving.py`."""
    found = set()
    for name, text in pages():
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL):
            is_typed_in = re.search(r"\{\{ *(form|\w+_form|refusal)\b", form)
            opening = re.sub(r"\{%.*?%\}", "", form).partition(">")[0]
            is_kept = 'id="page-form"' in opening and "data-draft=" in opening
            if "{% form_mark %}" in form and is_typed_in and not is_kept:
                found.add(name)
    assert found == NOTHING_TO_GIVE_BACK
