"""A decision is a decider's, and an authorisation says what its `search.approved` and the registry say.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

DECISION = """
CREATE OR REPLACE FUNCTION searches_guard_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked searches_searchrequest;
BEGIN
  SELECT * INTO asked FROM searches_searchrequest WHERE id = NEW.search_request_id;
  IF NOT FOUND OR asked.status <> 'AWAITING_DECISION' OR asked.version <> NEW.version THEN
    RAISE EXCEPTION 'a decision needs a request that awaits one, in this version'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_account a
    WHERE a.id = NEW.decided_by_id AND a.person_id = NEW.decided_by_person_id AND a.is_active
      AND NOT a.is_superuser
  ) THEN
    RAISE EXCEPTION 'the decider is not the person behind the account, or it is shut'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.role <> 'supervisor' AND NEW.role <> ALL (asked.required_roles) THEN
    RAISE EXCEPTION 'nobody asked for a decision in the role %', NEW.role
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_roleassignment held
    WHERE held.account_id = NEW.decided_by_id AND held.role = NEW.role AND held.withdrawn_at IS NULL
  ) THEN
    RAISE EXCEPTION 'the decider does not hold the role %', NEW.role
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_decideright held
    JOIN accounts_unitpermissionheld shadow ON shadow.decide_right_id = held.id
    JOIN accounts_unit unit ON unit.id = held.unit_id
    WHERE held.account_id = NEW.decided_by_id AND held.unit_id = asked.unit_id
      AND held.withdrawn_at IS NULL AND unit.is_active
  ) THEN
    RAISE EXCEPTION 'the decider has no right to decide for this unit'
      USING ERRCODE = 'check_violation';
  END IF;
  -- The agency's day, which the database does not know, is at most 14 hours from that of Greenwich.
  IF NOT EXISTS (
    SELECT FROM accounts_certificate held
    WHERE held.person_id = NEW.decided_by_person_id AND held.course = 'deciding'
      AND held.withdrawn_at IS NULL AND held.confirmed_at IS NOT NULL
      AND held.issued_on <= ((clock_timestamp() + interval '14 hours') AT TIME ZONE 'UTC')::date
      AND held.valid_until >= ((clock_timestamp() - interval '14 hours') AT TIME ZONE 'UTC')::date
  ) THEN
    RAISE EXCEPTION 'the decider has no current, confirmed certificate for deciding'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM searches_claim held
    WHERE held.search_request_id = NEW.search_request_id AND held.account_id = NEW.decided_by_id
      AND held.ended_at IS NULL AND held.until > clock_timestamp()
  ) THEN
    RAISE EXCEPTION 'the decider has not taken the request in hand'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM searches_reading opened
    WHERE opened.search_request_id = NEW.search_request_id AND opened.kind = 'decision_page'
      AND opened.account_id = NEW.decided_by_id AND opened.version = NEW.version
      AND opened.digest = NEW.digest_read
  ) THEN
    RAISE EXCEPTION 'the decider has not opened the page of what is decided'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.outcome = 'approve' AND (
    NEW.faces_confirmed IS NULL OR NOT EXISTS (
      SELECT FROM searches_reading opened
      WHERE opened.search_request_id = NEW.search_request_id AND opened.kind = 'probe'
        AND opened.person_id = NEW.decided_by_person_id AND opened.version = NEW.version)
  ) THEN
    RAISE EXCEPTION 'the decider has not opened the picture and counted its faces'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

