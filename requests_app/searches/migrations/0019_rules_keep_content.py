"""The longest time that a rule wants content kept stands with each check, and nothing is destroyed before it.

A result that is sealed until its case is disposed of is not destroyed by itself. The time counts from the end that the log
says; a destruction needs its certificate, and a hold whoever may set or release it.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

AS_LOGGED = """
CREATE OR REPLACE FUNCTION searches_findings_as_logged() RETURNS trigger
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
      AND coalesce(convert_from(said.entry, 'UTF8')::jsonb #> '{body,facts,keep_days}', '0') = to_jsonb(run.keep_days)
  ) OR run.keep_days > 0 AND NOT EXISTS (
    SELECT FROM searches_finding WHERE check_run_id = of_run AND verb = 'RETAIN'
  ) THEN
    RAISE EXCEPTION 'the findings of a check are those that its event names'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
"""

DUE = """
-- When the content of an ended request is due: by the shortest period that fits it, but not before the longest time
-- for which a rule keeps it. It ended when the log says so, whatever the request's own row says. A check of a draft that
-- was turned back keeps nothing. A result that is sealed until its case is disposed of has no period: no time says when
-- that is. No row: never by itself.
CREATE OR REPLACE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, frozen.retention_class, frozen.purpose_code,
      (SELECT max(said.recorded_at) FROM audit.event AS said
       WHERE said.request_id = r.id AND said.status_after = r.status) AS at,
      coalesce((SELECT max(run.keep_days) FROM searches_checkrun AS run
                WHERE run.search_request_id = r.id AND (run.stage <> 'submit' OR EXISTS (
                  SELECT FROM searches_justification AS submitted WHERE submitted.check_run_id = run.id))), 0) AS kept
    FROM searches_searchrequest AS r
    LEFT JOIN searches_justification AS frozen
      ON frozen.search_request_id = r.id AND frozen.version = r.version
    WHERE r.id = p_request AND r.status IN ('REFUSED', 'WITHDRAWN', 'EXPIRED', 'RESULT_RECEIVED')
  )
  SELECT period.code::text, greatest(period.days, ended.kept),
         ended.at + make_interval(days => greatest(period.days, ended.kept))
  FROM ended JOIN registry_retentionperiod AS period
    ON period.code = CASE ended.status
         WHEN 'REFUSED' THEN 'refused'
         WHEN 'WITHDRAWN' THEN 'withdrawn'
         WHEN 'EXPIRED' THEN 'expired'
         ELSE ended.retention_class
       END
    OR period.code = 'person_at_risk' AND ended.purpose_code IN (
         'missing_person', 'deceased', 'incapacitated_unable_to_identify', 'identify_victim',
         'trafficking_victim', 'child_sexual_exploitation_victim')
  WHERE ended.at IS NOT NULL
    AND (ended.status <> 'RESULT_RECEIVED' OR ended.retention_class IS DISTINCT FROM 'sealed_until_disposition')
  ORDER BY period.days, period.code
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION searches_content_due(uuid) FROM PUBLIC;

-- A status that began in the future would hide a request from whoever looks for what ended long ago.
CREATE FUNCTION searches_status_has_begun() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- A row that says so from before stays as it is: it must still be decided and ended.
  IF (TG_OP = 'INSERT' OR NEW.status_since IS DISTINCT FROM OLD.status_since)
     AND NEW.status_since > clock_timestamp() + interval '5 minutes' THEN
    RAISE EXCEPTION 'a status has begun when it began'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_status_has_begun() FROM PUBLIC;
CREATE TRIGGER status_has_begun BEFORE INSERT OR UPDATE ON searches_searchrequest
  FOR EACH ROW EXECUTE FUNCTION searches_status_has_begun();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER status_has_begun;
