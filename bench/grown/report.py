"""What was measured, as Markdown: a line a page, and the slowest statements.

It must not judge: the goal is said beside the figures, and whoever reads compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from grown.timing import Measured, Statement

BEGIN, END = "<!-- grown pages: begin -->", "<!-- grown pages: end -->"
GOAL = "The goal at full size: a ratio of at most 1.25 for every page, and at most 20 ms for every statement."
SLOWEST = 20


def write(
    size: str, before: list[Measured], after: list[Measured], plans: Iterable[str], out: str
) -> None:
    """Print the tables and the plans, and put them between the marks of a document where one is named."""
    lines = [*pages(size, before, after), "", *statements(after), "", *plans]
    text = "\n".join(lines) + "\n"
    print(text)
    if out:
        _into(Path(out), text)


def pages(size: str, before: list[Measured], after: list[Measured]) -> Iterator[str]:
    """A line a page."""
    yield GOAL
    yield ""
    heading = f"| Page | Demo p50 | Demo p95 | {size} p50 | {size} p95 | p50 ratio | p95 ratio | kB | Queries"
    yield f"{heading} | Slowest statement |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    known = {each.page.name: each for each in before}
    for now in after:
        then = known.get(now.page.name)
        slowest = max((each.milliseconds for each in now.statements), default=0)
        was = f"{then.p50:.1f} | {then.p95:.1f}" if then else "– | –"
        ratio = f"{now.p50 / then.p50:.2f} | {now.p95 / then.p95:.2f}" if then else "– | –"
        kilobytes = f"{then.size // 1000} → {now.size // 1000}" if then else f"{now.size // 1000}"
        queries = f"{then.queries} → {now.queries}" if then else f"{now.queries}"
        yield (
            f"| {now.page.name} | {was} | {now.p50:.1f} | {now.p95:.1f} | {ratio} | {kilobytes} | {queries}"
            f" | {slowest:.1f} |"
        )


def statements(after: list[Measured]) -> Iterator[str]:
    """The slowest statements of all pages, each text once."""
    yield "| Statement | Page | ms |"
    yield "| --- | --- | ---: |"
    for name, each in slowest_of(after):
        text = re.sub(r"\s+", " ", each.sql).replace("|", "\\|")
        yield f"| `{text[:160]}` | {name} | {each.milliseconds:.1f} |"


def slowest_of(after: list[Measured]) -> list[tuple[str, Statement]]:
    """The slowest statements with the name of a page that sends each."""
    found: dict[str, tuple[str, Statement]] = {}
    for measured in after:
        for each in measured.statements:
            known = found.get(each.sql)
            if known is None or known[1].milliseconds < each.milliseconds:
                found[each.sql] = (measured.page.name, each)
    ordered = sorted(found.values(), key=lambda pair: -pair[1].milliseconds)
    return ordered[:SLOWEST]


def _into(path: Path, text: str) -> None:
    said = path.read_text(encoding="utf-8")
    if BEGIN not in said or END not in said:
        raise SystemExit(f"{path} has no lines {BEGIN} and {END} to write between.")
    head, rest = said.split(BEGIN, 1)
    _, tail = rest.split(END, 1)
    path.write_text(f"{head}{BEGIN}\n{text}{END}{tail}", encoding="utf-8")
