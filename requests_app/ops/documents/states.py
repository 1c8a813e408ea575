"""`states.md`: the life of a search request, from the transition table."""

from __future__ import annotations

from requests_app.ops.documents.markdown import code, page, table
from requests_app.searches.states import MEANINGS, RESTARTABLE, TRANSITIONS, Status
from requests_app.searches.status_trigger import allowed_moves


def text() -> str:
    """Return the document."""
    return page(
        "The states of a search request",
        "Everything that shows, guards or changes a status reads one table, "
        "`requests_app/searches/states.py`. This page is that table.",
        "## Diagram",
        _diagram(),
        "An act that leaves the status as it is (saving a draft, a claim, one of several approvals, "
        "another attempt to send) is in the table below and not drawn.",
        "## Statuses",
        table(
            ["Status", "Said to people", "Whose turn", "What it means"],
            (
                [
                    code(status.value),
                    str(meaning.label),
                    meaning.owner.value,
                    str(meaning.explanation),
                ]
                for status, meaning in MEANINGS.items()
            ),
        ),
        "A new request may be started, linked, from one that is "
        f"{', '.join(code(s.value) for s in Status if s in RESTARTABLE)}. "
        f"{', '.join(code(s.value) for s in _unreached())} have their place in the table's words; "
        "nothing leads to them yet.",
        "## Acts",
        table(
            ["In status", "Act", "Leads to", "Whose act", "Event"],
            (
                [
                    code(status.value),
                    action.value.replace("_", " "),
                    code(row.to.value) if row.to != status else "",
                    row.by.value,
                    code(row.event),
                ]
                for (status, action), row in TRANSITIONS.items()
            ),
        ),
        "## What the database lets through",
        "A trigger on the table of requests refuses every other change of status, and each of these "
        "to every other login; it is made from the same table.",
        table(
            ["From", "To", "Login"],
            ([code(a), code(b), code(login)] for a, b, login in sorted(allowed_moves())),
        ),
    )


def _diagram() -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT.value}"]
    labels: dict[tuple[str, str], list[str]] = {}
    for (status, action), row in TRANSITIONS.items():
        if status != row.to:
            labels.setdefault((status.value, row.to.value), []).append(
                action.value.replace("_", " ")
            )
    lines += [f"    {a} --> {b}: {', '.join(acts)}" for (a, b), acts in labels.items()]
    ends = [status for status, meaning in MEANINGS.items() if meaning.terminal]
    lines += [f"    {s.value} --> [*]" for s in ends if s not in _unreached()]
    return "\n".join(["```mermaid", *lines, "```"])


def _unreached() -> list[Status]:
    reached = {row.to for row in TRANSITIONS.values()} | {Status.DRAFT}
    return [status for status in Status if status not in reached]
