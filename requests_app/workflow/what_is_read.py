"""The digest of exactly what a decider reads, which a decision and an authorisation bind.

Anything that could change the meaning of an approval is in here; nothing else may be compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from requests_app.searches import content, selectors
from requests_app.searches.models import CheckRun, Justification, Probe, SearchRequest
from requests_app.wire import canonical


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


def findings_digest(run: CheckRun | None) -> str:
    """Return the hex SHA-256 of a check's findings, packs included."""
    shown: list[object] = []
    if run is not None:
        shown = [
            [f.pack, f.pack_version, f.pack_digest, f.rule, f.verb, f.state]
            for f in run.findings.all()
        ]
    return hashlib.sha256(canonical.encode(shown)).hexdigest()


def _image(probe: Probe) -> dict[str, object]:
    """What is read of the picture; nothing where it is damaged, which is then what was read.

    Such a request can be returned or refused. It cannot be approved: that opens the picture.
    """
    try:
        opened = content.open_particulars(probe)
    except content.ContentDamaged:
        return {"original_image": None, "sent_image": None, "image_changes": None}
    return {
        "original_image": opened.original_sha256,
        "sent_image": opened.sha256,
        "image_changes": [step.code for step in opened.transformations],
    }


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