AUTHORISATION = """
CREATE FUNCTION searches_written_time(moment timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

CREATE OR REPLACE FUNCTION searches_guard_authorisation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked searches_searchrequest;
  named registry_gallery;
  agency registry_agency;
  said record;
  demanded text[];
  deciders jsonb;
BEGIN
  SELECT * INTO asked FROM searches_searchrequest WHERE id = NEW.search_request_id;
  IF NOT FOUND OR asked.version <> NEW.version OR asked.probe_id IS DISTINCT FROM NEW.probe_id
     OR NOT EXISTS (
    SELECT FROM searches_justification j
    WHERE j.search_request_id = NEW.search_request_id AND j.version = NEW.version
      AND j.probe_id = NEW.probe_id AND j.gallery_id = NEW.gallery_id
      AND j.gallery_digest = NEW.gallery_digest AND j.purpose_code = NEW.purpose_code
  ) THEN
    RAISE EXCEPTION 'the authorisation is not for what was submitted'
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT array_agg(DISTINCT needed.role ORDER BY needed.role) INTO demanded
    FROM unnest(asked.required_roles || ARRAY['supervisor']::varchar[]) AS needed(role);
  IF EXISTS (
    SELECT FROM unnest(demanded) AS needed(role)
    WHERE NOT EXISTS (
      SELECT FROM searches_decision d
      WHERE d.search_request_id = NEW.search_request_id AND d.version = NEW.version
        AND d.role = needed.role AND d.outcome = 'approve'
        AND d.digest_read = NEW.decision_digest
    )
  ) THEN
    RAISE EXCEPTION 'not every demanded role has approved this version'
      USING ERRCODE = 'check_violation';
  END IF;
  IF demanded IS DISTINCT FROM
     (SELECT array_agg(DISTINCT each.role ORDER BY each.role) FROM unnest(NEW.roles::text[]) AS each(role)) THEN
    RAISE EXCEPTION 'an authorisation names the roles that the request demands'
      USING ERRCODE = 'check_violation';
  END IF;

  SELECT * INTO named FROM registry_gallery WHERE id = NEW.gallery_id;
  SELECT * INTO agency FROM registry_agency;
  IF NOT named.allow_listed OR NOT EXISTS (
    SELECT FROM registry_matcher m WHERE m.id = named.matcher_id AND m.is_active) THEN
    RAISE EXCEPTION 'this gallery may not be searched' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.candidate_limit NOT BETWEEN named.candidate_min AND named.candidate_max
     OR (NEW.threshold <> '' AND NEW.threshold !~ '^[0-9]+([.][0-9]+)?$')
     OR (NEW.threshold <> '' AND named.threshold_floor <> ''
         AND NEW.threshold::numeric < named.threshold_floor::numeric)
     OR NEW.mode NOT IN ('retrospective_still', 'retrospective_video_frame') THEN
    RAISE EXCEPTION 'the limits of an authorisation are not those that the registry allows'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.expires_at > NEW.approved_at + make_interval(hours => agency.approval_hours::integer)
     OR asked.lapses_at IS DISTINCT FROM NEW.expires_at
     OR abs(extract(epoch FROM clock_timestamp() - NEW.approved_at)) > 300 THEN
    RAISE EXCEPTION 'an authorisation is of this moment and lasts for as long as the agency says'
      USING ERRCODE = 'check_violation';
  END IF;

  SELECT e.person_id, convert_from(e.entry, 'UTF8')::jsonb #> '{body,facts}' AS facts INTO said
    FROM audit.event AS e
    WHERE e.id = NEW.event_id AND e.xid = pg_current_xact_id() AND e.code = 'search.approved'
      AND e.request_id = NEW.search_request_id;
  SELECT jsonb_agg(jsonb_build_object('person', d.decided_by_person_id, 'role', d.role,
           'signature', NULL) ORDER BY d.decided_at) INTO deciders
    FROM searches_decision d
    WHERE d.search_request_id = NEW.search_request_id AND d.version = NEW.version
      AND d.outcome = 'approve';
  IF said.person_id IS DISTINCT FROM NEW.completed_by_person_id
     OR NOT coalesce(deciders @> jsonb_build_array(
          jsonb_build_object('person', NEW.completed_by_person_id)), false)
     OR said.facts - 'filter_digest' IS DISTINCT FROM jsonb_build_object(
       'search_id', NEW.search_id,
       'probe_commitment', NEW.probe_commitment,
       'gallery_id', named.engine_gallery_id,
       'gallery_digest', NEW.gallery_digest,
       'mode', NEW.mode,
       'candidate_limit', NEW.candidate_limit,
       'threshold', nullif(NEW.threshold, ''),
       'purpose_code', NEW.purpose_code,
       'requester_person', NEW.requested_by_person_id,
       'deciders', deciders,
       'decision_digest', NEW.decision_digest,
       'approved_at', searches_written_time(NEW.approved_at),
       'expires_at', searches_written_time(NEW.expires_at)) THEN
    RAISE EXCEPTION 'an authorisation says what search.approved says in the same transaction'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_authorisation() FROM PUBLIC;
"""

# Only after its time, and the time of an approval ends with it.
EXPIRY = """
CREATE FUNCTION searches_guard_time() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.status = 'EXPIRED' AND OLD.status <> 'EXPIRED'
     AND (OLD.lapses_at IS NULL OR OLD.lapses_at > clock_timestamp()) THEN
    RAISE EXCEPTION 'a request whose time has not run out does not expire'
      USING ERRCODE = 'check_violation';
  END IF;
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NEW;
  END IF;
  IF NEW.lapses_at IS DISTINCT FROM OLD.lapses_at
     AND NEW.version = OLD.version
     AND NOT (OLD.status = 'AWAITING_DECISION' AND NEW.status = 'APPROVED') THEN
    RAISE EXCEPTION 'the time of a request is set when it is submitted and when it is approved'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version
     AND (NEW.lapses_at IS NULL OR NEW.lapses_at <= NEW.submitted_at
          OR NEW.lapses_at > NEW.submitted_at + make_interval(days =>
               (SELECT decision_days::integer FROM registry_agency))) THEN
    RAISE EXCEPTION 'a request waits for as long as the agency says'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_time BEFORE UPDATE ON searches_searchrequest
  FOR EACH ROW EXECUTE FUNCTION searches_guard_time();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_time;
"""

# Whose request it is says in which unit it is decided.
BEGINNING = """
CREATE FUNCTION searches_guard_beginning() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM accounts_account a
    WHERE a.id = NEW.requested_by_id AND a.person_id = NEW.requested_by_person_id
      AND a.unit_id = NEW.unit_id AND a.is_active
  ) THEN
    RAISE EXCEPTION 'a request belongs to the unit of the account that began it'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_beginning BEFORE INSERT ON searches_searchrequest
  FOR EACH ROW EXECUTE FUNCTION searches_guard_beginning();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_beginning;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0004_rows_with_their_events")]
    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop)
        for statement in (DECISION, AUTHORISATION, EXPIRY, BEGINNING)
    ]
