"""The digest of exactly what is declared, read and sent: one list of parts, from declaration to sending.

Anything that could change the meaning of an approval is in here. Clocks and other requests are not:
what they change is a finding, which is judged anew at each step and bound once it is stored.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from requests_app.common.errors import PreconditionFailed
from requests_app.policy.engine import Evaluation
from requests_app.policy.vocabulary import Stage
from requests_app.registry import selectors as registry
from requests_app.searches import answers as answers_module
from requests_app.searches import content, questions, selectors
from requests_app.searches.answers import Answers, Declaration
from requests_app.searches.models import CheckRun, Justification, Probe, SearchRequest
from requests_app.wire import canonical
from requests_app.workflow import check
from requests_app.workflow.search_limits import read_limits

TOLD_AS: Mapping[str, str] = {
    "request": "answers",
    "version": "version",
    "answers": "answers",
    "documents": "documents",
    "original_image": "picture",
    "sent_image": "picture",
    "image_changes": "picture",
    "gallery": "gallery_entry",
    "gallery_entry": "gallery_entry",
    "place": "rules",
    "rules": "rules",
    "required_roles": "findings_or_roles",
    "findings": "findings_or_roles",
}
"""Part -> the name under which people are told that it changed."""


@dataclass(frozen=True, slots=True)
class WhatIsRead:
    """The parts of what is on the decision page, each as a digest or a code.

    Attributes:
        parts: part name -> value; the names are what a person is told of when something changed.
    """

    parts: Mapping[str, object]

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the canonical parts."""
        return hashlib.sha256(canonical.encode(dict(self.parts))).hexdigest()

    @property
    def marks(self) -> str:
        """A short mark of every name in `TOLD_AS`, for a page to send back with what is decided on it.

        Keyed, and another one for each request: a mark stands in addresses, which proxies write down,
        and must not tell whoever holds a picture or a text that it was searched with.
        """
        return ".".join(f"{name}-{mark}" for name, mark in self._marks().items())

    def changed_since(self, marks: str) -> tuple[str, ...]:
        """Return the names of what is otherwise than on the page that was drawn with these marks.

        Marks are of use to whoever sends them and to nobody else: they say what to tell that person.
        What may happen to a request hangs on the digest, never on them. Marks that cannot be read
        differ in everything.
        """
        before = dict(mark.partition("-")[::2] for mark in marks.split("."))
        return tuple(name for name, mark in self._marks().items() if before.get(name) != mark)

    def _marks(self) -> dict[str, str]:
        named: dict[str, dict[str, object]] = {}
        for part, value in self.parts.items():
            named.setdefault(TOLD_AS[part], {})[part] = value
        of_request = {"request": self.parts["request"]}
        return {
            name: salted_hmac(__name__, canonical.encode(of_request | values)).hexdigest()[:16]
            for name, values in named.items()
        }


def findings_digest(run: CheckRun | None) -> str:
    """Return the hex SHA-256 of a check's findings, packs included, and of which ones are advice."""
    shown: list[object] = []
    if run is not None:
        shown = [
            [f.pack, f.pack_version, f.pack_digest, f.rule, f.verb, f.state]
            + (["advisory"] if check.is_advisory(f) else [])
            for f in run.findings.all()
        ]
    return hashlib.sha256(canonical.encode(shown)).hexdigest()


def rules_that_judged(evaluation: Evaluation) -> dict[str, object]:
    """Return the parts that say by which rules, and in which place, a draft was judged."""
    return _rules(evaluation.place, evaluation.packs, evaluation.advisory)


def _rules(
    place: str, packs: tuple[tuple[str, str, str], ...], advisory: frozenset[str]
) -> dict[str, object]:
    """The place, and each pack by its digest, with a word on those that only advise there."""
    judging = [[digest, "advisory" if digest in advisory else ""] for *_, digest in packs]
    return {"place": place, "rules": sorted(judging)}


_NO_IMAGE: dict[str, object] = {"original_image": None, "sent_image": None, "image_changes": None}


def _image(probe: Probe) -> dict[str, object]:
    """What is read of the picture; nothing where it is damaged, which is then what was read.

    Such a request can be returned or refused. It cannot be approved: that opens the picture.
    """
    try:
        opened = content.open_particulars(probe)
    except content.ContentDamaged:
        return _NO_IMAGE
    return {
        "original_image": opened.original_sha256,
        "sent_image": opened.sha256,
        "image_changes": [step.code for step in opened.transformations],
    }


def as_frozen(answers: Answers) -> Answers:
    """Return the answers as a version holds them: what applies, and the threshold that will be sent.

    That is the one asked for as the wire spells it, or the gallery's floor where that is stricter.

    Raises:
        PreconditionFailed: a limit of the search could not be sent (`limits_unreadable`).
    """
    asked = questions.only_what_applies(answers)
    threshold = read_limits(asked).threshold or ""
    gallery = registry.gallery(asked.scope.gallery)
    if gallery is not None:
        if threshold and not gallery.matcher.is_on_scale(threshold):
            raise PreconditionFailed("limits_unreadable")
        threshold = gallery.threshold_for(threshold)
    scope = dataclasses.replace(asked.scope, threshold=threshold)
    return dataclasses.replace(asked, scope=scope)


def of_draft(search_request: SearchRequest, answers: Answers) -> WhatIsRead:
    """Return what an officer declares upon: all that the next version would bind but the declaration.

    The rules are a part of it, since the page of answers says what they find: which packs judge now, which
    of them only advise, and where the agency is.

    Args:
        search_request: a request that is being written.
        answers: its draft, opened.

    Raises:
        PreconditionFailed: a pack that judges is broken (`draft_unjudged`).
    """
    try:
        frozen = as_frozen(answers)
    except PreconditionFailed:
        frozen = questions.only_what_applies(
            answers
        )  # cannot be submitted; it is read all the same
    undeclared = dataclasses.replace(frozen, declaration=Declaration())
    gallery = registry.gallery(answers.scope.gallery)
    probe = search_request.probe
    with check.refusing_what_is_unjudged(search_request.pk, Stage.SUBMIT):
        judging = check.judging_now()
    return WhatIsRead(
        {
            "request": str(search_request.id),
            "version": search_request.version + 1,
            "answers": answers_module.digest(undeclared),
            "documents": [
                str(pk)
                for pk in selectors.attached_documents(search_request).values_list("pk", flat=True)
            ],
            **(_image(probe) if probe is not None else _NO_IMAGE),
            "gallery": gallery.registry_digest() if gallery is not None else None,
            **_rules(judging.place, judging.identities, judging.advisory),
        }
    )


def of(search_request: SearchRequest, justification: Justification) -> WhatIsRead:
    """Return what a decider of this version reads at this moment."""
    run = selectors.check_at_submission(justification)
    return WhatIsRead(
        {
            "request": str(search_request.id),
            "version": justification.version,
            "answers": justification.digest,
            "documents": [str(document) for document in justification.documents],
            **_image(justification.probe),
            "gallery": justification.gallery_digest,
            "gallery_entry": justification.gallery.registry_digest(),
            "required_roles": sorted(search_request.required_roles),
            "findings": findings_digest(run),
        }
    )
