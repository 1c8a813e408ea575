"""What earlier releases recorded, when fewer things were asked for, opens and is given out as it was recorded."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from requests_app.searches import content, examinations, lead_decisions
from requests_app.searches.models import Conclusion
from requests_app.wire import canonical
from requests_app.workflow.reading import lead as reading_lead
from tests import disclosures, examiners, leads, matchers
from tests.builders import InventedAgency


def test_a_sheet_and_a_conclusion_of_an_earlier_release_open_as_they_were_recorded(
    agency: InventedAgency,
) -> None:
    """They say nothing in words of single parts of a face, so their bytes have fewer keys and other digests."""
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    decision = leads.decided(agency, row)
    older = _without_words(lead_decisions.stored_lead(decision))
    assert older != lead_decisions.stored_lead(decision)
    with examiners.past_the_guards("searches_leaddecision") as administrator:
        administrator.execute(
            "UPDATE searches_leaddecision SET sealed_lead = %s, lead_digest = %s WHERE id = %s",
            [
                content.seal_part(row.pk, f"lead-{decision.pk}", older),
                hashlib.sha256(older).hexdigest(),
                decision.pk,
            ],
        )
    said = Conclusion.objects.filter(search_request=row).order_by("number")[0]
    of_theirs = _without_words(examinations.stored_conclusion(said))
    part = f"conclusion-{said.examination_id}-{said.number}"
    with examiners.past_the_guards("searches_conclusion") as administrator:
        administrator.execute(
            "UPDATE searches_conclusion SET sealed = %s WHERE id = %s",
            [content.seal_part(row.pk, part, of_theirs), said.pk],
        )
    opened = reading_lead.open_lead(actor=agency.actor("officer"), search_request_id=row.pk)
    assert opened.digest == hashlib.sha256(older).hexdigest()
    pack = disclosures.made(agency, disclosures.asked(agency, row))
    with zipfile.ZipFile(io.BytesIO(disclosures.taken(agency, pack))) as parts:
        assert parts.read("lead/sheet.json") == older
        assert of_theirs in [
            parts.read(name) for name in parts.namelist() if "-conclusion-" in name
        ]


def _without_words(data: bytes) -> bytes:
    """Canonical bytes without what was said in words of parts of a face."""

    def less(value: Any) -> Any:
        if isinstance(value, list):
            return [less(each) for each in value]
        if isinstance(value, dict):
            is_part = {"component", "seen"} <= set(value)
            return {
                name: less(each)
                for name, each in value.items()
                if not (is_part and name == "words")
            }
        return value

    return canonical.encode(less(json.loads(data)))
