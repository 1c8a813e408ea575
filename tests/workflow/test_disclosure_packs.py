"""A disclosure pack is asked for by a decider, made in steps, whole in itself, and ends at its time."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import zipfile
from typing import Any

import pytest

from requests_app.accounts.actors import system_actor
from requests_app.audit.models import Event
from requests_app.common.errors import (
    BadInput,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.registry.models import Agency
from requests_app.searches import content, disclosure_packs, outcome
from requests_app.searches import follow_ups as searches_follow_ups
from requests_app.searches.disclosure import Asked
from requests_app.searches.models import (
    DisclosurePack,
    DisclosurePart,
    Justification,
    SearchRequest,
)
from requests_app.searches.outcome import Plan
from requests_app.searches.states import Status
from requests_app.wire import canonical
from requests_app.workflow import (
    disclose,
    disclosure_examined,
    disclosure_log,
    examine,
    hold,
)
from requests_app.workflow.reading.disclosures import open_disclosure
from tests import builders, disclosures, examiners, follow_ups, incidents, leads, matchers
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.legal_holds import in_days
from tests.support import connected_as


def ended_with_everything(agency: InventedAgency) -> SearchRequest:
    """A lead on the second candidate, passed on, reported on, with an incident; and its pack for the prosecutor, whole."""
    row = leads.agreed_with_pictures(agency)
    leads.decided(agency, row)
    for said in (follow_ups.passing(), follow_ups.report()):
        follow_ups.recorded(agency, row, said)
    incidents.of_a_report(agency, row)
    disclosures.made(agency, disclosures.asked(agency, row))
    return SearchRequest.objects.get(pk=row.pk)


@pytest.fixture
def prepare() -> Any:
    return ended_with_everything


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


@pytest.fixture
def pack(row: SearchRequest) -> DisclosurePack:
    return DisclosurePack.objects.get(search_request=row)


def opened(data: bytes) -> dict[str, bytes]:
    """The parts of a pack's file by name, the manifest among them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def as_json(parts: dict[str, bytes], name: str) -> Any:
    return json.loads(parts[name])


def events(row: SearchRequest) -> list[str]:
    found = Event.objects.filter(request_id=row.pk, code__startswith="disclosure.")
    return list(found.order_by("id").values_list("code", flat=True))


# --- what is in it


def test_the_manifest_lists_exactly_what_is_in_the_file(
    agency: InventedAgency, pack: DisclosurePack
) -> None:
    data = disclosures.taken(agency, pack)
    assert hashlib.sha256(data).hexdigest() == pack.file_sha256
    assert len(data) == pack.file_size
    parts = opened(data)
    manifest = as_json(parts, "manifest.json")
    listed = {each["name"]: each for each in manifest["entries"]}
    assert [*listed, "manifest.json"] == list(parts)
    for name, each in listed.items():
        assert each["size"] == len(parts[name]), name
        assert each["sha256"] == hashlib.sha256(parts[name]).hexdigest(), name
    assert not {*listed} & {each["name"] for each in manifest["absent"]}
    assert manifest["recipient"] == "prosecutor"


def test_taken_twice_it_is_the_same_file(agency: InventedAgency, pack: DisclosurePack) -> None:
    assert disclosures.taken(agency, pack) == disclosures.taken(agency, pack, "sergeant")


def test_it_holds_what_was_asked_decided_searched_examined_and_done(
    agency: InventedAgency, row: SearchRequest, pack: DisclosurePack
) -> None:
    parts = opened(disclosures.taken(agency, pack))
    frozen = Justification.objects.get(search_request=row)
    assert hashlib.sha256(parts["request/version-1.json"]).hexdigest() == frozen.digest
    assert as_json(parts, "decisions/decision-1.json")["outcome"] == "approve"
    found = as_json(parts, "search/search.json")
    assert found["candidates"] == row.result.candidate_count
    assert found["matcher"]["engine_version"] == row.result.engine_version
    listed = as_json(parts, "search/candidates.json")
    stored = content.open_candidates(row.files.get(kind="candidates"))
    assert [(each["candidate"], each["rank"], each["score"]) for each in listed] == [
        (each["external_id"], each["rank"], each["score"]) for each in stored
    ]
    shown = [name for name in parts if name.startswith("search/candidate-")]
    assert len(shown) == row.result.candidate_count
    assert {parts[name][:4] for name in shown} == {b"\x89PNG"}
    examined = as_json(parts, "examination/examiners.json")
    assert examined["agreed"] is True
    assert [each["name"] for each in examined["examiners"]] == [
        agency.people[who].person.full_name for who in ("examiner", "examiner3")
    ]
    assert all(each["certificates"] for each in examined["examiners"])
    for number in (1, 2):
        assert "statement" in as_json(parts, f"examination/examiner-{number}-conclusion-1.json")
    assert as_json(parts, "lead/decision.json")["outcome"] == "release"
    assert {"outcome/1.json", "outcome/2.json", "outcome/3.json"} <= {*parts}
    assert as_json(parts, "incidents/1.json")["ground"] == "recorded"
    absent = {each["name"]: each["why"] for each in as_json(parts, "manifest.json")["absent"]}
    assert absent["incidents/1-words.json"] == "not_given_out"


