"""What is kept of a search request is written only together with the event that says so.

A draft is frozen by its event's own moves: `search.draft_saved` goes in for a draft and a returned request
alone. The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations


def needs(table: str, name: str, when: str, *arguments: str, only: str = "") -> str:
    """Return the SQL of one trigger that asks for an event when the transaction ends.

    Args:
        table, name: where it hangs and how it is called.
        when: INSERT, or UPDATE.
        arguments: as `audit.require_event` takes them (`audit/migrations/0005`).
        only: a condition on OLD and NEW; empty for every row.
    """
    quoted = ", ".join(f"'{argument}'" for argument in arguments)
    condition = f"WHEN ({only})" if only else ""
    return f"""
CREATE CONSTRAINT TRIGGER {name} AFTER {when} ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {condition}
  EXECUTE FUNCTION audit.require_event({quoted});
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""


def differs(*columns: str) -> str:
    """Return the condition that one of these columns changes."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


OF = "request=search_request_id"
SAVED = ("search.draft_saved", OF)

REQUEST = [
    needs("searches_searchrequest", "needs_event", "INSERT",
          "search.drafted", "request=id", "account=requested_by_id", "started_from=started_from_id"),
    needs("searches_searchrequest", "begins_empty", "INSERT", "",
          only="NEW.case_lookup <> '' OR NEW.urgency <> '' OR NEW.required_roles <> '{}'"
               " OR num_nonnulls(NEW.probe_id, NEW.description_locked_at, NEW.lapses_at) > 0"),
    needs("searches_searchrequest", "submission_needs_event", "UPDATE",
          "search.submitted", "request=id", "version=version", "required_roles=required_roles",
          only=differs("version", "submitted_at", "required_roles", "description_locked_at")),
    needs("searches_searchrequest", "time_needs_event", "UPDATE",
          "search.submitted search.approved", "request=id", only=differs("lapses_at")),
    needs("searches_searchrequest", "urgency_needs_event", "UPDATE",
          "search.submitted search.draft_saved", "request=id", only=differs("urgency")),
    needs("searches_searchrequest", "case_needs_event", "UPDATE",
          "search.draft_saved", "request=id", only=differs("case_lookup")),
    needs("searches_searchrequest", "probe_needs_event", "UPDATE",
          "probe.ingested", "request=id", "object=probe_id", only=differs("probe_id")),
]  # fmt: skip

# What no event allows: roles that shrink within a version, a version that is not the next one, a
# description that is unlocked, the time of a status that stays.
MOVES_TOGETHER = """
CREATE FUNCTION searches_guard_what_was_submitted() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.version <> OLD.version
     AND (NEW.version <> OLD.version + 1 OR NEW.status <> 'AWAITING_DECISION'
          OR OLD.status NOT IN ('DRAFT', 'RETURNED')) THEN
    RAISE EXCEPTION 'the next version is made by submitting it' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version = OLD.version
     AND (NEW.required_roles, NEW.submitted_at, NEW.unit_id)
         IS DISTINCT FROM (OLD.required_roles, OLD.submitted_at, OLD.unit_id) THEN
    RAISE EXCEPTION 'what was submitted stays, the roles it demands included'
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.description_locked_at IS NOT NULL
     AND NEW.description_locked_at IS DISTINCT FROM OLD.description_locked_at THEN
    RAISE EXCEPTION 'a description that is locked stays so' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status = OLD.status AND NEW.status_since <> OLD.status_since THEN
    RAISE EXCEPTION 'a status has begun when it began' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status NOT IN ('DRAFT', 'RETURNED') AND OLD.status NOT IN ('DRAFT', 'RETURNED')
     AND (NEW.probe_id, NEW.case_lookup, NEW.urgency)
         IS DISTINCT FROM (OLD.probe_id, OLD.case_lookup, OLD.urgency) THEN
    RAISE EXCEPTION 'picture, case and urgency change in a draft alone'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_what_was_submitted BEFORE UPDATE ON searches_searchrequest
  FOR EACH ROW EXECUTE FUNCTION searches_guard_what_was_submitted();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_what_was_submitted;
