"""A rule that sees whether something is given, or how long it is, may not say that it judged what is written."""

from __future__ import annotations

import pytest

from requests_app.policy.claims import refuse_claims
from requests_app.policy.document import read
from requests_app.policy.errors import PackError
from requests_app.policy.sources import Bilingual
from requests_app.policy.vocabulary import Judges

NODE = read(b"{en: x, fr: y}", file="pack")
CLAIM = Bilingual("The need is not demonstrated.", "Le besoin manque.")
CLAIM_IN_FRENCH = Bilingual("The need is missing.", "La recherche est injustifiée.")


@pytest.mark.parametrize(
    "judges",
    [{Judges.PRESENCE}, {Judges.FORM}, {Judges.PRESENCE, Judges.FORM}],
    ids=lambda judges: "+".join(sorted(judges)),
)
@pytest.mark.parametrize("message", [CLAIM, CLAIM_IN_FRENCH])
def test_presence_and_form_judge_nothing(judges: set[Judges], message: Bilingual) -> None:
    with pytest.raises(PackError, match="is a judgement"):
        refuse_claims(message, judges, NODE)


@pytest.mark.parametrize(
    "judges", [{Judges.ANSWER}, {Judges.PRESENCE, Judges.CONSISTENCY}, {Judges.REGISTRY}]
)
def test_what_compares_may_say_what_it_found(judges: set[Judges]) -> None:
    refuse_claims(CLAIM, judges, NODE)


def test_what_says_only_what_is_missing_passes() -> None:
    refuse_claims(Bilingual("A reason is missing.", "Un motif manque."), {Judges.FORM}, NODE)