"""

CHECKS = """
-- A stage is checked by the process that acts at it, while the request is there: what has ended is judged no more, so
-- that nothing can prolong or begin a keeping afterwards.
CREATE OR REPLACE FUNCTION searches_guard_checkrun() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'countersign_dispatcher' AND NEW.stage <> 'forward'
     OR session_user = 'countersign_web' AND NEW.stage NOT IN ('submit', 'approve') THEN
    RAISE EXCEPTION 'login % does not check at the stage %', session_user, NEW.stage
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM FROM searches_searchrequest WHERE id = NEW.search_request_id AND status = ANY (CASE NEW.stage
      WHEN 'submit' THEN ARRAY['DRAFT', 'RETURNED']
      WHEN 'approve' THEN ARRAY['AWAITING_DECISION']
      WHEN 'forward' THEN ARRAY['APPROVED', 'FORWARDING', 'SEARCH_FAILED']
    END);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a request is not checked at the stage % now', NEW.stage
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
"""

CERTIFICATE = """
-- Whoever is not the owner says that content is gone only when it is, and what the certificate counts is there.
CREATE OR REPLACE FUNCTION searches_erasure_has_its_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said jsonb := convert_from(NEW.entry, 'UTF8')::jsonb #> '{body,facts}';
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (
    SELECT FROM searches_searchrequest AS r JOIN searches_contentkey AS k ON k.search_request_id = r.id
    WHERE r.id = NEW.request_id AND r.content_destroyed_at IS NOT NULL AND k.wrapped IS NULL
  ) OR NEW.code = 'content.destroyed' AND said IS DISTINCT FROM (
    SELECT jsonb_build_object(
      'ground', over.ground, 'days', over.days,
      'until', to_char(over.due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'versions', (SELECT count(*) FROM searches_justification WHERE search_request_id = NEW.request_id),
      'pictures', (SELECT count(*) FROM searches_storedfile
                   WHERE search_request_id = NEW.request_id AND kind LIKE 'probe%'),
      'documents', (SELECT count(*) FROM searches_storedfile
                    WHERE search_request_id = NEW.request_id AND kind = 'judicial_document'),
      'lists', (SELECT count(*) FROM searches_storedfile
                WHERE search_request_id = NEW.request_id AND kind = 'candidates'))
    FROM searches_content_due(NEW.request_id) AS over
  ) THEN
    RAISE EXCEPTION 'the event % says what is not so', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;

-- Nothing is destroyed without its certificate, whoever calls the function that destroys.
CREATE FUNCTION searches_destruction_needs_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER') AND NOT EXISTS (
    SELECT FROM audit.event AS said
    WHERE said.xid = pg_current_xact_id() AND said.code = 'content.destroyed' AND said.request_id = NEW.id
  ) THEN
    RAISE EXCEPTION 'content is destroyed together with its certificate'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_destruction_needs_event() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER destroyed_with_certificate AFTER UPDATE ON searches_searchrequest
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.content_destroyed_at IS NULL AND NEW.content_destroyed_at IS NOT NULL)
  EXECUTE FUNCTION searches_destruction_needs_event();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER destroyed_with_certificate;
"""

HOLDS = """
-- A hold is set by a privacy officer and released by another decider, each for the unit, at the time of the act.
CREATE FUNCTION searches_hold_is_theirs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  acting uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.set_by_id ELSE NEW.released_by_id END;
  acted timestamptz := CASE WHEN TG_OP = 'INSERT' THEN NEW.set_at ELSE NEW.released_at END;
  roles text[] := CASE WHEN TG_OP = 'INSERT' THEN ARRAY['privacy_officer'] ELSE ARRAY['privacy_officer', 'supervisor'] END;
BEGIN
  IF NOT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.withdrawn_at IS NULL
    JOIN accounts_decideright AS given ON given.account_id = known.id AND given.withdrawn_at IS NULL
    JOIN accounts_unitpermissionheld AS shadow ON shadow.decide_right_id = given.id
    JOIN accounts_unit AS unit ON unit.id = given.unit_id AND unit.is_active
    JOIN searches_searchrequest AS asked ON asked.unit_id = unit.id AND asked.id = NEW.search_request_id
    WHERE known.id = acting AND known.is_active AND held.role = ANY (roles)
      AND known.person_id <> asked.requested_by_person_id
  ) THEN
    RAISE EXCEPTION 'a legal hold is for a decider of the unit who did not ask for the search'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF acted NOT BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() + interval '5 minutes' THEN
    RAISE EXCEPTION 'a legal hold is set and released at the time of the act'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_hold_is_theirs() FROM PUBLIC;
-- Named so that it looks at a row after the guard of what stays.
CREATE TRIGGER whose_hold_it_is BEFORE INSERT OR UPDATE ON searches_legalhold
  FOR EACH ROW EXECUTE FUNCTION searches_hold_is_theirs();
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER whose_hold_it_is;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0018_content_destroyed_at_its_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkrun",
            name="keep_days",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="checkrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("keep_days__lte", 36_500)), name="kept_a_hundred_years_at_most"
            ),
        ),
        migrations.RunSQL(AS_LOGGED, migrations.RunSQL.noop),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
        migrations.RunSQL(CHECKS, migrations.RunSQL.noop),
        migrations.RunSQL(CERTIFICATE, migrations.RunSQL.noop),
        migrations.RunSQL(HOLDS, migrations.RunSQL.noop),
    ]
