"""The database's roles by name, and a way to work as one of them for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

OWNER = "countersign_owner"
WEB = "countersign_web"
WORKER = "countersign_worker"
DISPATCHER = "countersign_dispatcher"
AUDITOR = "countersign_auditor"
SEQUENCER = "countersign_sequencer"

RUN_TIME_LOGINS = (WEB, WORKER, DISPATCHER, AUDITOR, SEQUENCER)
LOGINS = (OWNER, *RUN_TIME_LOGINS)


@contextmanager
def connected(alias: str = "default", **settings: Any) -> Iterator[None]:
    """Swap this thread's connection of `alias` for one with other settings (USER, PASSWORD, ...).

    Other threads keep theirs. The swapped connection is closed at the end.
    """
    ours = connections[alias]
    other = type(ours)({**ours.settings_dict, **settings}, alias)
    connections[alias] = other
    try:
        yield
    finally:
        other.close()
        connections[alias] = ours