"""

CONTENT = [
    needs("searches_draft", "needs_event", "INSERT", "search.drafted", OF),
    needs("searches_draft", "saving_needs_event", "UPDATE", *SAVED, "revision=revision"),
    needs("searches_justification", "needs_event", "INSERT",
          "search.submitted", OF, "account=submitted_by_id", "version=version",
          "purpose=purpose_code", "urgency=urgency", "probe=probe_id", "language=language"),
    needs("searches_contentkey", "needs_event", "INSERT", "search.drafted", OF),
    needs("searches_probe", "needs_event", "INSERT",
          "probe.ingested", OF, "object=id", "account=added_by_id", "width=width", "height=height",
          "metadata_removed=metadata_removed", "warnings=warnings"),
    needs("searches_probe", "needs_saving", "INSERT", *SAVED),
    needs("searches_probefingerprint", "needs_event", "INSERT", "probe.ingested", "object=probe_id"),
    *(
        needs("searches_storedfile", f"{kind}_needs_event", "INSERT", *arguments,
              only=f"NEW.kind = '{kind}'")
        for kind, arguments in (
            ("probe_original", ("probe.ingested", OF, "account=added_by_id")),
            ("probe_transmission", ("probe.ingested", OF, "account=added_by_id")),
            ("judicial_document", ("document.added", OF, "object=id", "account=added_by_id",
                                   "media_type=media_type", "size=size")),
            ("candidates", ("search.result_received", OF)),
        )
    ),
    needs("searches_storedfile", "begins_there", "INSERT", "", only="NEW.removed_at IS NOT NULL"),
    needs("searches_storedfile", "document_needs_saving", "INSERT", *SAVED,
          only="NEW.kind = 'judicial_document'"),
    needs("searches_storedfile", "removal_needs_event", "UPDATE",
          "document.removed", OF, "object=id", only="OLD.removed_at IS NULL"),
    needs("searches_storedfile", "removal_needs_saving", "UPDATE", *SAVED,
          only="OLD.removed_at IS NULL"),
    needs("searches_storedfile", "removed_stays", "UPDATE", "", only="OLD.removed_at IS NOT NULL"),
]  # fmt: skip

CHECKS = [
    needs("searches_checkrun", "needs_event", "INSERT",
          "search.checked", OF, "stage=stage", "version=version", "verdict=verdict",
          "inputs_digest=inputs_digest"),
    """
-- A stage is checked by the process that acts at it, and an event names each finding in its place.
CREATE FUNCTION searches_guard_checkrun() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'countersign_dispatcher' AND NEW.stage <> 'forward'
     OR session_user = 'countersign_web' AND NEW.stage NOT IN ('submit', 'approve') THEN
    RAISE EXCEPTION 'login % does not check at the stage %', session_user, NEW.stage
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_checkrun BEFORE INSERT ON searches_checkrun
  FOR EACH ROW EXECUTE FUNCTION searches_guard_checkrun();
ALTER TABLE searches_checkrun ENABLE ALWAYS TRIGGER guard_checkrun;

CREATE FUNCTION searches_findings_as_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  of_run uuid := (CASE TG_TABLE_NAME WHEN 'searches_checkrun' THEN to_jsonb(NEW) ->> 'id'
                                     ELSE to_jsonb(NEW) ->> 'check_run_id' END)::uuid;
  run searches_checkrun;
  found text[];
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  SELECT * INTO run FROM searches_checkrun WHERE id = of_run;
  SELECT coalesce(array_agg(rule || ' ' || verb || ' ' || state ORDER BY position), '{}') INTO found
    FROM searches_finding WHERE check_run_id = of_run;
  IF NOT EXISTS (
    SELECT FROM audit.event AS said
    WHERE said.xid = pg_current_xact_id() AND said.code = 'search.checked'
      AND said.request_id = run.search_request_id
      AND convert_from(said.entry, 'UTF8')::jsonb #> '{body,facts}' @> jsonb_build_object(
        'stage', run.stage, 'version', run.version, 'verdict', run.verdict,
        'inputs_digest', run.inputs_digest)
      AND convert_from(said.entry, 'UTF8')::jsonb #> '{body,facts,findings}' = to_jsonb(found)
  ) THEN
    RAISE EXCEPTION 'the findings of a check are those that its event names'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_findings_as_logged() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER findings_as_logged AFTER INSERT ON searches_checkrun
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION searches_findings_as_logged();
ALTER TABLE searches_checkrun ENABLE ALWAYS TRIGGER findings_as_logged;
-- Once for each finding that begins a list, and for each that is added to one of an earlier moment.
CREATE CONSTRAINT TRIGGER findings_as_logged AFTER INSERT ON searches_finding
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION searches_findings_as_logged();
ALTER TABLE searches_finding ENABLE ALWAYS TRIGGER findings_as_logged;
""",
]  # fmt: skip

CLAIMS = [
    needs("searches_claim", "needs_event", "INSERT",
          "search.claimed", OF, "account=account_id", "claim=id", "via=via"),
    *(
        needs("searches_claim", f"{how}_needs_event", "UPDATE", *arguments,
              only=f"OLD.ended_at IS NULL AND NEW.ended_how = '{how}'")
        for how, arguments in (
            ("released", ("search.claim_released", OF, "account=account_id", "claim=id")),
            ("decided", ("search.decision_recorded search.returned search.refused", OF,
                         "account=account_id")),
            ("lapsed", ("search.claimed", OF)),
            ("withdrawn", ("search.withdrawn", OF)),
            ("expired", ("search.expired", OF)),
        )
    ),
    needs("searches_claim", "ended_stays", "UPDATE", "",
          only="OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.ended_how NOT IN "
               "('released', 'decided', 'lapsed', 'withdrawn', 'expired')"),
    """
