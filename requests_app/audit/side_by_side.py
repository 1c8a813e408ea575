"""Works side by side, each in a thread with a connection of its own, all of which see one snapshot.

The database forms what one work writes while another's is hashed or compressed: neither holds the interpreter's lock.
Nothing goes on in a thread once `run` has ended, however it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic
from typing import TypeVar

from requests_app.audit import selectors

Made = TypeVar("Made")
Work = Callable[[str, Callable[[int], None]], Made]
"""Is handed the alias of its connection, and what it tells how far it is, after each piece."""
SILENT_SECONDS = 5.0
"""So long is nothing said of works that go on, at most."""


class _Stopped(Exception):
    """Another work failed, or the caller did: what this one makes is not wanted any more."""


def run(
    works: Mapping[str, Work[Made]],
    shared: selectors.Shared,
    *,
    note: Callable[[Mapping[str, int]], None],
) -> dict[str, Made]:
    """Do every work, and return what each made, in the order of the works.

    Args:
        works: by their names; shared: the snapshot that they read.
        note: told in this thread how far the works are, by their names, whenever one of them says so, and from time to
            time. What it raises ends them all.

    Raises:
        Exception: what the first work that failed raised, or what `note` raised.
    """
    said: SimpleQueue[tuple[str, int]] = SimpleQueue()
    stop, done = Event(), dict.fromkeys(works, 0)

    def begin(name: str) -> Made:
        def tell(so_far: int) -> None:
            if stop.is_set():
                raise _Stopped
            said.put((name, so_far))

        try:
            with selectors.same_snapshot(shared) as alias:
                return works[name](alias, tell)
        except BaseException:
            stop.set()
            raise
        finally:
            said.put((name, -1))

    with ThreadPoolExecutor(max(len(works), 1), thread_name_prefix="export") as threads:
        try:
            running = {name: threads.submit(begin, name) for name in works}
            left, noted = len(works), monotonic()
            while left:
                is_further = False
                with suppress(Empty):
                    name, so_far = said.get(timeout=SILENT_SECONDS)
                    left -= so_far < 0
                    if is_further := so_far > done[name]:
                        done[name] = so_far
                # A work that says again and again that it is no further is as good as silent.
                if is_further or monotonic() - noted >= SILENT_SECONDS:
                    note(done)
                    noted = monotonic()
        finally:
            stop.set()
    _raise_first(list(running.values()))
    return {name: each.result() for name, each in running.items()}


def _raise_first(ended: list[Future[Made]]) -> None:
    """Raise what went wrong; that the others were stopped for it says nothing."""
    wait(ended)
    problems = [problem for each in ended if (problem := each.exception())]
    for problem in problems:
        if not isinstance(problem, _Stopped):
            raise problem
