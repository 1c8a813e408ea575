"""What of a plan takes longer, the more the agency has done: the one rule for lists and for indexes.

A scan of a table that grows is in order where
- it is a look-up: its index condition is an equality on all keys of a unique index, or on a column of `FEW_FOR_EACH`;
- or it ends early: nothing between it and a limit must read all first (a sort, an aggregate, a hash), the limit is no
  longer than the longest page, and what it passes over is of one value of the index, or nothing.
Everything else reads all, or as much as there has come to be: a sequential scan, an index read from end to end or by a
later column only, a list without a limit, one that is sorted by what no index holds, a count of all.

It cannot see how many rows of one value do not fit the rest of a filter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.growth.large import Index

LONGEST = 1_001
"""Rows of a limit: as many as the pages count, `workflow/reading/pages.py`."""
DO_NOT_GROW = {
    "accounts_unit": "the agency's organisation",
    "audit_installation": "one row",
    "audit_refusalcount": "what was refused in the last minute",
    "ops_heartbeat": "a row for each process",
    "log_key": "the keys of the log, one in years",
    "tree": "one row",
    "latest_checkpoint": "one row",
    "registry_paper": "the papers of what matchers offer",
    "registry_jurisdictionproposal": "where the agency is: a matter of years",
    "registry_packsignoff": "what was said of the versions of the rules",
    "registry_agency": "one row",
    "registry_gallery": "what matchers offer",
    "registry_matcher": "the machines of the agency",
    "registry_packversion": "the versions of the rules",
    "auth_group": "the roles",
    "auth_permission": "a row for each model and right",
    "django_content_type": "a row for each model",
    "django_migrations": "the versions of the program",
}
"""Tables whose size is a matter of what the agency is, and not of what it has done; every other one grows."""
FEW_FOR_EACH = {
    "search_request_id": "what hangs on one request",
    "request_id": "the events of one request",
    "check_run_id": "what one check found",
    "dispatch_id": "the attempts of one search",
    "opening.event_id": "the sealed fields of one event",
    "searches_searchrequest.case_lookup": "the requests of one case",
    "searches_probefingerprint.digest_lookup": "the same picture again",
    "searches_kepttyping.account_id": "what one person typed and did not send, for a week",
    "mfa_authenticator.user_id": "the second factors of one account",
    "accounts_credentiallink.account_id": "the links that one account was sent",
    "accounts_powerproposal.beneficiary_id": "what was proposed for one account",
    "accounts_unitpermissionheld.user_id": "the permissions of one account",
    "accounts_roleassignment.person_id": "the roles of one person",
    "accounts_account.person_id": "the accounts of one person",
    "accounts_roleassignment.account_id": "the roles of one account",
    "accounts_decideright.account_id": "the rights of one account",
    "accounts_certificate.person_id": "the certificates of one person",
}
"""Columns of which one value has few rows, though no unique index says so; with the reason."""

_BLOCKING = {"Aggregate", "Sort", "Hash", "SetOp", "WindowAgg", "Group", "BitmapAnd", "BitmapOr"}
_TEXT = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True)
class Finding:
    """A scan that grows.

    Attributes:
        table: which it reads; kind: `unindexed`, `whole`, `unlimited`, `read on` or `long`; why: what is wrong.
    """

    table: str
    kind: str
    why: str


def judge(plan: dict[str, Any], indexes: dict[str, Index]) -> Iterator[Finding]:
    """Every scan of a plan that reads more, the more there is."""
    yield from _Judge(indexes, _whether_only_asked_for_one(plan)).of(plan, ends_early=False)


def _whether_only_asked_for_one(plan: dict[str, Any]) -> set[str]:
    """The names of those parts of a plan of which only one row is asked: those of EXISTS."""
    return set(re.findall(r"EXISTS\((SubPlan \d+)\)", str(plan)))


class _Judge:
    """The judge of one plan."""

    def __init__(self, indexes: dict[str, Index], exists: set[str]) -> None:
        self._indexes, self._exists = indexes, exists

    def of(self, node: dict[str, Any], *, ends_early: bool) -> Iterator[Finding]:
        """What is wrong in a node and below it."""
        kind = node["Node Type"]
        if "Relation Name" in node and kind not in {"ModifyTable"}:
            yield from self._scan(node, ends_early=ends_early)
        if kind == "Limit" and node["Plan Rows"] > LONGEST:
            yield Finding(
                "", "long", f"a limit of {node['Plan Rows']} rows is longer than any page"
            )
        for number, below in enumerate(node.get("Plans", [])):
            early = ends_early
            if kind == "Limit":
                early = True
            elif kind in _BLOCKING or (kind == "ModifyTable" and not ends_early):
                early = False
            if below.get("Parent Relationship") in {"SubPlan", "InitPlan"}:
                early = below.get("Subplan Name") in self._exists
            elif number and node.get("Join Type") in {"Semi", "Anti"}:
                early = True
            yield from self.of(below, ends_early=early)

    def _scan(self, node: dict[str, Any], *, ends_early: bool) -> Iterator[Finding]:
        table = node["Relation Name"]
        if table in DO_NOT_GROW or table.startswith("pg_"):
            return
        if node["Node Type"] == "Bitmap Heap Scan":
            scans = list(_bitmaps(node))
            ends_early = False  # all are met before the first is shown
        else:
            scans = [node]
        for scan in scans:
            wrong = self._wrong(scan, filtered="Filter" in node, ends_early=ends_early)
            if wrong:
                yield Finding(table, *wrong)

    def _wrong(
        self, scan: dict[str, Any], *, filtered: bool, ends_early: bool
    ) -> tuple[str, str] | None:
        """Why a scan of a growing table is not in order, and of what kind that is; None where it is in order."""
        if "Index Name" not in scan:
            return "unindexed", f"no index serves: {scan['Node Type']}"
        name = scan["Index Name"]
        index, condition = self._indexes[name], scan.get("Index Cond", "")
        equal = equals(condition)
        if condition and not _mentions(index.keys[0], condition):
            return "unindexed", f"{name} is not read by its first column"
        if self._has_few(index.table, equal) or _pins_an_expression(index, condition):
            return None
        if not ends_early:
            kind = "unlimited" if condition or index.partial else "whole"
            return kind, f"no limit: all that {name} holds is read, by {condition or 'nothing'}"
        if filtered and not index.partial and index.keys[0] not in equal:
            return "read on", f"{name} is read on until enough rows fit {scan.get('Filter')}"
        return None

    def _has_few(self, table: str, equal: set[str]) -> bool:
        """Whether only few rows of a table have one value in each of these columns."""
        return any({column, f"{table}.{column}"} & {*FEW_FOR_EACH} for column in equal) or any(
            each.unique and each.table == table and {*each.keys} <= equal
            for each in self._indexes.values()
        )


def _bitmaps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The scans of indexes below a bitmap."""
    for below in node.get("Plans", []):
        if below["Node Type"] == "Bitmap Index Scan":
            yield below
        elif below["Node Type"].startswith("Bitmap"):
            yield from _bitmaps(below)


def _mentions(key: str, condition: str) -> bool:
    """Whether an index condition speaks of a key: a column by itself, or an expression as the index has it."""
    without = _TEXT.sub("''", condition)
    if re.fullmatch(r"\w+", key):
        return bool(re.search(rf"(?<![\w.]){key}\b", without))
    return _bare(key) in _bare(condition)


def _pins_an_expression(index: Index, condition: str) -> bool:
    """Whether a condition is an equality on the one expression of a unique index."""
    return (
        index.unique
        and len(index.keys) == 1
        and _bare(condition).startswith(f"{_bare(index.keys[0])}=")
    )


def equals(condition: str) -> set[str]:
    """The columns that an index condition compares with one value each, or with each of a few."""
    without = _TEXT.sub("''", condition)
    found = re.findall(r"(?<![\w.])(\w+)\)?(?:::[a-z ]+)? (?:= |IS NULL|IS NOT TRUE)", without)
    return set(found)


def _bare(text: str) -> str:
    return re.sub(r"[\s()]|::[a-z ]+", "", text)
