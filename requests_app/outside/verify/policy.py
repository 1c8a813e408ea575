"""The policy file: keys of the log, witnesses, how many of them must have cosigned (c2sp.org/tlog-policy).

Must not fetch the addresses that it names. Comments `# operator <key>: <who>` say who runs a key; others ignore them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .notes import LOG_KEY, WITNESS_KEY, Checkpoint, Key, NotReadable, read_key

NO_WITNESS = "none"
LONGEST_POLICY = 64 * 1024
# The name of a key may hold a colon, as that of a host with a port does: a colon before a blank ends it first.
_OPERATOR = re.compile(r"\s*#\s*operator\s+(?:(\S+)\s*:\s+|(\S+?)\s*:)(\S.*?)\s*")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass
class Policy:
    """Whose signatures a checkpoint must carry. `groups`: least number and members, by name; `operators`: by key."""

    logs: list[Key] = field(default_factory=list)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    quorum: str = ""
    operators: dict[str, str] = field(default_factory=dict)

    def operator(self, name: str) -> str:
        """Who is declared to run a key, by its name in this file or in the key; nothing where nobody is."""
        key = self.witnesses.get(name)
        return self.operators.get(name) or (self.operators.get(key.name, "") if key else "")

    def in_quorum(self) -> set[str]:
        """The witnesses that the quorum may count."""
        reached = {name: {name} for name in self.witnesses}
        for name, (_least, members) in self.groups.items():
            reached[name] = set().union(*(reached[member] for member in members))
        return reached.get(self.quorum, set())

    def is_met(self, cosigned: set[str]) -> bool:
        """Whether these witnesses are as many as the quorum asks for."""
        met = {name: name in cosigned for name in self.witnesses}
        for name, (least, members) in self.groups.items():
            met[name] = sum(met[member] for member in members) >= least
        return self.quorum == NO_WITNESS or met[self.quorum]


@dataclass(frozen=True)
class Signers:
    """Which keys signed a checkpoint.

    Attributes:
        bad: names of known keys whose line does not hold; unknown: names of keys that the policy does not have.
    """

    logs: tuple[str, ...]
    witnesses: dict[str, int]
    bad: tuple[str, ...]
    unknown: tuple[str, ...]


def signers_of(checkpoint: Checkpoint, policy: Policy) -> Signers:
    """Check each signature of a key that the policy knows; others are passed over."""
    logs, bad = [], []
    times: dict[str, int] = {}
    for key in policy.logs:
        holds = checkpoint.signed_by(key)
        if holds is False:
            bad.append(key.name)
        elif holds and key.name == checkpoint.origin:
            logs.append(key.name)
    for name, key in policy.witnesses.items():
        at = checkpoint.cosigned_at(key)
        if at == -1:
            bad.append(name)
        elif at is not None:
            times[name] = at
    known = {(key.name, key.id) for key in [*policy.logs, *policy.witnesses.values()]}
    unknown = [name for name, key_id, _data in checkpoint.lines if (name, key_id) not in known]
    return Signers(tuple(logs), times, tuple(bad), tuple(unknown))


def read_policy(data: bytes) -> Policy:
    """The policy that a file says.

    Raises:
        NotReadable: with the line that is wrong.
    """
    if len(data) > LONGEST_POLICY:
        raise NotReadable("note_long", most=LONGEST_POLICY)
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise NotReadable("note_utf8", byte=error.start) from None
    policy, grouped = Policy(), set[str]()
    for number, line in enumerate(lines, 1):
        operator = _OPERATOR.fullmatch(line)
        words = line.split("#")[0].split()
        try:
            if operator:
                policy.operators[operator[1] or operator[2]] = " ".join(operator[3].split())
            elif words and not _take(policy, words, grouped):
                raise NotReadable("policy_line", line=number)
        except NotReadable as error:
            raise NotReadable("policy_line", line=number) from error
    if not policy.logs or not policy.quorum:
        raise NotReadable("policy_empty")
    return policy


def _take(policy: Policy, words: list[str], grouped: set[str]) -> bool:
    """Take one line in; say whether it was one."""
    kind, count = words[0], len(words)
    if kind == "log" and count in (2, 3):
        policy.logs.append(read_key(words[1]))
        return policy.logs[-1].kind == LOG_KEY
    if kind == "witness" and count in (3, 4) and _is_new(policy, words[1]):
        key = read_key(words[2])
        # One key under two names would count twice.
        again = any(key.public == other.public for other in policy.witnesses.values())
        policy.witnesses[words[1]] = key
        return key.kind == WITNESS_KEY and not again
    if kind == "group" and count > 3 and _is_new(policy, words[1]):
        members = words[3:]
        asked = {"all": str(len(members)), "any": "1"}.get(words[2], words[2])
        alone = len(set(members)) == len(members) and not grouped & set(members)
        known = all(member in policy.witnesses or member in policy.groups for member in members)
        grouped.update(members)
        if not alone or not known or not _NUMBER.fullmatch(asked) or int(asked) > len(members):
            return False
        policy.groups[words[1]] = (int(asked), members)
        return True
    if kind == "quorum" and count == 2 and not policy.quorum:
        policy.quorum = words[1]
        return words[1] == NO_WITNESS or words[1] in policy.witnesses or words[1] in policy.groups
    return False


def _is_new(policy: Policy, name: str) -> bool:
    return name != NO_WITNESS and name not in policy.witnesses and name not in policy.groups
