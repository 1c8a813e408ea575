"""For each trigger on the tables of searches and dispatches: a row written without its event."""

from __future__ import annotations

from typing import Any

from tests.database.rows_and_events import DIGEST, NEW, Attack, Event, copied, quoted
from tests.database.rows_attacked import Held
from tests.support import sql

DECIDED = "decision version decision_digest seconds_open probe_opened findings_unread claim_via seconds_open_total"


def one(statement: str) -> Any:
    """The one value that a statement of the owner returns; an identifier as a text."""
    ((value,),) = sql("owner", statement)
    return value if isinstance(value, int | bool | list | type(None)) else str(value)


def of(request: str) -> str:
    """The rows that belong to a request."""
    return f"search_request_id = '{request}'"


def on_requests(held: Held) -> list[Attack]:
    """Attacks on the row of the request itself."""
    officer = held.account("officer")

    def change(what: str, request: str = held.draft) -> tuple[str, ...]:
        return (f"UPDATE searches_searchrequest SET {what} WHERE id = '{request}'",)

    blank = {"id": quoted(NEW), "reference": "'NEW'", "case_lookup": "''", "urgency": "''",
             "probe_id": "NULL"}  # fmt: skip
    new = copied("searches_searchrequest", f"id = '{held.draft}'", **blank)
    filled = (("case_lookup", "'x'"), ("urgency", "'x'"), ("required_roles", "'[\"x\"]'::jsonb"),
              ("probe_id", quoted(NEW)), ("description_locked_at", "now()"), ("lapses_at", "now()"))  # fmt: skip
    submission = (
        "version = 1, submitted_at = now(), status = 'AWAITING_DECISION', status_since = now(),"
        " description_locked_at = now(), required_roles = '{supervisor}',"
        " lapses_at = now() + interval '1 day'"
    )
    saved = Event("search.draft_saved", "request", request=held.draft, other_request=held.draft2)
    other_probe = one(f"SELECT probe_id FROM searches_searchrequest WHERE id = '{held.draft2}'")
    return [
        Attack("searches_searchrequest.needs_event", (new,),
               event=Event("search.drafted", "request account started_from", request=NEW,
                           other_request=officer)),
        *(
            Attack("searches_searchrequest.begins_empty",
                   (copied("searches_searchrequest", f"id = '{held.draft}'",
                           **blank | {column: value}),))
            for column, value in filled
        ),
        Attack("searches_searchrequest.submission_needs_event", change(submission),
               event=Event("search.submitted", "request version required_roles", request=held.draft,
                           other_request=held.draft2, facts={"required_roles": ["supervisor"]})),
        Attack("searches_searchrequest.time_needs_event", change(submission),
               event=Event("search.submitted", "request", request=held.draft,
                           other_request=held.draft2)),
        Attack("searches_searchrequest.time_needs_event",
               change("status = 'APPROVED', lapses_at = now()", held.waiting3),
               event=Event("search.approved", "request", request=held.waiting3,
                           other_request=held.waiting2)),
        Attack("searches_searchrequest.urgency_needs_event", change("urgency = 'x'"), event=saved),
        Attack("searches_searchrequest.case_needs_event", change("case_lookup = 'x'"), event=saved),
        Attack("searches_searchrequest.probe_needs_event", change(f"probe_id = '{other_probe}'"),
               event=Event("probe.ingested", "request object", request=held.draft,
                           object=other_probe, other_request=held.draft2)),
        Attack("searches_searchrequest.status_as_logged",
               change("status = 'WITHDRAWN', status_since = now()", held.waiting3),
               event=Event("search.withdrawn", "request", request=held.waiting3,
                           other_request=held.waiting2)),
    ]  # fmt: skip