def test_the_log_vouches_for_what_it_is_said_to(
    agency: InventedAgency, row: SearchRequest, pack: DisclosurePack
) -> None:
    parts = opened(disclosures.taken(agency, pack))
    lines = [json.loads(line) for line in parts["log/events.jsonl"].splitlines()]
    # Until it was asked for, and nothing after it.
    assert lines[-1]["body"]["code"] == "disclosure.asked"
    by_number = {
        event.pk: json.loads(bytes(event.entry))
        for event in Event.objects.filter(request_id=row.pk)
    }
    assert [each for each in lines if each not in by_number.values()] == []
    openings = [json.loads(line) for line in parts["log/openings.jsonl"].splitlines()]
    committed = {}
    for each in openings:
        said = by_number[each["event"]]["body"]["commitments"][each["field"]]
        value = hmac.new(bytes.fromhex(each["key"]), each["value"].encode(), "sha256").hexdigest()
        assert said == value, each
        committed.setdefault(each["event"], set()).add(each["value"])
    vouched = [each for each in as_json(parts, "manifest.json")["entries"] if each["event"]]
    assert len(vouched) >= 9
    for each in vouched:
        facts = by_number[each["event"]]["body"]["facts"]
        assert each["sha256"] in committed.get(each["event"], set()) | {facts.get("lead_digest")}, (
            each
        )
    assert not any("case_number" in line["field"] for line in openings)


def test_others_are_not_named_where_the_profile_says_so(
    agency: InventedAgency, row: SearchRequest
) -> None:
    others = disclosures.asked(agency, row, recipient="defence", profile="others_unnamed")
    parts = opened(disclosures.taken(agency, disclosures.made(agency, others)))
    listed = as_json(parts, "search/candidates.json")
    selected = row.lead_decision.selected_position
    named = [each["position"] for each in listed if "candidate" in each]
    assert named == [selected]
    assert len(listed) == row.result.candidate_count
    assert all(each["rank"] and each["score"] for each in listed)
    shown = [name for name in parts if name.startswith("search/candidate-")]
    assert shown == [f"search/candidate-{selected}.png"]
    stored = content.open_candidates(row.files.get(kind="candidates"))
    for name in (name for name in parts if "-conclusion-" in name):
        for each in as_json(parts, name)["comparisons"]:
            said = each["comparison"]
            is_named = each["position"] == selected
            assert bool(said["similarities"] or said["made_at"] or said["features"]) is is_named
            assert said["conclusion"] or said["not_compared"]
    assert "answer_sha256" not in as_json(parts, "search/search.json")
    assert b"answer_sha256" not in parts["log/openings.jsonl"]
    whole = b"".join(parts.values())
    for position, each in enumerate(stored, start=1):
        assert (each["external_id"].encode() in whole) is (position == selected)
    absent = {each["name"]: each["why"] for each in as_json(parts, "manifest.json")["absent"]}
    pictures = {name: why for name, why in absent.items() if name.startswith("search/candidate-")}
    assert len(pictures) == row.result.candidate_count - 1
    assert {*pictures.values()} == {"not_given_out"}
    assert absent["examination/examiner-1-conclusion-1-of-others.json"] == "not_given_out"


