"""Packs that are parts of other packs, as one of Quebec is of one of Canada: which fit, and which judge where.

Must not choose versions: the library says which ones are in force on a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from requests_app.policy.document import read
from requests_app.policy.errors import PackError
from requests_app.policy.rules import Pack
from requests_app.policy.vocabulary import Jurisdiction


@dataclass(frozen=True)
class Judging:
    """A version that is in force on a day, with the file that it came from.

    Attributes:
        place: the name of the file in errors; data: its bytes.
    """

    pack: Pack
    place: str
    data: bytes

    def fail(self, key: str, reason: str) -> PackError:
        """The error to raise about what the file says under a key."""
        return read(self.data, file=self.place).at((key,)).fail(reason)


def refuse_wrong_parts(judging: Iterable[Judging], *, known: Collection[str]) -> None:
    """Refuse parts that do not fit the pack that they are a part of.

    Args:
        judging: all that is in force on one day, wherever the agency is; of two parts for one place the later is told.
        known: the ids of all packs, in force on that day or not.

    Raises:
        PackError: at the part: its whole is not there or not in force on that day, packs are parts of one
            another in a circle, the part does not lie within the place of its whole or says `any`, or
            another part of the same whole is for the same place.
    """
    by_id = {each.pack.id: each for each in judging}
    taken: dict[tuple[str, str], str] = {}
    for each in by_id.values():
        if not each.pack.part_of:
            continue
        _refuse_circle(each, by_id)
        whole = by_id.get(each.pack.part_of)
        if whole is None:
            raise each.fail("part_of", _not_there(each.pack.part_of, known))
        _refuse_outside(each, whole)
        key = each.pack.part_of, each.pack.jurisdiction
        if key in taken:
            reason = f"{taken[key]} is the part of '{key[0]}' for {key[1]} already"
            raise each.fail("jurisdiction", reason)
        taken[key] = each.place


def judging_in(packs: Sequence[Pack], place: str) -> tuple[Pack, ...]:
    """The packs that judge for an agency in a place; a part judges only where its whole does.

    Args:
        packs: in force, each part with its whole.
        place: a code of Jurisdiction; empty where it is not known, so that all of them judge.
    """
    by_id = {pack.id: pack for pack in packs}
    return tuple(pack for pack in packs if _judges(pack, by_id, place))


def _judges(pack: Pack, by_id: dict[str, Pack], place: str) -> bool:
    return pack.judges_in(place) and (
        not pack.part_of or _judges(by_id[pack.part_of], by_id, place)
    )


def _not_there(whole: str, known: Collection[str]) -> str:
    if whole not in known:
        return f"there is no pack '{whole}'"
    return f"this part is in force on a day on which '{whole}' is not"


def _refuse_circle(part: Judging, by_id: dict[str, Judging]) -> None:
    passed = [part.pack.id]
    whole = by_id.get(part.pack.part_of)
    while whole is not None and whole.pack.id not in passed:
        passed.append(whole.pack.id)
        whole = by_id.get(whole.pack.part_of)
    if whole is not None:
        way = ", which is part of ".join(f"'{name}'" for name in (*passed, whole.pack.id))
        raise part.fail("part_of", f"a circle: {way}")


def _refuse_outside(part: Judging, whole: Judging) -> None:
    if not part.pack.jurisdiction:
        raise part.fail("jurisdiction", "a part needs a place: it cannot be for 'any'")
    around = whole.pack.jurisdiction
    if around and not Jurisdiction(around).covers(part.pack.jurisdiction):
        reason = f"'{part.pack.jurisdiction}' does not lie within '{around}', the place of '{whole.pack.id}'"
        raise part.fail("jurisdiction", reason)