def on_content(held: Held) -> list[Attack]:
    """Attacks on drafts, versions, keys, pictures and files."""
    draft, draft2 = held.draft, held.draft2
    saved = Event("search.draft_saved", "request", request=draft, other_request=draft2)
    begun = Event("search.drafted", "request", request=NEW, other_request=held.claim)
    revision = one(f"SELECT revision FROM searches_draft WHERE {of(draft)}") + 1
    purpose, probe, urgency = sql(
        "owner", "SELECT purpose_code, probe_id, urgency FROM searches_justification WHERE"
        f" {of(held.waiting3)}")[0]  # fmt: skip
    version = {"purpose": purpose, "probe": str(probe), "urgency": urgency}
    key = copied("searches_contentkey", of(draft), search_request_id=quoted(NEW))
    new_probe = copied("searches_probe", of(draft), id=quoted(NEW), transmission_id=quoted(NEW),
                       width="7", height="8", metadata_removed="'[]'::jsonb", warnings="'[]'::jsonb")  # fmt: skip
    print_of = f"probe_id = (SELECT probe_id FROM searches_searchrequest WHERE id = '{draft}')"

    def file(kind: str, request: str = draft, **changes: str) -> tuple[str, ...]:
        like = f"{of(draft)} AND kind = 'judicial_document'"
        changes = {
            "id": quoted(NEW),
            "size": "1",
            "kind": quoted(kind),
            "search_request_id": quoted(request),
        } | changes
        return (copied("searches_storedfile", like, **changes),)

    remove = f"UPDATE searches_storedfile SET removed_at = now() WHERE id = '{held.paper}'"
    by_officer = "request account"
    return [
        Attack("searches_draft.needs_event",
               (copied("searches_draft", of(draft), search_request_id=quoted(NEW)),), event=begun),
        Attack("searches_draft.saving_needs_event",
               (f"UPDATE searches_draft SET revision = {revision} WHERE {of(draft)}",),
               event=Event("search.draft_saved", "request revision", request=draft,
                           other_request=draft2, facts={"revision": revision})),
        Attack("searches_justification.needs_event",
               (copied("searches_justification", of(held.waiting3), id=quoted(NEW), check_run_id="NULL",
                       search_request_id=quoted(draft)),),
               event=Event("search.submitted",
                           "request account version purpose urgency probe language", request=draft,
                           other_request=draft2, facts=version)),
        Attack("searches_contentkey.needs_event", (key,), event=begun),
        Attack("searches_contentkey.ends_with_event",
               (copied("searches_contentkey", of(draft), search_request_id=quoted(NEW),
                       wrapped="NULL", destroyed_at="now()"),)),
        Attack("searches_contentkey.ends_with_event",
               (f"UPDATE searches_contentkey SET wrapped = NULL, destroyed_at = now() WHERE {of(draft)}",),
               "owner", Event("data.erased", "request", request=draft, other_request=draft2)),
        Attack("searches_probe.needs_event", (new_probe,),
               event=Event("probe.ingested", "request object account width height metadata_removed warnings",
                           request=draft, object=NEW, other_request=draft2)),
        Attack("searches_probe.needs_saving", (new_probe,), event=saved),
        Attack("searches_probefingerprint.needs_event",
               (copied("searches_probefingerprint", print_of, probe_id=quoted(NEW)),),
               event=Event("probe.ingested", "object", request=draft, object=NEW)),
        Attack("searches_storedfile.probe_original_needs_event", file("probe_original"),
               event=Event("probe.ingested", by_officer, request=draft, other_request=draft2)),
        Attack("searches_storedfile.probe_transmission_needs_event", file("probe_transmission"),
               event=Event("probe.ingested", by_officer, request=draft, other_request=draft2)),
        Attack("searches_storedfile.judicial_document_needs_event", file("judicial_document"),
               event=Event("document.added", "request object account media_type size",
                           request=draft, object=NEW, other_request=draft2)),
        Attack("searches_storedfile.candidates_needs_event", file("candidates", held.sending),
               "dispatcher", Event("search.result_received", "request", request=held.sending,
                                   other_request=held.sending2)),
        Attack("searches_storedfile.begins_there", file("judicial_document", removed_at="now()")),
        Attack("searches_storedfile.document_needs_saving", file("judicial_document"), event=saved),
        Attack("searches_storedfile.removal_needs_event", (remove,),
               event=Event("document.removed", "request object", request=draft, object=held.paper,
                           other_request=draft2)),
        Attack("searches_storedfile.removal_needs_saving", (remove,), event=saved),
        Attack("searches_storedfile.removed_stays",
               ("UPDATE searches_storedfile SET removed_at = NULL"
                f" WHERE id = '{held.removed_paper}'",)),
    ]  # fmt: skip