def test_one_pack_does_not_tell_of_another(agency: InventedAgency, row: SearchRequest) -> None:
    second = disclosures.made(agency, disclosures.asked(agency, row, recipient="court"))
    parts = opened(disclosures.taken(agency, second))
    codes = [json.loads(line)["body"]["code"] for line in parts["log/events.jsonl"].splitlines()]
    assert [code for code in codes if code.startswith("disclosure.")] == ["disclosure.asked"]
    assert b"prosecutor" not in parts["log/events.jsonl"].split(b"\n")[-2]
    absent = {each["name"]: each["why"] for each in as_json(parts, "manifest.json")["absent"]}
    assert absent["log/events-of-other-packs.jsonl"] == "not_given_out"


def test_whoever_looked_and_did_not_conclude_is_named(agency: InventedAgency) -> None:
    row = matchers.one_result(agency)
    examiners.took(agency, "examiner", row)
    examine.give_back(actor=agency.actor("examiner"), search_request_id=row.pk)
    leads.agreed(agency, row)
    leads.decided(agency, row)
    parts = opened(
        disclosures.taken(agency, disclosures.made(agency, disclosures.asked(agency, row)))
    )
    found = as_json(parts, "examination/examiners.json")["examiners"]
    assert [each["agency"] for each in found] == [None, None, None]
    assert [(each["left_how"], len(each["conclusions"])) for each in found] == [
        ("given_back", 0),
        ("", 1),
        ("", 1),
    ]


def test_what_an_earlier_release_recorded_of_a_lead_is_given_as_it_was_recorded(
    agency: InventedAgency,
) -> None:
    """It had fewer questions, so its bytes have fewer keys, and the log holds the digest of those."""
    row = follow_ups.released(agency)
    kept = follow_ups.recorded(agency, row, follow_ups.plan("line_up"))
    before = json.loads(searches_follow_ups.stored(kept))
    for asked_now in ("picture", "is_sequential", "fillers", "is_recorded", "sureness"):
        del before["line_up"][asked_now]
    older = canonical.encode(before)
    sealed = content.seal_part(row.pk, f"follow-up-{kept.pk}", older)
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute(
            "UPDATE searches_followup SET sealed = %s WHERE id = %s", [sealed, kept.pk]
        )
    parts = opened(
        disclosures.taken(agency, disclosures.made(agency, disclosures.asked(agency, row)))
    )
    assert parts["outcome/1.json"] == older
    kept.refresh_from_db()
    read = searches_follow_ups.opened(kept)
    assert isinstance(read, Plan)
    assert read.line_up is not None
    assert (read.line_up.is_blind, read.line_up.fillers) == (True, None)


def test_what_was_replaced_before_anybody_decided_is_in_it(agency: InventedAgency) -> None:
    with matchers.for_a_while(agency):
        row = builders.search_request_at(agency, Status.NO_LEAD, paper=drawings.pdf())
    parts = opened(
        disclosures.taken(agency, disclosures.made(agency, disclosures.asked(agency, row)))
    )
    images = [name for name in parts if name.startswith("probe/")]
    assert len(images) == 3 * row.probes.count()
    stored = row.files.get(kind="judicial_document")
    assert parts["request/document-1.pdf"] == content.open_file(stored)
    listed = {each["name"]: each for each in as_json(parts, "manifest.json")["entries"]}
    assert listed["request/document-1.pdf"]["event"]
    runs = as_json(parts, "request/rules.json")
    assert len(runs) == row.check_runs.count()
    assert as_json(parts, "request/request.json")["reference"] == row.reference
    assert as_json(parts, "search/attempts.json")[-1]["outcome"] == "answered"


def test_what_the_rules_found_of_a_selection_says_whose_it_was(
    agency: InventedAgency, row: SearchRequest
) -> None:
    made = disclosures.made(agency, disclosures.asked(agency, row))
    runs = as_json(opened(disclosures.taken(agency, made)), "request/rules.json")
    selections = [run["examiner"] for run in runs if run["stage"] == "examine"]
    assert selections == [1, 2]
    assert all("examiner" not in run for run in runs if run["stage"] != "examine")


