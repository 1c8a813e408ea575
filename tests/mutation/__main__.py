"""`make mutants`: change one place after another, and say which changes no test noticed.

`MUTANTS=policy|wire|states|workflow|all`, `MUTANT_SEED=` for the sample, `MUTANT_CASE=` for one again.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

from tests.mutation import places
from tests.mutation.areas import AREAS, ROOT, Area, area_of, tests_of
from tests.mutation.places import Place
from tests.mutation.running import Job, Outcome, run_all, warm

EQUIVALENT = Path(__file__).with_name("equivalent.txt")
SECONDS = {"plain": 40.0, "django": 40.0, "database": 240.0}
"""The longest that one may take."""


def main() -> int:
    """Run what the command line asks for; 1 where a change survived that is not listed."""
    asked = _asked()
    excused = equivalent()
    if asked.file:
        own = Area("this file", (asked.file,))
        return 1 if _area(own, places.of_file(asked.root, asked.file), {}, asked) else 0
    chosen: dict[str, list[Place]] = {}
    if asked.case:
        for key in asked.case.split(","):
            chosen.setdefault(area_of(key.partition(":")[0]).name, []).append(_place(key))
        excused = {}
    else:
        names = list(AREAS) if asked.area == "all" else asked.area.split(",")
        chosen = {name: _chosen(AREAS[name], asked) for name in names}
    survived = 0
    for name, found in chosen.items():
        survived += _area(AREAS[name], found, excused, asked)
    return 1 if survived else 0


def equivalent() -> dict[str, str]:
    """Return the listed changes that no test can notice, each with its reason.

    Raises:
        ValueError: a line has no reason.
    """
    found = {}
    for line in EQUIVALENT.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            what, mark, why = line.rpartition(" # ")
            if not mark or not what or not why:
                raise ValueError(f"{EQUIVALENT.name}: no reason is given in: {line}")
            found[what] = why
    return found


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--area", default="all", help="policy, wire, states, workflow, or all")
    parser.add_argument("--module", default="", help="only the module of this name, such as meters")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sample", type=int, help="only so many places of each area")
    parser.add_argument("--case", default="", help="one place as a report names it, or several")
    parser.add_argument("--file", default="", help="any file, with --tests and --root")
    parser.add_argument("--tests", default="", help="the test files of --file, by comma")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that both are in")
    parser.add_argument("--at-once", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument(
        "--unchecked", action="store_true", help="do not run the tests with nothing changed first"
    )
    return parser.parse_args()


def _chosen(area: Area, asked: argparse.Namespace) -> list[Place]:
    found = [
        place
        for path in area.files
        if not asked.module or Path(path).stem == asked.module
        for place in places.of_file(ROOT, path)
    ]
    size = asked.sample or area.sample
    if size is None or asked.module or size >= len(found):
        return found
    return sorted(random.Random(asked.seed).sample(found, size), key=lambda one: one.key)


def _place(key: str) -> Place:
    for place in places.of_file(ROOT, key.partition(":")[0]):
        if place.key == key:
            return place
    raise SystemExit(f"{key} is no place that can be changed; the source may have moved on.")


def _area(
    area: Area, found: list[Place], excused: dict[str, str], asked: argparse.Namespace
) -> int:
    began = time.monotonic()
    tried = {place.key: place for place in found if place.lasting not in excused}
    jobs = [_job(area, place, asked) for place in tried.values()]
    warm(jobs, checked=not asked.unchecked)
    counted: Counter[str] = Counter(equivalent=len(found) - len(tried))
    for outcome in run_all(jobs, at_once=asked.at_once, seconds=SECONDS[area.how]):
        counted[outcome.result] += 1
        _tell(tried[outcome.key], outcome, one=bool(asked.case))
    minutes = (time.monotonic() - began) / 60
    figures = ", ".join(f"{number} {what}" for what, number in sorted(counted.items()) if number)
    _say(f"{area.name}: {len(found)} places, {figures}; {minutes:.1f} minutes")
    return sum(counted[bad] for bad in ("survived", "unloaded", "broken"))


def _job(area: Area, place: Place, asked: argparse.Namespace) -> Job:
    source = (asked.root / place.path).read_text("utf-8")
    tree = places.changed(source, place.path, place.key)
    tests = asked.tests.split(",") if asked.tests else tests_of(place.path)
    return Job(place.key, place.path, tree, tuple(tests), asked.root, area.how)


def _tell(place: Place, outcome: Outcome, *, one: bool) -> None:
    if outcome.result != "killed" or one:
        _say(f"{outcome.result}: {place.key} ({outcome.seconds:.1f} s)\n    {place.lasting}")
    if outcome.result == "broken" or one:
        _say(outcome.said)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