def on_checks(held: Held) -> list[Attack]:
    """Attacks on what the rules found."""
    like = f"{of(held.waiting)} AND stage = 'submit'"
    run = one(f"SELECT id FROM searches_checkrun WHERE {like}")
    verdict, digest = sql(
        "owner", f"SELECT verdict, inputs_digest FROM searches_checkrun WHERE id = '{run}'"
    )[0]
    listed = one("SELECT array_agg(rule || ' ' || verb || ' ' || state ORDER BY position)"
                 f" FROM searches_finding WHERE check_run_id = '{run}'")  # fmt: skip
    said = {"verdict": verdict, "inputs_digest": digest}
    both = {"request": held.waiting, "other_request": held.waiting2}
    at_draft = {"request": held.draft, "other_request": held.draft2}
    at_approved = {"request": held.approved, "other_request": held.waiting2}
    compared = "request stage version verdict inputs_digest"
    new = {"id": quoted(NEW)}
    added = copied("searches_finding", f"check_run_id = '{run}'", **new, rule="'OTHER-1'",
                   position="99", verb="'WARN'", state="'fired'")  # fmt: skip
    forward = copied("searches_checkrun", like, **new, stage="'forward'",
                     search_request_id=quoted(held.approved))  # fmt: skip
    of_draft = new | {"search_request_id": quoted(held.draft)}
    keeping = (
        copied("searches_checkrun", like, **of_draft, keep_days="36500"),
        "INSERT INTO searches_finding (id, check_run_id, position, pack, pack_version, pack_digest, rule, verb, state)"
        f" VALUES ({quoted(NEW)}, {quoted(NEW)}, 0, 'a', '1', 'd', 'A-1', 'RETAIN', 'fired')",
    )
    return [
        Attack("searches_checkrun.needs_event", (copied("searches_checkrun", like, **of_draft),),
               event=Event("search.checked", compared, **at_draft, facts=said)),
        Attack("searches_checkrun.needs_event", (forward,), "dispatcher",
               Event("search.checked", compared, **at_approved, facts=said | {"stage": "forward"})),
        Attack("searches_checkrun.findings_as_logged",
               (copied("searches_checkrun", like, **of_draft),),
               event=Event("search.checked", f"{compared} findings", **at_draft, facts=said)),
        # A keeping of which the event says nothing would keep the content for a hundred years.
        Attack("searches_checkrun.findings_as_logged", keeping,
               event=Event("search.checked", f"{compared} findings keep_days", **at_draft,
                           facts=said | {"keep_days": 36_500, "findings": ["A-1 RETAIN fired"]})),
        Attack("searches_finding.findings_as_logged", (added,),
               event=Event("search.checked", f"{compared} findings", **both,
                           facts=said | {"findings": [*listed, "OTHER-1 WARN fired"]})),
    ]  # fmt: skip


def on_texts(held: Held) -> list[Attack]:
    """Attacks on by what a text is found again, and on what a check found by it."""
    both = {"request": held.waiting, "other_request": held.waiting2}
    signature = (copied("searches_textsignature", f"{of(held.waiting)} AND field = 'objective'",
                        id=quoted(NEW), field="'other'"),)  # fmt: skip
    run = one(f"SELECT id FROM searches_checkrun WHERE {of(held.waiting)} AND stage = 'submit'")
    found = (
        "INSERT INTO searches_aliketext (id, check_run_id, search_request_id, field, found_id,"
        f" found_version, per_mille) VALUES ('{NEW}', '{run}', '{held.waiting}', 'other',"
        f" '{held.waiting2}', 1, 950)",
    )
    return [
        # With the event of a submission it goes in as well; that needs a whole submission around it.
        Attack("searches_textsignature.needs_event", signature,
               event=Event("search.texts_indexed", "request version", **both)),
        Attack("searches_aliketext.needs_event", found,
               event=Event("search.checked", "request", **both)),
    ]  # fmt: skip