def test_what_the_log_does_not_vouch_for_names_no_event(
    agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where somebody who holds the key has put another report in its place.
    other = outcome.encode(follow_ups.report(words="Something else was put here afterwards."))
    monkeypatch.setattr(disclosure_examined.follow_ups, "stored", lambda _row: other)
    second = disclosures.made(agency, disclosures.asked(agency, row))
    monkeypatch.undo()
    manifest = as_json(opened(disclosures.taken(agency, second)), "manifest.json")
    named = {each["name"]: each["event"] for each in manifest["entries"]}
    assert named["outcome/1.json"] is None
    assert named["lead/sheet.json"]


def test_what_cannot_be_made_is_said_and_nothing_else_is_lost(
    agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> Any:
        raise LookupError("the log does not hold what its checkpoint says")

    monkeypatch.setattr(disclosure_log.places, "proof", broken)
    second = disclosures.made(agency, disclosures.asked(agency, row))
    manifest = as_json(opened(disclosures.taken(agency, second)), "manifest.json")
    absent = {each["name"]: each["why"] for each in manifest["absent"]}
    proofs = {why for name, why in absent.items() if name.endswith(".tlog-proof")}
    assert proofs == {"not_made"}
    assert "lead/sheet.json" in {each["name"] for each in manifest["entries"]}


def test_a_picture_destroyed_while_it_is_copied_is_not_stored_again(
    agency: InventedAgency, row: SearchRequest
) -> None:
    second = disclosures.asked(agency, row)
    disclosures.made_until_summary(agency, second)

    def meanwhile(pack: DisclosurePack, parts: Any) -> bytes:
        with examiners.past_the_guards("searches_candidatepicture") as administrator:
            administrator.execute(
                "UPDATE searches_candidatepicture SET state = 'destroyed', sealed = NULL, sealed_key = NULL,"
                " sealed_about = NULL WHERE search_request_id = %s AND position = 1",
                [row.pk],
            )
        return b"a summary"

    with pytest.raises(StaleRead):
        disclose.go_on(
            actor=agency.actor("privacy"), search_request_id=row.pk, pack_id=second.pk,
            summary=meanwhile,
        )  # fmt: skip


def test_a_search_about_a_person_at_risk_goes_to_no_party(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with examiners.past_the_guards("searches_justification") as administrator:
        administrator.execute(
            "UPDATE searches_justification SET purpose_code = 'missing_person' WHERE search_request_id = %s",
            [row.pk],
        )
    for recipient in ("prosecutor", "defence"):
        with pytest.raises(PreconditionFailed) as refused:
            disclosures.asked(agency, row, recipient=recipient)
        assert refused.value.reason == "not_for_a_prosecution"
    assert disclosures.asked(agency, row, recipient="court").recipient == "court"


def test_one_whose_manifest_was_replaced_is_not_taken(
    agency: InventedAgency, pack: DisclosurePack
) -> None:
    with examiners.past_the_guards("searches_disclosurepack") as administrator:
        administrator.execute(
            "UPDATE searches_disclosurepack SET manifest ="
            " convert_to(replace(convert_from(manifest, 'UTF8'), 'prosecutor', 'defence'), 'UTF8')"
        )
    with pytest.raises(content.ContentDamaged):
        disclosures.taken(agency, pack)


def test_what_is_damaged_is_left_out_and_nothing_else_is_lost(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute(
            "UPDATE searches_followup SET sealed = 'x' WHERE search_request_id = %s AND number = 1",
            [row.pk],
        )
    second = disclosures.made(agency, disclosures.asked(agency, row))
    parts = opened(disclosures.taken(agency, second))
    absent = {each["name"]: each["why"] for each in as_json(parts, "manifest.json")["absent"]}
    assert absent["outcome/1.json"] == "damaged"
    assert "outcome/2.json" in parts


def test_a_search_without_a_lead_is_disclosed_as_well(agency: InventedAgency) -> None:
    row = without_lead(agency)
    parts = opened(
        disclosures.taken(agency, disclosures.made(agency, disclosures.asked(agency, row)))
    )
    assert as_json(parts, "examination/examiners.json")["selected"] is None
    assert not [name for name in parts if name.startswith("lead/")]


def without_lead(agency: InventedAgency) -> SearchRequest:
    """A search that ended without a lead."""
    with matchers.for_a_while(agency):
        return builders.search_request_at(agency, Status.NO_LEAD)


# --- how it is made


def test_each_step_is_recorded_and_the_parts_are_sealed(
    row: SearchRequest, pack: DisclosurePack
) -> None:
    recorded = events(row)
    assert recorded[0] == "disclosure.asked"
    assert recorded[-1] == "disclosure.made"
    assert {*recorded[1:-1]} == {"disclosure.continued"}
    assert len(recorded) >= 4
    for part in DisclosurePart.objects.filter(pack=pack, left_out=""):
        sealed = bytes(part.sealed or b"")
        assert hashlib.sha256(sealed).hexdigest() != part.sha256
    made = Event.objects.get(request_id=row.pk, code="disclosure.made")
    facts = json.loads(bytes(made.entry))["body"]["facts"]
    assert facts["file_digest"] == pack.file_sha256
    assert facts["manifest_digest"] == hashlib.sha256(bytes(pack.manifest or b"")).hexdigest()


def test_a_finished_pack_does_not_go_on(agency: InventedAgency, pack: DisclosurePack) -> None:
    with pytest.raises(PreconditionFailed) as refused:
        disclosures.one_step(agency, pack)
    assert refused.value.reason == "disclosure_made"


def test_what_somebody_else_made_meanwhile_stays(
    agency: InventedAgency, row: SearchRequest
) -> None:
    second = disclosures.asked(agency, row)
    disclosures.made_until_summary(agency, second)

    def meanwhile(pack: DisclosurePack, parts: Any) -> bytes:
        disclosures.one_step(agency, second, "sergeant")
        return b"another summary"

    before = DisclosurePart.objects.filter(pack=second).count()
    with pytest.raises(StaleRead):
        disclose.go_on(
            actor=agency.actor("privacy"), search_request_id=row.pk, pack_id=second.pk,
            summary=meanwhile,
        )  # fmt: skip
    assert DisclosurePart.objects.filter(pack=second).count() == before + 1


def test_one_that_is_not_finished_is_not_taken(agency: InventedAgency, row: SearchRequest) -> None:
    second = disclosures.asked(agency, row)
    with pytest.raises(PreconditionFailed) as refused:
        disclosures.taken(agency, second)
    assert refused.value.reason == "disclosure_not_made"


def test_the_taking_is_recorded_before_the_first_byte(
    agency: InventedAgency, row: SearchRequest, pack: DisclosurePack
) -> None:
    disclose.take(actor=agency.actor("privacy"), search_request_id=row.pk, pack_id=pack.pk)
    assert events(row)[-1] == "disclosure.taken"


# --- who may, and when


@pytest.mark.parametrize(
    ("who", "role", "refusal"),
    [
        ("officer", "officer", NotPermitted),
        ("examiner", "examiner", NotPermitted),
        ("auditor", "privacy_auditor", NotPermitted),
        ("supervisor3", "supervisor", NotFound),
    ],
)
def test_others_do_not_ask_open_go_on_or_take(
    agency: InventedAgency,
    row: SearchRequest,
    pack: DisclosurePack,
    who: str,
    role: str,
    refusal: type[Exception],
) -> None:
    which: Any = {"actor": agency.actor(who, role), "search_request_id": row.pk}
    before = events(row)
    for act in (
        lambda: disclose.ask(**which, wanted=disclosures.wanted()),
        lambda: open_disclosure(**which, pack_id=pack.pk),
        lambda: disclose.go_on(**which, pack_id=pack.pk, summary=disclosures.summary),
        lambda: disclose.take(**which, pack_id=pack.pk),
    ):
        with pytest.raises(refusal):
            act()
    assert events(row) == before


def test_whoever_asked_for_the_search_does_not_disclose_it(agency: InventedAgency) -> None:
    with matchers.for_a_while(agency):
        row = builders.search_request_at(agency, Status.NO_LEAD, by="sergeant")
    with pytest.raises(NotPermitted) as refused:
        disclosures.asked(agency, row, "sergeant")
    assert refused.value.reason == "own_request"


@pytest.mark.parametrize("status", [Status.AWAITING_DECISION, Status.APPROVED, Status.REFUSED])
def test_before_the_end_nothing_is_disclosed(agency: InventedAgency, status: Status) -> None:
    row = builders.search_request_at(agency, status)
    with pytest.raises(PreconditionFailed) as refused:
        disclosures.asked(agency, row)
    assert refused.value.reason == "not_disclosed_yet"


def test_while_examiners_compare_nothing_is_disclosed(agency: InventedAgency) -> None:
    row = matchers.one_result(agency)
    examiners.concluded(agency, "examiner", row, selected=1)
    with pytest.raises(PreconditionFailed):
        disclosures.asked(agency, row)


def test_a_closed_request_is_disclosed_and_stays_closed(agency: InventedAgency) -> None:
    with matchers.for_a_while(agency):
        row = builders.search_request_at(agency, Status.CLOSED)
    disclosures.made(agency, disclosures.asked(agency, row))
    row.refresh_from_db()
    assert row.status == "CLOSED"


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"recipient": "press"}, {"recipient"}),
        ({"profile": ""}, {"profile"}),
        ({"language": "de"}, {"language"}),
        ({"said": Asked("", "", disclosures.REASON)}, {"name"}),
        ({"said": Asked("Counsel", "", "because")}, {"reason"}),
        ({"said": Asked("Counsel", "", "why so " * 1000)}, {"reason"}),
    ],
)
def test_what_is_missing_is_said(
    agency: InventedAgency, row: SearchRequest, changes: Any, problems: set[str]
) -> None:
    before = DisclosurePack.objects.count()
    with pytest.raises(BadInput) as refused:
        disclosures.asked(agency, row, **changes)
    assert {*refused.value.field_errors} == problems
    assert DisclosurePack.objects.count() == before


