"""One rule and one pack as they are after loading: cited, dated, bilingual, compiled.

Reading them from YAML happens in packs.py; judging a request by them in engine.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from requests_app.policy.conditions import Condition
from requests_app.policy.sources import Bilingual, Grounds
from requests_app.policy.vocabulary import (
    ApproverRole,
    FormField,
    Judges,
    Jurisdiction,
    LegalTest,
    Stage,
    Verb,
)


@dataclass(frozen=True)
class Rule:
    """One rule. `when` true means that the outcome fires; `needs` are facts it may not do without.

    Attributes:
        keep_days: what RETAIN keeps the content for at the least; None for any other verb.
        within_hours: how soon DUE wants the request decided; None for any other verb.
    """

    id: str
    stages: frozenset[Stage]
    verb: Verb
    role: ApproverRole | None
    judges: frozenset[Judges]
    test: LegalTest
    field: FormField
    effective_from: date
    effective_to: date | None
    needs: tuple[str, ...]
    when: Condition
    unless: Condition | None
    message: Bilingual
    satisfy: Bilingual
    grounds: Grounds
    keep_days: int | None = None
    within_hours: int | None = None

    def in_force(self, day: date) -> bool:
        """Both days belong to the time in force."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True)
class Pack:
    """A named, versioned set of rules.

    Attributes:
        format: of its file, 1 or 2.
        jurisdiction: where an agency must be for its law to bind through the pack, and for the pack to judge once it
            is known where the agency is; a code of Jurisdiction, or empty: anywhere.
        part_of: the id of the pack that it is a part of; empty where it is a pack of its own.
        needs_sign_off: it interprets law, and until counsel has signed off exactly these bytes it only advises.
        digest: the SHA-256 of the bytes that were loaded.
    """

    id: str
    version: str
    format: int
    jurisdiction: str
    part_of: str
    needs_sign_off: bool
    digest: str
    title: Bilingual
    unanswered: Bilingual
    rules: Mapping[str, Rule]

    def judges_in(self, place: str) -> bool:
        """Whether it judges for an agency in a place (a code of Jurisdiction; empty: not known).

        While nobody has said where the agency is, every pack judges: what is not known leaves out no rule.
        """
        return not self.jurisdiction or not place or Jurisdiction(self.jurisdiction).covers(place)


class PackSet:
    """The packs that judge together, in no order that matters, for an agency in one place.

    Attributes:
        place: a code of Jurisdiction, or empty where the agency has not said where it is.
        advisory: the digests of the packs that need a sign-off and have none: their findings are advice.
    """

    def __init__(
        self,
        packs: tuple[Pack, ...],
        *,
        place: str = "",
        signed_off: frozenset[str] = frozenset(),
    ) -> None:
        """Hold the packs.

        Args:
            packs: in any order; place: where the agency is.
            signed_off: the digests of the pack versions for which a sign-off is recorded.

        Raises:
            ValueError: a pack version is given twice.
        """
        self.place = place
        self.advisory = frozenset(
            pack.digest for pack in packs if pack.needs_sign_off and pack.digest not in signed_off
        )
        self.packs = tuple(sorted(packs, key=lambda pack: (pack.id, pack.version)))
        self._by_version = {(pack.id, pack.version): pack for pack in self.packs}
        if len(self._by_version) != len(self.packs):
            raise ValueError("a pack version is given twice")

    @property
    def identities(self) -> tuple[tuple[str, str, str], ...]:
        """Id, version and digest of each pack."""
        return tuple((pack.id, pack.version, pack.digest) for pack in self.packs)

    def is_advisory(self, pack: Pack) -> bool:
        """Whether a pack of this set only advises, because no sign-off of it is recorded."""
        return pack.digest in self.advisory

    def pack(self, pack: str, version: str) -> Pack:
        """One pack.

        Raises:
            KeyError: this version is not loaded.
        """
        return self._by_version[pack, version]

    def version_of(self, pack: str) -> str:
        """The version in which a pack judges here.

        Raises:
            KeyError: the pack is not here.
        """
        versions = {pack.id: pack.version for pack in self.packs}
        return versions[pack]

    def rule(self, pack: str, version: str, rule_id: str) -> Rule:
        """One rule as it was in that version.

        Raises:
            KeyError: this version, or this rule of it, is not loaded.
        """
        return self.pack(pack, version).rules[rule_id]
