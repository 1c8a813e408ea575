"""Finds all versions of all packs in their folders, and picks for a day the ones that judge on it.

Earlier versions are never compiled: they stay for their words, which words.py reads.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from requests_app.policy.document import Node, read
from requests_app.policy.errors import PackError
from requests_app.policy.pack_shapes import PACK_ID, VERSION
from requests_app.policy.packs import load_pack
from requests_app.policy.parts import Judging, judging_in, refuse_wrong_parts
from requests_app.policy.rules import Pack, PackSet
from requests_app.policy.shapes import LastDay, Text, shaped
from requests_app.policy.words import read_words

SHIPPED_FOLDER = Path(__file__).parent / "packs"
SHIPPED = ("core",)
"""Packs without which nothing may be judged."""

_BESIDE = (".fixtures.yaml", ".terms.yaml")


@dataclass(frozen=True)
class PackFile:
    """One version of a pack as it lies in its folder, not yet read.

    Attributes:
        pack, version: as the names of the folder and of the file say; a version that judges must
            say the same inside.
        place: the name to give in errors.
        data: the file's bytes.
    """

    pack: str
    version: str
    place: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 of the bytes: what a check keeps of the packs that judged."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class _Turn:
    """One version with the days for which it was written."""

    file: PackFile
    starts: date
    ends: date | None


@dataclass(frozen=True)
class _Days:
    """What every version says of itself, whatever else a product of its time knew."""

    pack: Text
    version: Text
    effective_from: date
    effective_to: LastDay | None = None


class Library:
    """All versions of the packs that an installation has.

    Making one reads nothing but names and bytes, so that the words of one version can be read
    whatever is wrong with another.
    """

    def __init__(self, shipped: Iterable[PackFile], own: Iterable[PackFile] = ()) -> None:
        """Hold the versions that come with the product, and those that the agency wrote."""
        self._shipped, self._own = tuple(shipped), tuple(own)
        self.files = self._shipped + self._own
        self._by_digest = {file.digest: file for file in self.files}
        self._compiled: dict[str, Pack] = {}

    def find(self, digest: str) -> PackFile | None:
        """The file with exactly these bytes, or None."""
        return self._by_digest.get(digest)

    def bytes_of(self, digest: str) -> bytes:
        """The bytes of a version that judges here.

        Raises:
            KeyError: no such version is here.
        """
        return self._by_digest[digest].data

    def in_force(
        self, day: date, *, place: str, signed_off: frozenset[str] = frozenset()
    ) -> PackSet:
        """The packs that judge on a day in a place: of each pack, the version that began last.

        Args:
            day: the day; place: where the agency is, a code of Jurisdiction, or empty where that is not
                known, so that the packs of all places judge.
            signed_off: the digests of the pack versions for which a sign-off is recorded. A pack that
                needs one and is not among them only advises.

        A part of another pack judges where its own place and that of its whole cover the agency's. A pack of a
        place that only advises says nothing while it is not known where the agency is.

        Before its first version began, a shipped pack gives that version, none of whose rules are
        in force yet unless they say so themselves; any other pack does not judge then.

        Raises:
            PackError: a version that judges is broken, two versions claim the same day, a shipped
                pack has ended without a successor, two packs share an id or a rule's id, or a part does
                not fit the pack that it is a part of (see `parts.refuse_wrong_parts`).
        """
        files = [turn.file for turn in self._turns_on(day)]
        packs = [self._pack(file) for file in files]
        self._refuse_wrong_parts(files)
        used: dict[str, str] = {}
        for file, pack in zip(files, packs, strict=True):
            for rule in pack.rules:
                if rule in used:
                    raise _at_rule(file, rule).fail(f"{used[rule]} has a rule of this id")
                used[rule] = file.place
        judging = judging_in(packs, place)
        if not place:
            judging = tuple(pack for pack in judging if not _advises_nobody(pack, signed_off))
        return PackSet(judging, place=place, signed_off=signed_off)

    def check(self, day: date) -> None:
        """Compile what judges on a day and whatever is to judge later, to find mistakes early.

        Whether parts fit their wholes is asked of each later day on which a version begins or has ended.

        Raises:
            PackError: as `in_force`.
        """
        self.in_force(day, place="")
        for later in sorted(self._changes_after(day)):
            turns_then = (_turn_on(pack, turns, later) for pack, turns in self._turns.items())
            self._refuse_wrong_parts([turn.file for turn in turns_then if turn is not None])

    def _changes_after(self, day: date) -> set[date]:
        """The later days on which other versions judge than on the day before."""
        every = [turn for turns in self._turns.values() for turn in turns]
        starts = {turn.starts for turn in every}
        ends = {
            turn.ends + timedelta(days=1) for turn in every if turn.ends not in (None, date.max)
        }
        return {change for change in starts | ends if change > day}

    def _refuse_wrong_parts(self, files: Iterable[PackFile]) -> None:
        # Of two that do not go together, the agency's own is told: the other one nobody there can change.
        in_turn = sorted(files, key=lambda file: (file in self._own, file.pack))
        refuse_wrong_parts(
            [Judging(self._pack(file), file.place, file.data) for file in in_turn],
            known=self._turns.keys(),
        )

    def _turns_on(self, day: date) -> Iterator[_Turn]:
        for pack in SHIPPED:
            if pack not in self._turns:
                raise PackError(pack, "", 1, 1, "this pack is not there; nothing may be judged")
        for pack, turns in self._turns.items():
            turn = _turn_on(pack, turns, day)
            if turn is not None:
                yield turn
            elif pack in SHIPPED:
                latest = [turn for turn in turns if turn.starts <= day][-1]
                raise PackError(
                    latest.file.place, "", 1, 1, f"ended on {latest.ends}, with no successor"
                )

    @cached_property
    def _turns(self) -> dict[str, list[_Turn]]:
        """The versions of each pack in the order of their days."""
        shipped = {file.pack: file.place for file in self._shipped}
        turns: dict[str, list[_Turn]] = {}
        for file in self._own:
            if file.pack in shipped:
                taken = f"'{file.pack}' is the name of a pack that is shipped: {shipped[file.pack]}"
                raise PackError(file.place, "", 1, 1, taken)
        for file in self.files:
            turns.setdefault(file.pack, []).append(_turn(file))
        for versions in turns.values():
            versions.sort(key=lambda turn: turn.starts)
            for before, after in itertools.pairwise(versions):
                _refuse_overlap(before, after)
        return turns

    def _pack(self, file: PackFile) -> Pack:
        if file.digest not in self._compiled:
            pack = load_pack(file.data, file=file.place)
            if file in self._own and pack.format == 1:
                old = "write it in format 2, in which every source says whose law it is"
                raise PackError(file.place, "", 1, 1, old)
            if pack.id in SHIPPED and pack.needs_sign_off:
                node = read(file.data, file=file.place).at(("sign_off",))
                raise node.fail(f"'{pack.id}' always judges: it cannot wait for a sign-off")
            for rule in pack.rules if file in self._own else ():
                if rule in self._shipped_rules:
                    place = self._shipped_rules[rule]
                    raise _at_rule(file, rule).fail(f"{place} has a rule of this id")
            self._compiled[file.digest] = pack
        return self._compiled[file.digest]

    @cached_property
    def _shipped_rules(self) -> dict[str, str]:
        """The ids of all rules that any shipped version has or had, each with its file."""
        return {
            rule: file.place
            for file in self._shipped
            for rule in read_words(file.data, file=file.place).rules
        }


@lru_cache(maxsize=4)
def installed(folder: str = "") -> Library:
    """The packs that come with the product, and those in the agency's own folder.

    Args:
        folder: where the agency keeps its packs; empty: it has none.

    Raises:
        PackError: a file lies where no pack would be looked for, or the folder is not there.
    """
    shipped = files_in(SHIPPED_FOLDER)
    if not folder:
        return Library(shipped)
    if not Path(folder).is_dir():
        raise PackError(folder, "", 1, 1, "this folder of packs is not there or cannot be read")
    return Library(shipped, files_in(Path(folder), named=f"{folder.rstrip('/')}/"))


def files_in(folder: Path, *, named: str = "") -> list[PackFile]:
    """All versions of all packs in a folder: `<pack>/<version>.yaml`. Hidden files are no packs.

    Args:
        folder: where to look; named: what to put before each file's name in errors.

    Raises:
        PackError: a file cannot be read, or a YAML file is neither a version nor what may lie
            beside one: rules must not be left out because of a misspelt name.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix not in (".yaml", ".yml") or any(part[0] == "." for part in inside.parts):
            continue
        pack = path.parent.name
        place = f"{named}{inside}"
        version = path.name
        for ending in (*_BESIDE, ".yaml"):
            version = version.removesuffix(ending)
        if (
            path.parent.parent != folder
            or not re.fullmatch(PACK_ID, pack)
            or not re.fullmatch(VERSION, version)
        ):
            raise PackError(
                place, "", 1, 1, "expected <pack>/<version>.yaml, as core/2026.11.0.yaml"
            )
        if not path.is_file():  # a pipe would be waited for, without end
            raise PackError(place, "", 1, 1, "cannot be read: this is no file")
        if not path.name.endswith(_BESIDE):
            try:
                found.append(PackFile(pack, version, place, path.read_bytes()))
            except OSError as error:
                raise PackError(place, "", 1, 1, f"cannot be read: {error.strerror}") from None
    return found