def on_claims(held: Held) -> list[Attack]:
    """Attacks on who holds a request, and on what somebody read."""
    supervisor = held.account("supervisor")
    both = {"request": held.waiting, "other_request": held.waiting2, "account": "supervisor"}
    taken = (
        "INSERT INTO searches_claim (id, search_request_id, account_id, claimed_at, until, via,"
        f" ended_how) VALUES ('{NEW}', '{held.waiting3}', '{supervisor}', now(),"
        " now() + interval '1 minute', 'queue', '')"
    )

    def end(how: str, claim: str = f"id = '{held.claim}'") -> tuple[str, ...]:
        return (f"UPDATE searches_claim SET ended_at = now(), ended_how = '{how}' WHERE {claim}",)

    def read(kind: str) -> tuple[str, ...]:
        like = f"{of(held.approved)} AND kind = 'decision_page'"
        return (copied("searches_reading", like, id=quoted(NEW), kind=quoted(kind),
                       search_request_id=quoted(held.waiting)),)  # fmt: skip

    page = one(f"SELECT digest FROM searches_reading WHERE {of(held.approved)}"
               " AND kind = 'decision_page' LIMIT 1")  # fmt: skip
    return [
        Attack("searches_claim.needs_event", (taken,),
               event=Event("search.claimed", "request account claim via",
                           **both | {"request": held.waiting3})),
        Attack("searches_claim.renewed_needs_event", (
                   "UPDATE searches_claim SET first_until = until, until = until + interval '1 second'"
                   f" WHERE id = '{held.claim}'",),
               event=Event("search.claim_renewed", "request account claim", **both,
                           facts={"claim": held.claim})),
        Attack("searches_claim.released_needs_event", end("released"),
               event=Event("search.claim_released", "request account claim", **both,
                           facts={"claim": held.claim})),
        *(
            Attack("searches_claim.decided_needs_event", end("decided"),
                   event=Event(code, "request account", **both))
            for code in ("search.decision_recorded", "search.returned", "search.refused")
        ),
        Attack("searches_claim.lapsed_needs_event", end("lapsed", of(held.waiting2)),
               event=Event("search.claimed", "request", request=held.waiting2,
                           other_request=held.waiting3)),
        Attack("searches_claim.withdrawn_needs_event", end("withdrawn"),
               event=Event("search.withdrawn", "request", request=held.waiting,
                           other_request=held.waiting2)),
        Attack("searches_claim.expired_needs_event", end("expired"), "worker",
               Event("search.expired", "request", request=held.waiting, other_request=held.waiting2)),
        *(
            Attack("searches_claim.right_ended_needs_event",
                   end("right_ended", of(held.waiting4)),
                   event=Event(code, "request", request=held.waiting4, other_request=held.waiting3,
                               facts={"claim": held.rightless}))
            for code in ("search.claim_ended", "search.claimed")
        ),
        Attack("searches_claim.ended_stays", end("released", of(held.approved))),
        Attack("searches_claim.ended_stays", end("lost")),
        Attack("searches_reading.page_needs_event", read("decision_page"),
               event=Event("record.viewed", "request account version digest", **both,
                           facts={"digest": page})),
        Attack("searches_reading.probe_needs_event", read("probe"),
               event=Event("probe.viewed", "request account version", **both)),
        Attack("searches_reading.candidates_need_event", read("candidates"),
               event=Event("candidates.viewed", "request account version", **both)),
        Attack("searches_reading.no_other_kind", read("other")),
    ]  # fmt: skip