-- How long a claim lasts is the agency's word, and one that has not run out has not lapsed.
CREATE FUNCTION searches_guard_claim() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.ended_at IS NOT NULL OR NEW.until <= NEW.claimed_at
       OR NEW.until > NEW.claimed_at + make_interval(mins =>
            (SELECT claim_minutes::integer FROM registry_agency))
       OR NEW.claimed_at > clock_timestamp() + interval '1 minute' THEN
      RAISE EXCEPTION 'a claim lasts from now for as long as the agency says'
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF (NEW.id, NEW.search_request_id, NEW.account_id, NEW.claimed_at, NEW.until, NEW.via)
        IS DISTINCT FROM
        (OLD.id, OLD.search_request_id, OLD.account_id, OLD.claimed_at, OLD.until, OLD.via) THEN
    RAISE EXCEPTION 'who holds a claim, and until when, cannot change'
      USING ERRCODE = 'check_violation';
  ELSIF NEW.ended_how = 'lapsed' AND NEW.until > clock_timestamp() THEN
    RAISE EXCEPTION 'a claim that has not run out has not lapsed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_claim BEFORE INSERT OR UPDATE ON searches_claim
  FOR EACH ROW EXECUTE FUNCTION searches_guard_claim();
ALTER TABLE searches_claim ENABLE ALWAYS TRIGGER guard_claim;
""",
]  # fmt: skip

READINGS = [
    """
ALTER TABLE searches_reading ADD CONSTRAINT reading_account_is_person
  FOREIGN KEY (account_id, person_id) REFERENCES accounts_account (id, person_id);
""",
    needs("searches_reading", "page_needs_event", "INSERT",
          "record.viewed", OF, "account=account_id", "version=version", "digest=digest",
          only="NEW.kind = 'decision_page'"),
    needs("searches_reading", "probe_needs_event", "INSERT",
          "probe.viewed", OF, "account=account_id", "version=version", only="NEW.kind = 'probe'"),
    needs("searches_reading", "candidates_need_event", "INSERT",
          "candidates.viewed", OF, "account=account_id", "version=version",
          only="NEW.kind = 'candidates'"),
    needs("searches_reading", "no_other_kind", "INSERT", "",
          only="NEW.kind NOT IN ('decision_page', 'probe', 'candidates')"),
]  # fmt: skip

DECISION = ("account=decided_by_id", "acting_as=role", "decision=id", "version=version",
            "decision_digest=digest_read", "seconds_open=seconds_open",
            "probe_opened=probe_opened", "findings_unread=findings_unread",
            "claim_via=claim_via")  # fmt: skip
DECISIONS = [
    *(
        needs("searches_decision", f"{outcome}_needs_event", "INSERT", code, OF, *DECISION,
              only=f"NEW.outcome = '{outcome}'")
        for outcome, code in (
            ("approve", "search.decision_recorded"),
            ("return", "search.returned"),
            ("refuse", "search.refused"),
        )
    ),
    needs("searches_authorisation", "needs_event", "INSERT",
          "search.approved", OF, "search_id=search_id", "requester_person=requested_by_person_id",
          "decision_digest=decision_digest", "probe_commitment=probe_commitment",
          "gallery_digest=gallery_digest", "mode=mode", "purpose_code=purpose_code",
          "candidate_limit=candidate_limit", "threshold=threshold"),
]  # fmt: skip

# For the owner as well: that a key is gone must never be without its word.
KEYS = """
CREATE FUNCTION searches_key_ends_with_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.wrapped IS NULL AND NOT audit.said_now(ARRAY['data.erased'], NEW.search_request_id) THEN
    RAISE EXCEPTION 'a content key is destroyed together with the event data.erased'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_key_ends_with_event() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER ends_with_event AFTER INSERT OR UPDATE ON searches_contentkey
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION searches_key_ends_with_event();
ALTER TABLE searches_contentkey ENABLE ALWAYS TRIGGER ends_with_event;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0003_status_as_the_log_says"),
        ("audit", "0005_rows_with_their_events"),
        ("accounts", "0005_rows_with_their_events"),
        ("registry", "0002_pack_versions"),
    ]
    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop)
        for statement in (
            *REQUEST, MOVES_TOGETHER, *CONTENT, *CHECKS, *CLAIMS, *READINGS, *DECISIONS, KEYS,
        )
    ]  # fmt: skip
