"""Finds the texts of a unit's last year to which those of a request are nearly equal, and lets new ones be found.

Candidates come from keyed signatures, so that only a few texts are ever opened (decision 24).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.policy import meters
from requests_app.searches import alike, content
from requests_app.searches.alike import Place
from requests_app.searches.answers import Answers
from requests_app.searches.models import (
    AlikeText,
    CheckRun,
    Justification,
    SearchRequest,
    TextSignature,
)
from requests_app.searches.signatures import Signature, signature
from requests_app.workflow import facts, permissions
from requests_app.workflow.unit_of_work import unit_of_work

NEARLY_EQUAL = 900
"""In thousandths: from here on the core pack warns of a text, and a reader is told of which."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text of another request that was opened and compared.

    Attributes:
        field: the narrative, by the name of its meter.
        search_request: the other request.
        version: the version of it.
        per_mille: how like, in thousandths.
    """

    field: str
    search_request: SearchRequest
    version: int
    per_mille: int

    @property
    def is_nearly_equal(self) -> bool:
        """Whether a reader is told of it."""
        return self.per_mille >= NEARLY_EQUAL


def find(
    search_request: SearchRequest, answers: Answers, *, before: datetime | None = None
) -> tuple[Found, ...]:
    """Return the likeliest texts of the unit's last year for each narrative, compared; the most alike first.

    Args:
        search_request: whose texts they are; its own versions are not compared.
        answers: the document with the texts.
        before: leave out what was submitted at this time or later.
    """
    texts = facts.narrative_texts(answers)
    until = before or clock.now() + timedelta(microseconds=1)
    places = {
        field: alike.candidates(search_request, each, before=until)
        for field, each in _signatures(search_request, texts).items()
    }
    found = []
    for version, wanted in _opened(places):
        for field, theirs in wanted.items():
            likeness = meters.likeness(texts[field], [theirs])
            found.append(Found(field, version.search_request, version.version, likeness.per_mille))
    return tuple(sorted(found, key=lambda each: (-each.per_mille, each.field)))


def highest(found: tuple[Found, ...]) -> dict[str, int]:
    """Return the highest likeness of each narrative that was compared."""
    best: dict[str, int] = {}
    for each in found:
        best[each.field] = max(each.per_mille, best.get(each.field, 0))
    return best


def keep_found(run: CheckRun, found: tuple[Found, ...]) -> None:
    """Keep which texts a check found nearly equal, one a field and request, in the caller's transaction."""
    nearest: dict[tuple[str, UUID], Found] = {}
    for each in found:
        if each.is_nearly_equal:
            nearest.setdefault((each.field, each.search_request.pk), each)
    AlikeText.objects.bulk_create(
        AlikeText(
            check_run=run,
            search_request_id=run.search_request_id,
            field=each.field,
            found=each.search_request,
            found_version=each.version,
            per_mille=each.per_mille,
        )
        for each in nearest.values()
    )


def let_be_found(frozen: Justification, answers: Answers) -> None:
    """Keep the signatures of a version that is being submitted, in the transaction of its submission."""
    alike.keep(frozen, _signatures(frozen.search_request, facts.narrative_texts(answers)))


def index_earlier(*, actor: Actor) -> Iterator[tuple[str, int, bool]]:
    """Let the texts be found that were submitted before there were signatures, newest first.

    Args:
        actor: the process that does it; it must hold the content key and the lookup key.

    Yields:
        of each version its request's reference, its number, and whether its texts could be opened.

    Raises:
        NotPermitted: the actor is a person, or another process than the web.
    """
    permissions.check_is_process(actor, "web")
    of_version = TextSignature.objects.filter(
        search_request=OuterRef("search_request"), version=OuterRef("version")
    )
    waiting = Justification.objects.filter(
        ~Exists(of_version),
        submitted_at__gte=clock.real_now() - alike.LOOKED_BACK,
        search_request__content_key__wrapped__isnull=False,
    )
    for pk in waiting.order_by("-submitted_at").values_list("pk", flat=True):
        frozen = Justification.objects.select_related("search_request").get(pk=pk)
        reference = frozen.search_request.reference
        try:
            texts = facts.narrative_texts(content.open_version(frozen))
        except (content.ContentDestroyed, content.ContentDamaged):
            yield reference, frozen.version, False
            continue
        made = _signatures(frozen.search_request, texts)
        if made:
            _index(actor, frozen, made)
            yield reference, frozen.version, True


def _index(actor: Actor, frozen: Justification, made: dict[str, Signature]) -> None:
    with unit_of_work(
        actor=actor, action="index_texts", search_request_id=frozen.search_request_id
    ) as work:
        alike.keep(frozen, made)
        work.record("search.texts_indexed", facts={"version": frozen.version, "count": len(made)})


def _signatures(search_request: SearchRequest, texts: Mapping[str, str]) -> dict[str, Signature]:
    made = {field: signature(search_request.unit_id, field, text) for field, text in texts.items()}
    return {field: each for field, each in made.items() if each is not None}


def _opened(
    places: Mapping[str, list[Place]],
) -> Iterator[tuple[Justification, dict[str, str]]]:
    """Open each version once; yield it with those of its texts that are to be compared."""
    fields: dict[Place, list[str]] = {}
    for field, found in places.items():
        for place in found:
            fields.setdefault(place, []).append(field)
    # What cannot be read is no neighbour; it must not stop other requests.
    for version, answers in content.open_versions(alike.versions_at(list(fields))):
        theirs = facts.narrative_texts(answers)
        place = Place(version.search_request_id, version.version)
        yield version, {field: theirs[field] for field in fields[place]}
