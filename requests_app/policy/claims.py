"""Refuses the words of a rule that claim more than its condition can test.

A rule that sees only whether something is given, or how long it is, may not say that need, law or proportion were
judged: that is for the person who decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from requests_app.policy.document import Node
from requests_app.policy.sources import Bilingual
from requests_app.policy.vocabulary import Judges

FORM_ALONE = frozenset({Judges.PRESENCE, Judges.FORM})

_JUDGEMENTS = {
    "en": re.compile(
        r"\b(not (shown|demonstrated|established|proved|proven|justified|necessary|proportionate|lawful|effective)"
        r"|un(justified|necessary|lawful|founded)|disproportionate|ineffective|insufficient|inadequate|unconvincing)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(\bpas (démontrée?|établie?|prouvée?|justifiée?|nécessaire|proportionnée?|licite|légale?|efficace)\b"
        r"|\b(injustifiée?|inutile|illicite|illégale?|disproportionnée?|inefficace|insuffisante?)s?\b)",
        re.IGNORECASE,
    ),
}


def refuse_claims(message: Bilingual, judges: Collection[Judges], node: Node) -> None:
    """Refuse a message that passes a judgement which its rule cannot make.

    Args:
        message: what the rule says when it fires.
        judges: what its condition can establish.
        node: where the message is written.

    Raises:
        PackError: at the language whose words claim too much.
    """
    if not set(judges) <= FORM_ALONE:
        return
    for language, judgement in _JUDGEMENTS.items():
        found = judgement.search(message.in_language(language))
        if found is not None:
            seen = " and ".join(sorted(judges))
            raise node.at((language,)).fail(
                f"'{found[0]}' is a judgement, but the condition sees {seen} only: say what is missing"
            )
