"""Every screen takes its findings from `web/findings.py`, which says of advice that it is advice.

Reads the source as text and runs nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WEB = ROOT / "requests_app" / "web"
DRAWN = re.compile(r"\{% finding [^%]*%\}")
PAST_IT = re.compile(r"(?:presenters|shared)\.(?:live|stored)_findings\(")


def test_no_screen_puts_findings_into_words_past_the_one_place() -> None:
    found = {
        str(path.relative_to(WEB))
        for path in WEB.rglob("*.py")
        if PAST_IT.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"findings.py"}


def test_every_template_that_draws_a_finding_passes_on_whether_it_is_advice() -> None:
    drawn = {
        f"{path.relative_to(ROOT)}: {tag}"
        for path in (ROOT / "templates").rglob("*.html")
        if path.parent.name != "styleguide"
        for tag in DRAWN.findall(path.read_text(encoding="utf-8"))
    }
    assert len(drawn) >= 6
    assert {tag for tag in drawn if "advice=" not in tag} == set()
