"""What several policy tests share: the fixtures of the core pack, and facts with one thing changed.

Holds no expectation.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from requests_app.policy import packs
from requests_app.policy.facts import Facts
from requests_app.policy.fixtures import load_fixtures

PACKS = Path(packs.__file__).parent / "packs"
FIXTURES = load_fixtures((PACKS / "core.fixtures.yaml").read_bytes(), file="core.fixtures.yaml")


def with_fact(path: str, value: object, base: Facts = FIXTURES.base) -> Facts:
    group, name = path.split(".")
    changed = dataclasses.replace(getattr(base, group), **{name: value})
    return dataclasses.replace(base, **{group: changed})
