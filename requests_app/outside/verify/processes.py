"""Runs of bundles judged one after the other, or in several processes at once.

Must not change what is found: results come in the log's order either way.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from . import work
from .source import Source
from .work import Bundle, Judged, Sought


def by_one(
    source: Source, runs: Iterator[list[Bundle]], look: bool, sought: Sought
) -> Iterator[tuple[list[Bundle], Judged]]:
    """Judge each run in this process, and give it back with what was found.

    Args:
        source: the export; runs: bundles side by side; look: whether to look into entries, not only to hash them.
        sought: what to look for in them.
    """
    work.begin(source, sought)
    for bundles in runs:
        yield bundles, work.judge(bundles, look)


def by_many(
    source: Source,
    runs: Iterator[list[Bundle]],
    look: bool,
    sought: Sought,
    processes: int,
) -> Iterator[tuple[list[Bundle], Judged]]:
    """As `by_one`, in several processes; few results are kept waiting, so that memory stays flat."""
    how = get_context("fork" if sys.platform == "linux" else "spawn")
    waiting: deque[tuple[list[Bundle], Future[Judged]]] = deque()
    with ProcessPoolExecutor(
        processes, mp_context=how, initializer=work.begin, initargs=(source, sought)
    ) as pool:
        try:
            for bundles in runs:
                waiting.append((bundles, pool.submit(work.judge, bundles, look)))
                if len(waiting) > 2 * processes:
                    first, result = waiting.popleft()
                    yield first, result.result()
            while waiting:
                first, result = waiting.popleft()
                yield first, result.result()
        finally:
            for _bundles, result in waiting:
                result.cancel()
