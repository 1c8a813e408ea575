"""What a run gives back: what was checked, by whose keys, and what was found.

Must not decide more than the one thing that it says first and the number that the program ends with.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .findings import Findings

HOLDS, BROKEN, UNCHECKED = 0, 1, 2


@dataclass
class Signer:
    """A key whose signature holds. `operator`: who is declared to run it; `at`: when a witness signed, else 0."""

    name: str
    role: str
    operator: str
    at: int = 0


@dataclass(frozen=True)
class About:
    """The one event of a receipt. `request`: its id, or nothing; `seq`: its place among that request's events."""

    index: int
    event_id: int
    code: str
    outcome: str
    request: str
    seq: int
    leaf: str


@dataclass
class Report:
    """The result of one run.

    Attributes:
        by_policy: whether keys that were kept elsewhere signed the checkpoint.
        held: the largest size at which a checkpoint kept elsewhere was found again, or 0.
        witnessing: `none`, `self`, `undeclared` or `outside`; one_operator: whether one runs every key that counted.
        older: how many checkpoints of the export were found again; unread: files that no check looks at yet.
        about: the event, where a receipt was checked; is_receipt: whether one was, even where it cannot be read.
        export: the number of the export, where there is more than its log; rows: how many it has.
        opened: how many of their commitments are opened, and to what was committed.
        given: whether a policy or a checkpoint that was kept elsewhere was given; lies_in: the zip that has the
            checkpoint, or nothing where it lies open.
    """

    findings: Findings = field(default_factory=Findings)
    origin: str = ""
    size: int = 0
    root: str = ""
    by_policy: bool = False
    held: int = 0
    signers: list[Signer] = field(default_factory=list)
    witnessing: str = "none"
    one_operator: str = ""
    older: int = 0
    events: int = 0
    requests: int = 0
    installation: str = ""
    earliest: str = ""
    latest: str = ""
    unread: list[str] = field(default_factory=list)
    about: About | None = None
    export: str = ""
    rows: int = 0
    opened: int = 0
    is_receipt: bool = False
    given: bool = False
    lies_in: str = ""

    @property
    def anchored(self) -> bool:
        """Whether something that was kept elsewhere vouches for the log."""
        return self.by_policy or self.held > 0

    @property
    def status(self) -> int:
        """What the program ends with."""
        if self.findings.has("broken"):
            return BROKEN
        return UNCHECKED if self.findings.has("unchecked") else HOLDS
