"""How long the main pages take on a database grown from the demonstration's, beside the demonstration's own.

BENCH_SIZE=small|full grows it to 10,000 requests and 300,000 events, or ten times that. BENCH_KEEP=folder keeps what
was made, for BENCH_USE=folder to measure again. BENCH_OUT=file writes the tables between two marks of a document too.
"""

from __future__ import annotations

import os

from grown import cluster, growing, pages, report, timing  # cluster sets Django up

SIZE = os.environ.get("BENCH_SIZE", "small")


def measured(here: cluster.Cluster, database: str) -> list[timing.Measured]:
    """Measure every page in one database."""
    here.work_in(database)
    browsers = timing.Browsers()
    found = []
    for page in pages.all_of(here.server.url(database)):
        found.append(timing.measure(page, browsers))
        print(f"  {page.name}: {found[-1].p95:.1f} ms", flush=True)
    return found


def run(here: cluster.Cluster) -> None:
    """Grow where that is still to be done, measure both sizes, and write down what was found."""
    if not here.has(SIZE):
        with here.made(SIZE) as unfinished:
            here.work_in(unfinished)
            growing.grow(here, unfinished, growing.SIZES[SIZE])
    print(f"connect with: psql '{here.server.url(SIZE)}'", flush=True)
    print("at the demonstration's size", flush=True)
    before = measured(here, cluster.DEMO)
    print(f"at size {SIZE}", flush=True)
    after = measured(here, SIZE)
    report.write(SIZE, before, after, os.environ.get("BENCH_OUT", ""))


def main() -> None:
    """Use a kept cluster, or make one."""
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