def _turn_on(pack: str, turns: list[_Turn], day: date) -> _Turn | None:
    """The version of a pack that judges on a day, or None; before its first, a shipped one gives that."""
    begun = [turn for turn in turns if turn.starts <= day]
    if not begun:
        return turns[0] if pack in SHIPPED else None
    latest = begun[-1]
    return latest if latest.ends is None or day <= latest.ends else None


def _at_rule(file: PackFile, rule: str) -> Node:
    """The place where a file gives a rule its id."""
    rules = read(file.data, file=file.place).value["rules"].value
    node: Node = next(each for each in rules if each.value["id"].value.strip() == rule)
    return node.within(rule).at(("id",))


def _advises_nobody(pack: Pack, signed_off: frozenset[str]) -> bool:
    """Whether a pack would tell an agency of an unknown place about the law of one place, and stop nothing."""
    return bool(pack.jurisdiction) and pack.needs_sign_off and pack.digest not in signed_off


def _turn(file: PackFile) -> _Turn:
    """Read a version's days, and nothing that a later product may have stopped to know."""
    root = read(file.data, file=file.place)
    days = shaped(root, _Days, more_keys=True)
    _same(root.at(("pack",)), days.pack, file.pack, "its folder")
    _same(root.at(("version",)), days.version, file.version, "its file")
    if days.effective_to is not None and days.effective_to < days.effective_from:
        raise root.at(("effective_to",)).fail("ends before it begins, so it can never judge")
    return _Turn(file, days.effective_from, days.effective_to)


def _same(node: Node, declared: str, named: str, where: str) -> None:
    if declared != named:
        raise node.fail(f"'{declared}' here, but '{named}' in the name of {where}")


def _refuse_overlap(before: _Turn, after: _Turn) -> None:
    """A version without an end ends where the next begins; one with an end must keep to it."""
    if before.starts == after.starts:
        reason = f"begins on {after.starts}, and so does {before.file.place}"
    elif before.ends is not None and after.starts <= before.ends:
        reason = f"begins on {after.starts}, but {before.file.place} lasts until {before.ends}"
    else:
        return
    raise PackError(after.file.place, "", 1, 1, reason)