# --- its end


def expired(pack: DisclosurePack) -> None:
    disclose.expire(
        actor=system_actor("worker"), search_request_id=pack.search_request_id, pack_id=pack.pk
    )


def test_after_its_days_it_is_not_taken_and_the_clock_destroys_its_parts(
    agency: InventedAgency, row: SearchRequest, pack: DisclosurePack
) -> None:
    assert disclose.due_ids() == []
    with connected_as("worker"), pytest.raises(PreconditionFailed):
        expired(pack)
    disclosures.days_ago(pack, 15)
    with pytest.raises(PreconditionFailed) as refused:
        disclosures.taken(agency, pack)
    assert refused.value.reason == "disclosure_expired"
    with connected_as("worker"):
        assert disclose.due_ids() == [(row.pk, pack.pk)]
        expired(pack)
        assert disclose.due_ids() == []
        with pytest.raises(PreconditionFailed):
            expired(pack)
    assert not DisclosurePart.objects.exclude(sealed=None, sealed_key=None).exists()
    pack.refresh_from_db()
    assert pack.manifest is not None
    assert pack.file_sha256
    assert events(row)[-1] == "disclosure.expired"
    # Its page goes on to say what was in it.
    shown = open_disclosure(
        actor=agency.actor("privacy"), search_request_id=row.pk, pack_id=pack.pk
    )
    assert not shown.can_be_taken
    assert len(shown.parts) == (pack.parts or 0) + (pack.left_out or 0)


