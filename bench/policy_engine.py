"""How long the full core pack takes for one request, as a ratio to one trivial rule on the same facts.

Prints; sets no threshold and writes nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from requests_app.policy import engine, fixtures, library, packs
from requests_app.policy.rules import PackSet

TRIVIAL = b"""
pack: trivial
version: 2026.11.0
title: {en: One rule, fr: Une regle}
effective_from: 2026-11-01
unanswered: {en: Unknown, fr: Inconnu}
rules:
  - id: TR-1
    stages: [submit]
    verb: WARN
    status: design
    test: lawful
    field: purpose
    needs: [req.bystanders]
    when: req.bystanders > 0
    message: {en: Others are shown, fr: Autres personnes}
    satisfy: {en: Crop, fr: Recadrer}
    source: {cite: Bench, confidence: D, checked: 2026-11-01, implements: []}
"""
ROUNDS = 300


def best_of(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The fastest of many rounds, in milliseconds: noise only ever adds."""
    fastest = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest * 1000


def main() -> None:
    """Measure and print."""
    folder = library.SHIPPED_FOLDER / "core"
    versions = [file for file in library.installed().files if file.pack == "core"]
    newest = max(versions, key=lambda file: tuple(map(int, file.version.split("."))))
    beside = folder / f"{newest.version}.fixtures.yaml"
    case = fixtures.load_fixtures(beside.read_bytes(), file="core")
    shipped = library.installed().in_force(case.base_now.date(), place="ca-qc")
    trivial = PackSet((packs.load_pack(TRIVIAL, file="trivial"),))

    def judge(by: PackSet) -> Callable[[], object]:
        return lambda: engine.evaluate(by, "submit", case.base, now=case.base_now)

    one, full = best_of(judge(trivial)), best_of(judge(shipped))
    rules = sum(len(pack.rules) for pack in shipped.packs)
    loading = best_of(lambda: packs.load_pack(newest.data, file="core"), 3)
    print(f"one trivial rule     {one:8.3f} ms")
    print(f"all, {rules:4d} rules      {full:8.3f} ms   ratio {full / one:.1f}")
    print(f"load and compile core{loading:8.1f} ms")


if __name__ == "__main__":
    main()