def on_decisions(held: Held) -> list[Attack]:
    """Attacks on decisions and on what is queued; authorisations are attacked with all their facts elsewhere."""
    both = {"request": held.waiting, "other_request": held.waiting2}
    decision = {"id": quoted(NEW), "search_request_id": quoted(held.waiting), "digest_read": quoted(DIGEST),
                "seconds_open": "9", "seconds_open_total": "9", "findings_unread": "'[]'::jsonb", "claim_via": "'queue'"}  # fmt: skip
    search_id = one(f"SELECT search_id FROM searches_authorisation WHERE {of(held.unsent)}")
    unsent = copied("dispatch_dispatch", of(held.approved), search_id=quoted(search_id),
                    search_request_id=quoted(held.unsent))  # fmt: skip
    return [
        *(
            Attack(f"searches_decision.{outcome}_needs_event",
                   (copied("searches_decision", of(held.approved), **decision, outcome=quoted(outcome)),),
                   event=Event(code, f"request account acting_as {DECIDED}", **both,
                               account="supervisor", role="supervisor"))
            for outcome, code in (("approve", "search.decision_recorded"),
                                  ("return", "search.returned"), ("refuse", "search.refused"))
        ),
        Attack("dispatch_dispatch.needs_event", (unsent,)),
    ]  # fmt: skip


def on_notices(held: Held) -> list[Attack]:
    """Attacks on the times at which the mail of a notice is tried."""
    due, given_up, sent = (
        one(f"SELECT id FROM searches_notice WHERE {of(request)} ORDER BY id LIMIT 1")
        for request in (held.waiting, held.waiting2, held.waiting3)
    )

    def change(what: str, notice: str) -> tuple[str, ...]:
        return (f"UPDATE searches_notice SET {what} WHERE id = '{notice}'",)

    def tried(code: str) -> Event:
        return Event(code, "request notice", request=held.waiting, other_request=held.waiting2,
                     facts={"notice": due})  # fmt: skip

    later, never, more = (
        "email_next_at = now() + interval '9 years'", "email_next_at = NULL", "email_attempts = 200"
    )  # fmt: skip
    return [
        *(
            Attack("searches_notice.mail_failure_needs_event", change(what, due), "worker",
                   tried("notice.failed"))
            for what in (later, never, more)
        ),
        # The web's login holds these columns, and cannot say that a try failed.
        *(
            Attack("searches_notice.mail_failure_needs_event", change(what, due))
            for what in (later, never, more)
        ),
        *(
            Attack("searches_notice.mail_again_needs_event", change(what, given_up),
                   event=Event("notice.requeued", account="operator", role="operator"))
            for what in ("email_next_at = now()", more)
        ),
        Attack("searches_notice.mail_again_needs_event", change("email_next_at = now()", given_up),
               "worker"),
        Attack("searches_notice.mail_needs_event",
               change("emailed_at = now(), email_next_at = NULL", due), "worker",
               tried("notice.sent")),
        *(
            Attack("searches_notice.mail_sent_stays", change(what, sent), login)
            for login, what in (("web", more), ("worker", more), ("worker", "emailed_at = NULL"),
                                ("worker", "emailed_at = NULL, email_next_at = now()"))
        ),
    ]  # fmt: skip


