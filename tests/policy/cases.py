"""What several policy tests share: the fixtures of the core pack, and facts with one thing changed.

Holds no expectation.
"""

from __future__ import annotations

import dataclasses

from requests_app.policy import library
from requests_app.policy.facts import Facts
from requests_app.policy.fixtures import load_fixtures

CORE_FIXTURES = library.SHIPPED_FOLDER / "core" / "2026.11.4.fixtures.yaml"
FIXTURES = load_fixtures(CORE_FIXTURES.read_bytes(), file=CORE_FIXTURES.name)
SHIPPED = library.installed().in_force(FIXTURES.base_now.date(), place="")


def with_fact(path: str, value: object, base: Facts = FIXTURES.base) -> Facts:
    group, name = path.split(".")
    changed = dataclasses.replace(getattr(base, group), **{name: value})
    return dataclasses.replace(base, **{group: changed})
