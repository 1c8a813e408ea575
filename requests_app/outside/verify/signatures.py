"""Whose word a checkpoint is: the policy that is used, signatures, witnesses, and who runs their keys.

Must not take the export's own keys for an anchor: only a policy that was kept elsewhere is one.
"""

from __future__ import annotations

from pathlib import Path

from .findings import Findings
from .notes import Checkpoint, NotReadable
from .policy import LONGEST_POLICY, NO_WITNESS, Policy, read_policy, signers_of
from .report import Report, Signer
from .source import Reader, Unreadable

PROOF_HEAD = b"c2sp.org/tlog-proof@v1\n"


def policy_for(reader: Reader, kept: str, findings: Findings) -> Policy | None:
    """The policy to judge by: the one that was kept elsewhere, or the export's own.

    Args:
        reader: of the export; kept: the path of a policy, or nothing.
    """
    try:
        if kept:
            return read_policy(file_bytes(kept, LONGEST_POLICY))
        return read_policy(reader.read("policy", LONGEST_POLICY))
    except NotReadable as error:
        findings.add("policy_bad", also=error.facts, file=kept or "policy", why=error.code)
    except Unreadable as error:
        if error.code == "file_missing":
            findings.add("given_missing", file=kept) if kept else findings.add("no_policy")
        else:
            findings.add("file_unreadable", file=error.name, why=error.code)
    return None


def file_bytes(path: str, most: int) -> bytes:
    """The bytes of a file that the reader of the report named.

    Raises:
        Unreadable: it cannot be read, or is longer.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable("file_missing", path) from None
    except (OSError, ValueError):
        raise Unreadable("file_closed", path) from None
    if len(data) > most:
        raise Unreadable("file_long", path)
    return data


def check_signers(
    checkpoint: Checkpoint, policy: Policy | None, report: Report, *, kept: bool
) -> None:
    """Check the signatures of the export's checkpoint, and say who runs the keys that counted.

    Args:
        checkpoint, policy: where no policy could be read, that is a finding already.
        report: takes the result; kept: whether the policy was kept elsewhere.
    """
    if policy is None:
        return
    signers = signers_of(checkpoint, policy)
    for name in signers.bad:
        report.findings.add("signature_bad", file="checkpoint", key=name)
    for name in signers.unknown:
        report.findings.add("signature_unknown", file="checkpoint", key=name)
    if not signers.logs:
        report.findings.add("signature_none", file="checkpoint", origin=checkpoint.origin)
    met = policy.is_met(set(signers.witnesses))
    if not met:
        report.findings.add(
            "quorum", quorum=policy.quorum, found=", ".join(signers.witnesses) or "0"
        )
    report.by_policy = kept and met and bool(signers.logs) and not signers.bad
    report.signers = [Signer(name, "log", policy.operator(name)) for name in signers.logs]
    counted = policy.in_quorum() if policy.quorum != NO_WITNESS else set()
    report.signers += [
        Signer(name, "witness" if name in counted else "surplus", policy.operator(name), at)
        for name, at in signers.witnesses.items()
    ]
    _say_operators(report)


def _say_operators(report: Report) -> None:
    counted = [each for each in report.signers if each.role != "surplus"]
    operators = {each.operator.casefold(): each.operator for each in counted}
    own = {each.operator.casefold() for each in counted if each.role == "log"}
    of_witnesses = {each.operator.casefold() for each in counted if each.role == "witness"}
    if any(each.role != "log" for each in report.signers):
        outside = of_witnesses - own - {""}
        report.witnessing = "outside" if outside and "" not in own else "self"
    if not any(operators):
        report.witnessing = "undeclared" if report.witnessing == "self" else report.witnessing
        report.one_operator = ""
    elif len(operators) == 1:
        report.one_operator = next(iter(operators.values()))


def check_older(
    name: str, checkpoint: Checkpoint, policy: Policy | None, origin: str, findings: Findings
) -> bool:
    """Check origin and signature of an earlier checkpoint; return whether its root is worth comparing.

    Args:
        name: of its file; origin: of the export's checkpoint.
    """
    if checkpoint.origin != origin:
        findings.add("other_origin", file=name, found=checkpoint.origin, wanted=origin)
        return False
    if policy is not None and checkpoint.lines:
        signers = signers_of(checkpoint, policy)
        for key in signers.bad:
            findings.add("signature_bad", file=name, key=key)
        for key in signers.unknown:
            findings.add("signature_unknown", file=name, key=key)
        if not signers.logs:
            findings.add("signature_none", file=name, origin=origin)
        return bool(signers.logs) and not signers.bad
    return True
