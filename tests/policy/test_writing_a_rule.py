"""The pack that the guide teaches loads as it is written there, and does what its fixtures say.

The text of the guide is the only source: nothing of it is repeated here.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from requests_app.policy import engine, library
from requests_app.policy.fixtures import load_fixtures
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import PackSet

GUIDE = (Path(__file__).parents[2] / "docs" / "policy" / "writing-a-rule.md").read_text("utf-8")
PACK, FIXTURES = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, flags=re.DOTALL | re.MULTILINE)


def test_the_pack_of_the_guide_fires_and_passes_as_the_guide_says() -> None:
    packs = PackSet((load_pack(PACK.encode(), file="guide"),))
    held = load_fixtures(FIXTURES.encode(), file="guide’s fixtures")
    assert {case.fires for case in held.cases} == {True, False}
    assert {case.rule for case in held.cases} == set(packs.packs[0].rules)
    for case in held.cases:
        found = engine.evaluate(packs, case.stage, case.facts, now=case.now).findings
        assert (case.rule in {each.rule for each in found}) is case.fires, str(case)


def test_the_pack_of_the_guide_judges_from_where_the_guide_puts_it(tmp_path: Path) -> None:
    named = re.findall(r"`([a-z-]+/[0-9.]+(?:\.fixtures)?\.yaml)`", GUIDE)
    for name, text in (("my-agency/2026.11.0.yaml", PACK),
                       ("my-agency/2026.11.0.fixtures.yaml", FIXTURES)):  # fmt: skip
        assert name in named
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    packs = library.installed(str(tmp_path)).in_force(date(2026, 11, 23), place="")
    assert [pack.id for pack in packs.packs] == ["core", "my-agency"]
