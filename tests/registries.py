"""Put a registry back as it was, in its order.

`monkeypatch.delitem` puts an entry back at the end; what is made from the registry, such as
`docs/generated/events.md`, would then come out otherwise in every later test of the same process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def put_back(registry: dict[str, Any]) -> Iterator[None]:
    """Let a test change `registry` in place; afterwards it holds what it held, in the same order."""
    before = dict(registry)
    try:
        yield
    finally:
        registry.clear()
        registry.update(before)
