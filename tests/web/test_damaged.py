"""Names of files as they come, and stored values that no page can show: told in words, with a way out.

Must not accept a 500, nor a page of a request that stays shut because of one part of it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_app.searches import content
from requests_app.searches.file_names import clean_name
from requests_app.searches.models import Decision, Justification, SearchRequest, StoredFile
from requests_app.searches.states import Status
from requests_app.workflow import claim, decide, draft_files
from requests_app.workflow.reading import decision_page
from tests import builders, earlier_release
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.signed_in import browser
from tests.web.officer.typing_in import question, send
from tests.web.supervisor.test_deciding import press

NAMES = (
    "é" * 500, "漢" * 500, "😀" * 120, "a" + "😀" * 119 + ".pdf", "x" * 396 + "漢", "e\u0301" * 300,
    "\x00", "a\x00b.pdf", "\ufeffname.pdf", "\ud800.pdf", "a\udfffb", "\u202egpj.exe", "\u2066\u2069",
    "   ", "\u00a0\u2003", "...", ".", "..", "../../etc/passwd", "C:\\x\\y.pdf", "/", "\\", "\r\n\t",
    "\x7f\x80\x9f", "\U000e0041", "\ue000", "\u0600.pdf", "CON", "nul.pdf", "", "<b>.pdf", "%00%ff",
)  # fmt: skip


@pytest.fixture
def prepare() -> Any:
    def both(agency: InventedAgency) -> Any:
        row = builders.submitted(agency, by="officer", paper=drawings.pdf())
        builders.decided(agency, row, "return")
        return builders.drafted(agency, by="officer", paper=drawings.pdf()), row

    return both


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared[0]
    return row


def paper_of(row: SearchRequest) -> StoredFile:
    return row.files.get(kind=StoredFile.Kind.JUDICIAL_DOCUMENT)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_becomes_one_that_can_be_stored_and_shown(name: str) -> None:
    clean = clean_name(name, "application/pdf")
    assert len(clean.encode()) <= 400
    assert len(clean) <= 120
    assert clean.isprintable()
    assert clean.endswith(".pdf")
    assert len(clean) > 4
    assert clean_name(clean, "application/pdf") == clean


@pytest.mark.parametrize("name", ["\u3164.pdf", "COM\u00b9.pdf", "lpt\u00b3", "con .x.pdf"])
def test_a_name_that_shows_nothing_or_names_a_device_is_a_plain_one(name: str) -> None:
    assert clean_name(name, "application/pdf") == "document.pdf"


def test_a_long_name_is_cut_after_a_whole_character() -> None:
    assert clean_name("😀" * 120, "application/pdf") == "😀" * 99 + ".pdf"
    assert clean_name("漢" * 500, "application/pdf") == "漢" * 116 + ".pdf"


def test_names_of_every_kind_leave_every_page_open(
    agency: InventedAgency, row: SearchRequest
) -> None:
    actor, officer = agency.actor("officer"), browser(agency)
    draft_files.remove_document(actor=actor, search_request_id=row.pk, file_id=paper_of(row).pk)
    for name in NAMES:
        stored = draft_files.add_document(
            actor=actor, search_request_id=row.pk, data=drawings.pdf(), name=name
        )
        assert content.open_file_name(stored)
        assert officer.get(question(row, "legal-basis")).status_code == 200
        assert officer.get(reverse("officer:document", args=[row.pk, stored.pk])).status_code == 200
        draft_files.remove_document(actor=actor, search_request_id=row.pk, file_id=stored.pk)


@pytest.mark.parametrize("name", ["😀" * 120 + ".jpg", "漢" * 250, "\u202e.jpg", "..jpg"])
def test_a_picture_of_any_name_can_be_cropped(
    agency: InventedAgency, row: SearchRequest, name: str
) -> None:
    officer = browser(agency)
    sent = SimpleUploadedFile("x.jpg", builders.probe_bytes(3), content_type="image/jpeg")
    sent.name = name
    page = officer.post(question(row, "image"), {"image": sent, "upload": "1"})
    assert page.status_code == 302
    sized = SearchRequest.objects.get(pk=row.pk).probe
    assert sized is not None
    crop = {"crop_left": 0, "crop_top": 0, "crop_width": sized.original_width,
            "crop_height": sized.original_height - 1}  # fmt: skip
    assert send(officer, question(row, "image-marks"), crop).status_code == 302
    again = SearchRequest.objects.get(pk=row.pk).probe
    assert again is not None
    assert again.pk != sized.pk


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (("a" + "😀" * 100).encode()[:400], "a" + "😀" * 99),
        (b"order\x00\xe2\x80\xae.pdf", "order.pdf"),
        (b"\xff\xfe", "Document with a damaged name"),
        (b"", "Document with a damaged name"),
        (b"\xed\xa0\x80", "Document with a damaged name"),
    ],
)
def test_a_name_that_an_earlier_release_kept_badly_is_shown_beside_its_way_out(
    agency: InventedAgency, row: SearchRequest, kept: bytes, shown: str
) -> None:
    officer, stored = browser(agency), paper_of(row)
    earlier_release.name_otherwise(stored, kept)
    remove = reverse("officer:document_remove", args=[row.pk, stored.pk])
    for address in (question(row, "legal-basis"), reverse("officer:check", args=[row.pk])):
        page = officer.get(address)
        assert page.status_code == 200
        assert shown in page.content.decode()
    assert remove in officer.get(question(row, "legal-basis")).content.decode()
    assert officer.get(reverse("officer:document", args=[row.pk, stored.pk])).status_code == 200
    waiting = builders.driving.submitted(agency.actor("officer"), row)
    page = browser(agency, "supervisor").get(
        reverse("supervisor:page", args=["supervisor", waiting.pk])
    )
    assert page.status_code == 200
    assert shown in page.content.decode()


def test_a_damaged_document_can_be_removed(agency: InventedAgency, row: SearchRequest) -> None:
    officer, stored = browser(agency), paper_of(row)
    earlier_release.change(
        "searches_storedfile",
        stored.pk,
        sealed=b"\x01" + bytes(60),
        sealed_name=b"\x01" + bytes(60),
    )
    page = officer.get(reverse("officer:document", args=[row.pk, stored.pk]))
    assert page.status_code == 409
    assert "damaged" in page.content.decode()
    remove = reverse("officer:document_remove", args=[row.pk, stored.pk])
    assert officer.get(remove).status_code == 200
    assert officer.post(remove).status_code == 302
    assert "damaged name" not in officer.get(question(row, "legal-basis")).content.decode()


def test_a_damaged_picture_is_told_beside_the_crop_and_can_be_uploaded_anew(
    agency: InventedAgency, row: SearchRequest
) -> None:
    officer = browser(agency)
    assert row.probe is not None
    earlier_release.change("searches_storedfile", row.probe.original_id, sealed=b"\x01" + bytes(60))
    crop = {"crop_left": 0, "crop_top": 0, "crop_width": row.probe.original_width,
            "crop_height": row.probe.original_height - 1}  # fmt: skip
    page = send(officer, question(row, "image-marks"), crop)
    assert page.status_code == 200
    assert "uploaded anew" in page.content.decode()
    sent = SimpleUploadedFile("x.jpg", builders.probe_bytes(3), content_type="image/jpeg")
    assert officer.post(question(row, "image"), {"image": sent, "upload": "1"}).status_code == 302
    assert officer.get(reverse("officer:image_original", args=[row.pk])).status_code == 200


def sealed_badly(row: SearchRequest, part: str, inside: bytes) -> bytes:
    return content.seal_part(row.pk, part, inside)


@pytest.mark.parametrize(
    "inside", [b"", b"{", b"[]", b"null", b"\xff", b'{"case":1}', b'{"a": 1}', b"[" * 50_000]
)
def test_a_draft_that_cannot_be_read_leads_to_the_request_where_it_can_be_withdrawn(
    agency: InventedAgency, row: SearchRequest, inside: bytes
) -> None:
    officer = browser(agency)
    sealed = sealed_badly(row, "draft", inside)
    earlier_release.change("searches_draft", row.pk, key="search_request_id", sealed=sealed)
    own = reverse("officer:request", args=[row.pk])
    for name in ("tasks", "check", "declaration"):
        page = officer.get(reverse(f"officer:{name}", args=[row.pk]))
        assert page.status_code == 409
        assert own in page.content.decode()
    assert officer.get(own).status_code == 200
    assert officer.post(reverse("officer:withdraw", args=[row.pk])).status_code == 302
    assert SearchRequest.objects.get(pk=row.pk).status == Status.WITHDRAWN
    assert officer.get(own).status_code == 200
    assert officer.get("/requests/").status_code == 200


@pytest.mark.parametrize("inside", [b"{", b"[]", b"null", b'{"tests": 1}', b'{"tests": {"a": 1}}'])
def test_words_of_a_decider_that_cannot_be_read_shut_no_page(
    agency: InventedAgency, inside: bytes
) -> None:
    row = agency.prepared[1]
    made = Decision.objects.get(search_request=row)
    sealed = sealed_badly(row, f"decision-{made.pk}", inside)
    earlier_release.change("searches_decision", made.pk, sealed_reasons=sealed)
    page = browser(agency).get(reverse("officer:request", args=[row.pk]))
    assert page.status_code == 200
    assert "does not open" in page.content.decode()
    builders.driving.submitted(agency.actor("officer"), row)
    page = browser(agency, "supervisor").get(
        reverse("supervisor:page", args=["supervisor", row.pk])
    )
    assert page.status_code == 200
    assert "does not open" in page.content.decode()
    asked = {"reason": "An audit of this very request.", "file_reference": "A-1"}
    page = browser(agency, "auditor").post(reverse("auditor:content", args=[row.pk, 1]), asked)
    assert page.status_code == 200
    assert "does not open" in page.content.decode()


def test_an_earlier_version_that_cannot_be_read_shuts_no_page(agency: InventedAgency) -> None:
    row = agency.prepared[1]
    builders.driving.submitted(agency.actor("officer"), row)
    first = Justification.objects.get(search_request=row, version=1)
    earlier_release.change("searches_justification", first.pk, sealed=b"\x01" + bytes(60))
    for client, address in (
        (browser(agency), reverse("officer:version", args=[row.pk, 2])),
        (browser(agency, "supervisor"), reverse("supervisor:page", args=["supervisor", row.pk])),
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert "cannot be compared" in page.content.decode()
    page = browser(agency).get(reverse("officer:version", args=[row.pk, 1]))
    assert page.status_code == 409
    assert reverse("officer:request", args=[row.pk]) in page.content.decode()


@pytest.mark.parametrize("inside", [b"{}", b"[]", b"null", b'{"transformations": 1}'])
def test_particulars_that_cannot_be_read_are_told_and_mended_by_a_new_upload(
    agency: InventedAgency, row: SearchRequest, inside: bytes
) -> None:
    officer = browser(agency)
    assert row.probe is not None
    sealed = sealed_badly(row, f"probe-{row.probe.pk}", inside)
    earlier_release.change("searches_probe", row.probe.pk, sealed_particulars=sealed)
    page = officer.get(reverse("officer:image_sent", args=[row.pk]))
    assert page.status_code == 409
    assert "damaged" in page.content.decode()
    for slug in ("image", "image-marks", "image-content"):
        assert officer.get(question(row, slug)).status_code == 200
    sent = SimpleUploadedFile("x.jpg", builders.probe_bytes(3), content_type="image/jpeg")
    assert officer.post(question(row, "image"), {"image": sent, "upload": "1"}).status_code == 302
    assert officer.get(reverse("officer:image_sent", args=[row.pk])).status_code == 200


def waiting_and_claimed(agency: InventedAgency) -> SearchRequest:
    row = agency.prepared[1]
    builders.driving.submitted(agency.actor("officer"), row)
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.pk)
    return SearchRequest.objects.get(pk=row.pk)


def damage_version(row: SearchRequest) -> None:
    frozen = Justification.objects.get(search_request=row, version=row.version)
    earlier_release.change("searches_justification", frozen.pk, sealed=b"\x01" + bytes(60))


def damage_particulars(row: SearchRequest) -> None:
    assert row.probe is not None
    earlier_release.change(
        "searches_probe",
        row.probe.pk,
        sealed_particulars=sealed_badly(row, f"probe-{row.probe.pk}", b"{}"),
    )


def damage_picture(row: SearchRequest) -> None:
    assert row.probe is not None
    sent = row.probe.transmission_id
    earlier_release.change("searches_storedfile", sent, sealed=b"\x01" + bytes(60))


DAMAGES = (damage_version, damage_particulars, damage_picture)


@pytest.mark.parametrize(
    ("language", "outcome", "ends"),
    [("en", "return", Status.RETURNED), ("fr", "refuse", Status.REFUSED)],
)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_decider_reads_that_the_version_is_damaged_and_returns_or_refuses_it(
    agency: InventedAgency, damage: Any, language: str, outcome: str, ends: str
) -> None:
    row = waiting_and_claimed(agency)
    damage(row)
    decider = browser(agency, "supervisor")
    decider.cookies["countersign_language"] = language
    address = reverse("supervisor:page", args=["supervisor", row.pk])
    page = decider.get(address)
    assert page.status_code == 200
    says = {"en": "It cannot be approved. Return it", "fr": "Elle ne peut pas être approuvée"}
    assert says[language] in page.content.decode()
    reading = re.search(rb'name="reading" value="([^"]+)"', page.content)
    assert reading is not None
    answers: dict[str, Any] = {"reading": reading[1].decode(), "no_conflict": "on", "faces": "1"}
    for test in decide.TESTS:
        answers |= {f"{test}_met": "yes", f"{test}_reason": builders.OWN_WORDS}
    refused = decider.post(address, answers | {"outcome": "approve"})
    assert refused.status_code == 400
    assert {"en": "does not open", "fr": "s’ouvre pas"}[language] in refused.content.decode()
    assert SearchRequest.objects.get(pk=row.pk).status == Status.AWAITING_DECISION
    message = "The stored case does not open. Please read it again and submit it once more."
    told = press(decider, address, answers | {"outcome": outcome, "message": message})
    assert told.status_code == 302
    assert SearchRequest.objects.get(pk=row.pk).status == ends


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "no decision on it can be kept"), ("fr", "aucune décision ne peut y être conservée")],
)
def test_where_the_key_is_damaged_the_page_sends_nobody_round_in_circles(
    agency: InventedAgency, language: str, told: str
) -> None:
    row = waiting_and_claimed(agency)
    earlier_release.change(
        "searches_contentkey", row.pk, key="search_request_id", wrapped=b"\x01" + bytes(60)
    )
    decider = browser(agency, "supervisor")
    decider.cookies["countersign_language"] = language
    address = reverse("supervisor:page", args=["supervisor", row.pk])
    page = decider.get(address)
    assert page.status_code == 200
    assert told in page.content.decode()
    sent = {
        "reading": page.context["form"]["reading"].value(), "read": page.context["read"],
        "outcome": "return", "no_conflict": "on", "message": "It does not open. " * 5,
    }  # fmt: skip
    assert decider.post(address, sent).status_code == 400
    assert (
        decider.post(reverse("supervisor:release", args=["supervisor", row.pk])).status_code == 302
    )
    officer = browser(agency)
    assert officer.get(reverse("officer:request", args=[row.pk])).status_code == 200
    assert officer.post(reverse("officer:withdraw", args=[row.pk])).status_code == 302
    assert SearchRequest.objects.get(pk=row.pk).status == Status.WITHDRAWN


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_was_damaged_and_returned_is_submitted_and_approved_anew(
    agency: InventedAgency, damage: Any
) -> None:
    row = waiting_and_claimed(agency)
    damage(row)
    supervisor = agency.actor("supervisor")
    opened = decision_page.open_decision_page(actor=supervisor, search_request_id=row.pk)
    message = "The stored case does not open. Please read it again and submit it once more."
    decide.decide(
        actor=supervisor, search_request_id=row.pk, outcome="return",
        reading_id=opened.reading_id, reasons=builders.reasons(message=message),
    )  # fmt: skip
    officer = browser(agency)
    if damage is not damage_version:
        # The same file, so that what was said of it still counts.
        sent = SimpleUploadedFile("x.jpg", builders.probe_bytes(1), content_type="image/jpeg")
        assert (
            officer.post(question(row, "image"), {"image": sent, "upload": "1"}).status_code == 302
        )
    row = builders.driving.submitted(agency.actor("officer"), SearchRequest.objects.get(pk=row.pk))
    assert builders.decided(agency, row, "approve").status == Status.APPROVED


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_auditor_reads_what_is_left_of_a_damaged_version(
    agency: InventedAgency, damage: Any
) -> None:
    row = waiting_and_claimed(agency)
    damage(row)
    auditor = browser(agency, "auditor")
    asked = {"reason": "An audit of this very request.", "file_reference": "A-1"}
    page = auditor.post(reverse("auditor:content", args=[row.pk, row.version]), asked)
    assert page.status_code == 200
    assert "does not open" in page.content.decode()
    seen = auditor.get(reverse("auditor:picture", args=[row.pk, row.version])).status_code
    assert seen == (200 if damage is damage_version else 409)