def test_a_legal_hold_keeps_it(
    agency: InventedAgency, row: SearchRequest, pack: DisclosurePack
) -> None:
    hold.set_hold(
        actor=agency.actor("privacy"),
        search_request_id=row.pk,
        reason="The county court ordered on Monday that the whole file be kept until June.",
        review_on=in_days(90),
    )
    disclosures.days_ago(pack, 15)
    with connected_as("worker"):
        assert disclose.due_ids() == []
        with pytest.raises(PreconditionFailed):
            expired(pack)


def test_the_days_are_the_agencys(agency: InventedAgency, row: SearchRequest) -> None:
    with connected_as("owner"):
        Agency.objects.update(disclosure_days=3)
    second = disclosures.asked(agency, row)
    assert (second.expires_at - second.asked_at).days == 3


def test_nothing_of_it_opens_once_the_requests_key_is_gone(
    agency: InventedAgency, row: SearchRequest, pack: DisclosurePack
) -> None:
    part = DisclosurePart.objects.filter(pack=pack, left_out="").first()
    assert part is not None
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute(
            "UPDATE searches_searchrequest SET content_destroyed_at = now() WHERE id = %s", [row.pk]
        )
    with examiners.past_the_guards("searches_contentkey") as administrator:
        administrator.execute(
            "UPDATE searches_contentkey SET wrapped = NULL, destroyed_at = now() WHERE search_request_id = %s",
            [row.pk],
        )
    with pytest.raises(content.ContentDestroyed):
        disclosure_packs.opened_part(part)
    with pytest.raises(PreconditionFailed) as refused:
        disclosures.taken(agency, pack)
    assert refused.value.reason == "content_destroyed"
    with connected_as("worker"):
        assert disclose.due_ids() == [(row.pk, pack.pk)]
        expired(pack)
