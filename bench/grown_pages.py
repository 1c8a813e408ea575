"""How long the main pages take on a database grown from the demonstration's, beside the demonstration's own.

BENCH_SIZE=small|full grows it to 10,000 requests and 300,000 events, or ten times that. BENCH_KEEP=folder keeps what
was made, for BENCH_USE=folder to measure again. BENCH_OUT=file writes the tables between two marks of a document too.
"""

from __future__ import annotations

import logging
import os

from grown import cluster, growing, pages, plans, report, timing  # cluster sets Django up

SIZE = os.environ.get("BENCH_SIZE", "small")


def measured(here: cluster.Cluster) -> tuple[list[timing.Measured], list[timing.Measured]]:
    """Measure every page in both databases in turns, so that a noisy neighbour disturbs both alike."""
    found: dict[str, dict[str, timing.Measured]] = {}
    for database in (cluster.DEMO, SIZE):
        here.work_in(database)
        asked = pages.all_of(here.server.url(database))
        found[database] = {page.name: timing.Measured(page) for page in asked}
    browsers = {database: timing.Browsers() for database in found}
    for name in found[SIZE]:
        for turn in range(timing.TURNS):
            for database in list(found)[:: 1 if turn % 2 else -1]:
                if name in found[database]:
                    here.work_in(database)
                    timing.measure(found[database][name], browsers[database])
        now = found[SIZE][name]
        print(f"  {name}: {now.p95:.1f} ms, {now.queries} queries", flush=True)
    return [*found[cluster.DEMO].values()], [*found[SIZE].values()]


def run(here: cluster.Cluster) -> None:
    """Grow where that is still to be done, measure both sizes, and write down what was found."""
    if not here.has(SIZE):
        print(f"growing to {SIZE}", flush=True)
        with here.made(SIZE) as unfinished:
            here.work_in(unfinished)
            growing.grow(here, unfinished, growing.SIZES[SIZE])
    print(f"while this runs: psql '{here.server.url(SIZE)}'", flush=True)
    before, after = measured(here)
    here.work_in(SIZE)
    plans_of_slowest = plans.of(report.slowest_of(after))
    report.write(SIZE, before, after, plans_of_slowest, os.environ.get("BENCH_OUT", ""))


def main() -> None:
    """Use a kept cluster, or make one."""
    logging.disable(logging.WARNING)
    if folder := os.environ.get("BENCH_USE", ""):
        with cluster.kept(folder) as here:
            run(here)
        return
    keep = os.environ.get("BENCH_KEEP", "")
    with cluster.fresh(keep) as here:
        run(here)
    if keep:
        print(f"kept: measure again with BENCH_USE={keep}")


if __name__ == "__main__":
    main()