def on_dispatches(held: Held) -> list[Attack]:
    """Attacks on what waits in the outbox, what was tried and what came back."""
    ids = {
        name: one(f"SELECT search_id FROM dispatch_dispatch WHERE {of(held.ids[name])}")
        for name in ("approved", "sending", "failed")
    }
    approved, sending, failed = ids["approved"], ids["sending"], ids["failed"]
    of_approved = {"request": held.approved, "other_request": held.approved2}
    of_sending = {"request": held.sending, "other_request": held.sending2}
    named = {name: {"search_id": value} for name, value in ids.items()}

    def become(state: str, search: str = approved, also: str = "") -> str:
        return f"UPDATE dispatch_dispatch SET state = '{state}'{also} WHERE search_id = '{search}'"

    def take(search: str = approved) -> str:
        return become(
            "claimed", search, ", fence = fence + 1, lease_until = now() + interval '1 hour'"
        )

    ends = ", lease_until = NULL"
    tried = copied("dispatch_attempt", f"dispatch_id = '{sending}'", id=quoted(NEW), fence="95",
                   number="1", grant_jti=f"'{NEW}'", outcome="''", ended_at="NULL")  # fmt: skip
    ended = copied("dispatch_attempt", f"dispatch_id = '{sending}'", id=quoted(NEW), fence="95",
                   outcome="'answered'", ended_at="now()")  # fmt: skip
    result = (
        "INSERT INTO dispatch_searchresult (dispatch_id, search_request_id, candidates_id, received_at,"
        " engine, engine_version, score_scale, mode, threshold_applied, candidate_limit,"
        " candidate_count, answer_digest, not_a_face_recogniser, replayed, lower_is_better) VALUES"
        f" ('{sending}', '{held.sending}', '{NEW}', now(), 'e', '1', 'x', 'm', '', 5, 3, '', true, false,"
        " false)"
    )

    def finish(outcome: str) -> tuple[str, ...]:
        return (f"UPDATE dispatch_attempt SET outcome = '{outcome}', ended_at = now()"
                f" WHERE dispatch_id = '{sending}' AND fence = 90",)  # fmt: skip

    sender = "dispatcher"
    return [
        *(
            Attack("dispatch_dispatch.claim_needs_event", (take(),), sender,
                   Event(code, "request", **of_approved))
            for code in ("search.forward_started", "search.held", "search.forward_failed")
        ),
        Attack("dispatch_dispatch.claim_needs_event",
               (f"UPDATE dispatch_dispatch SET fence = 50 WHERE search_id = '{approved}'",), sender,
               Event("search.held", "request", **of_approved)),
        Attack("dispatch_dispatch.retry_needs_event", (become("ready", failed, ", finished_at = NULL"),),
               event=Event("search.retried", "request search_id", request=held.failed,
                           other_request=held.failed2, facts=named["failed"])),
        *(
            Attack("dispatch_dispatch.delay_needs_event", (take(), become("ready", also=ends)), sender,
                   Event(code, "request search_id", **of_approved, facts=named["approved"]))
            for code in ("search.attempt_failed", "search.result_quarantined")
        ),
        Attack("dispatch_dispatch.hold_needs_event", (take(), become("held", also=ends)), sender,
               Event("search.held", "request search_id", **of_approved, facts=named["approved"])),
        Attack("dispatch_dispatch.end_needs_event", (take(sending), become("done", sending, ends)), sender,
               Event("search.result_received", "request search_id", **of_sending,
                     facts=named["sending"])),
        Attack("dispatch_dispatch.failure_needs_event", (become("dead"),), sender,
               Event("search.forward_failed", "request", **of_approved)),
        Attack("dispatch_dispatch.cancelling_needs_event", (become("cancelled"),),
               event=Event("search.withdrawn", "request", **of_approved)),
        *(
            Attack("dispatch_dispatch.cancelling_needs_event", (become("cancelled"),), login,
                   Event(code, "request", **of_approved))
            for login, code in (("worker", "search.expired"), (sender, "search.expired"),
                                (sender, "search.dispatch_cancelled"))
        ),
        Attack("dispatch_dispatch.stays_without_event",
               (f"UPDATE dispatch_dispatch SET last_error = 'x' WHERE search_id = '{approved}'",)),
        Attack("dispatch_attempt.needs_event", (tried,), sender,
               Event("search.grant_issued", "search_id jti attempt", **of_sending,
                     facts=named["sending"])),
        Attack("dispatch_attempt.begins_open", (ended,), sender),
        *(
            Attack(f"dispatch_attempt.{outcome}_needs_event", finish(outcome), sender,
                   Event(code, compared, **of_sending, facts=named["sending"] | more))
            for outcome, code, compared, more in (
                ("answered", "search.result_received", "search_id", {}),
                ("failed", "search.attempt_failed", "search_id", {}),
                ("failed", "search.result_quarantined", "search_id", {}),
                ("stale", "search.attempt_stale", "search_id", {}),
                ("lost", "search.attempt_failed", "search_id attempt", {"attempt": 9}),
            )
        ),
        Attack("dispatch_attempt.no_other_outcome", finish("other"), sender),
        Attack("dispatch_searchresult.needs_event", (result,), sender,
               Event("search.result_received", "request search_id candidate_count mode replayed",
                     **of_sending, facts=named["sending"])),
    ]  # fmt: skip
