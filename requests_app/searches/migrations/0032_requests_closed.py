"""Requests are closed once a lead was followed to its end; whatever is recorded of one opens it again.

The text is frozen: a change of a guard is a new migration.
"""

from django.conf import settings
from django.db import migrations, models

STATUS = """
CREATE OR REPLACE FUNCTION searches_guard_status() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' OR NEW.version <> 0 THEN
      RAISE EXCEPTION 'a search request begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.reference, NEW.requested_by_id, NEW.requested_by_person_id, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.reference, OLD.requested_by_id, OLD.requested_by_person_id, OLD.created_at) THEN
    RAISE EXCEPTION 'who asked, and when, cannot change' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
    SELECT FROM (VALUES
      ('APPROVED', 'EXPIRED', 'countersign_dispatcher'),
      ('APPROVED', 'EXPIRED', 'countersign_worker'),
      ('APPROVED', 'FORWARDING', 'countersign_dispatcher'),
      ('APPROVED', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('APPROVED', 'WITHDRAWN', 'countersign_web'),
      ('AWAITING_DECISION', 'APPROVED', 'countersign_web'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_dispatcher'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_worker'),
      ('AWAITING_DECISION', 'REFUSED', 'countersign_web'),
      ('AWAITING_DECISION', 'RETURNED', 'countersign_web'),
      ('AWAITING_DECISION', 'WITHDRAWN', 'countersign_web'),
      ('CLOSED', 'LEAD_RELEASED', 'countersign_web'),
      ('DRAFT', 'AWAITING_DECISION', 'countersign_web'),
      ('DRAFT', 'WITHDRAWN', 'countersign_web'),
      ('FORWARDING', 'RESULT_RECEIVED', 'countersign_dispatcher'),
      ('FORWARDING', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('LEAD_RELEASED', 'CLOSED', 'countersign_web'),
      ('RESULT_RECEIVED', 'LEAD_RELEASED', 'countersign_web'),
      ('RESULT_RECEIVED', 'NO_LEAD', 'countersign_web'),
      ('RETURNED', 'AWAITING_DECISION', 'countersign_web'),
      ('RETURNED', 'EXPIRED', 'countersign_dispatcher'),
      ('RETURNED', 'EXPIRED', 'countersign_worker'),
      ('RETURNED', 'WITHDRAWN', 'countersign_web'),
      ('SEARCH_FAILED', 'APPROVED', 'countersign_web'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_dispatcher'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_worker')
    ) AS allowed(from_status, to_status, login)
    WHERE from_status = OLD.status AND to_status = NEW.status AND login = session_user
  ) THEN
    RAISE EXCEPTION 'status % may not become % (login %)', OLD.status, NEW.status, session_user
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

CLOSED = """
CREATE FUNCTION searches_guard_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Otherwise a report is owed, or something that should not have happened is still to be looked into.
  IF NOT EXISTS (
       SELECT FROM searches_followup AS told
       WHERE told.search_request_id = NEW.id AND told.kind = 'report' AND told.due_at IS NULL
         AND NOT EXISTS (SELECT FROM searches_followup AS later
                         WHERE later.search_request_id = NEW.id AND later.kind = 'report' AND later.number > told.number))
     OR EXISTS (SELECT FROM searches_incident WHERE search_request_id = NEW.id AND closed_at IS NULL) THEN
    RAISE EXCEPTION 'a request is closed once a report says how it ended and every incident is closed'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_closed() FROM PUBLIC;
CREATE TRIGGER guard_closed BEFORE UPDATE ON searches_searchrequest
  FOR EACH ROW WHEN (NEW.status = 'CLOSED' AND OLD.status <> 'CLOSED') EXECUTE FUNCTION searches_guard_closed();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_closed;
"""

RECORDED = """
CREATE OR REPLACE FUNCTION searches_guard_followup() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- What is recorded of a closed request opens it again, in the same transaction. The lock numbers what two record at once, and lets a recall come before this or after it.
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status IN ('LEAD_RELEASED', 'CLOSED') AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no lead of this request of which anything could be recorded'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT searches_may_follow_up(NEW.recorded_by_id, NEW.search_request_id) THEN
    RAISE EXCEPTION 'what comes of a lead is recorded by the officer who asked, or by a supervisor of the unit'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.number <> 1 + (SELECT count(*) FROM searches_followup WHERE search_request_id = NEW.search_request_id) THEN
    RAISE EXCEPTION 'what is recorded of a lead is numbered without gaps'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.recorded_at)) > 300
     OR NEW.due_at > NEW.recorded_at + make_interval(days =>
          coalesce((SELECT report_again_days::integer FROM registry_agency), 90)) THEN
    RAISE EXCEPTION 'it is recorded now, and the next report comes when the agency says'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT NEW.is_stopped AND (
    EXISTS (SELECT FROM searches_leadrecall WHERE search_request_id = NEW.search_request_id)
    OR NOT EXISTS (SELECT FROM searches_leaddecision WHERE search_request_id = NEW.search_request_id
                   AND outcome = 'release' AND expires_at > NEW.recorded_at)
    OR NOT EXISTS (SELECT FROM searches_followup WHERE search_request_id = NEW.search_request_id AND kind = 'report')
  ) THEN
    RAISE EXCEPTION 'no step goes on that rests on the lead alone, or on one that was recalled or has expired'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION searches_guard_incident() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Who closes the unit waits for this, and sees it: an incident of a closed unit is looked into by nobody.
  PERFORM FROM accounts_unit WHERE id = NEW.unit_id FOR SHARE;
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND unit_id = NEW.unit_id AND status IN ('LEAD_RELEASED', 'CLOSED')
      AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no lead of this request that could have gone wrong'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.closed_at IS NOT NULL
     OR NEW.number <> 1 + (SELECT count(*) FROM searches_incident WHERE search_request_id = NEW.search_request_id) THEN
    RAISE EXCEPTION 'an incident begins open, and those of a request are numbered without gaps'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.ground = 'recorded' THEN
    IF NOT EXISTS (
      SELECT FROM searches_followup AS told
      WHERE told.id = NEW.follow_up_id AND told.search_request_id = NEW.search_request_id AND told.kind <> 'plan'
        AND told.flaws = NEW.flaws AND told.recorded_by_id = NEW.opened_by_id
    ) THEN
      RAISE EXCEPTION 'an incident repeats what was found of what was recorded'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
  ELSIF NOT searches_decides_for(NEW.opened_by_id, NEW.search_request_id)
     OR NEW.flaws <> (CASE NEW.ground WHEN 'misidentified' THEN ARRAY['misidentified']::varchar[] ELSE '{}'::varchar[] END) THEN
    RAISE EXCEPTION 'an incident is opened by a decider of the unit who did not ask for the search'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.opened_at)) > 300
     OR NEW.due_at > NEW.opened_at + make_interval(days =>
          coalesce((SELECT incident_days::integer FROM registry_agency), 30)) THEN
    RAISE EXCEPTION 'an incident is opened now, and is due when the agency says'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION searches_guard_leadrecall() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status IN ('LEAD_RELEASED', 'CLOSED') AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no lead of this request was released'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.withdrawn_at IS NULL
      AND held.role IN ('supervisor', 'privacy_officer')
    JOIN accounts_decideright AS given ON given.account_id = known.id AND given.withdrawn_at IS NULL
    JOIN accounts_unitpermissionheld AS shadow ON shadow.decide_right_id = given.id
    JOIN accounts_unit AS unit ON unit.id = given.unit_id AND unit.is_active
    JOIN searches_searchrequest AS asked ON asked.unit_id = unit.id AND asked.id = NEW.search_request_id
    WHERE known.id = NEW.recalled_by_id AND known.is_active AND NOT known.is_superuser
      AND known.person_id <> asked.requested_by_person_id
  ) THEN
    RAISE EXCEPTION 'a lead is recalled by a decider of the unit who did not ask for the search'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.recalled_at)) > 300 THEN
    RAISE EXCEPTION 'a lead is recalled now'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
"""

DUE = """
-- As before, for closed requests too. A result that is sealed until its case is disposed of has its days, where the agency
-- gives it any, from the first report that says how the court disposed of it: one that ends the lead alone ends no case.
-- Without days of its own it is kept, whoever it is about.
CREATE OR REPLACE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, frozen.retention_class, frozen.purpose_code,
      (SELECT led.expires_at FROM searches_leaddecision AS led WHERE led.search_request_id = r.id) AS lead_until,
      (SELECT max(shut.closed_at) + interval '14 days' FROM searches_incident AS shut
       WHERE shut.search_request_id = r.id) AS looked_at_until,
      CASE WHEN r.status IN ('LEAD_RELEASED', 'CLOSED') THEN
        -- Without a report that said so, nothing has ended, whatever was closed.
        (SELECT CASE WHEN count(*) > 0 THEN
           greatest(min(told.recorded_at), (SELECT max(shut.closed_at) FROM searches_incident AS shut
                                            WHERE shut.search_request_id = r.id AND (shut.outcome <> 'finding_wrong' OR shut.ground = 'recorded'))) END
         FROM searches_followup AS told
         WHERE told.search_request_id = r.id AND told.kind = 'report' AND told.due_at IS NULL
           AND (frozen.retention_class IS DISTINCT FROM 'sealed_until_disposition'
                OR told.outcome IN ('dismissed', 'acquitted', 'convicted'))
           AND NOT EXISTS (SELECT FROM searches_followup AS later
                           WHERE later.search_request_id = r.id AND later.kind = 'report'
                             AND later.due_at IS NOT NULL AND later.number > told.number)
           AND NOT EXISTS (SELECT FROM searches_followup AS flawed
                           WHERE flawed.search_request_id = r.id AND flawed.kind <> 'plan' AND flawed.flaws <> '{}'
                             AND NOT EXISTS (SELECT FROM searches_incident AS named WHERE named.follow_up_id = flawed.id))
           AND NOT EXISTS (SELECT FROM searches_incident AS named
                           WHERE named.search_request_id = r.id AND named.closed_at IS NULL))
      ELSE
        (SELECT min(said.recorded_at) FROM audit.event AS said
         WHERE said.request_id = r.id AND said.status_after = r.status)
      END AS at,
      coalesce((SELECT max(run.keep_days) FROM searches_checkrun AS run
                WHERE run.search_request_id = r.id AND (run.stage <> 'submit' OR EXISTS (
                  SELECT FROM searches_justification AS submitted WHERE submitted.check_run_id = run.id))), 0) AS kept
    FROM searches_searchrequest AS r
    LEFT JOIN searches_justification AS frozen
      ON frozen.search_request_id = r.id AND frozen.version = r.version
    WHERE r.id = p_request AND r.status IN ('REFUSED', 'WITHDRAWN', 'EXPIRED', 'RESULT_RECEIVED', 'NO_LEAD', 'LEAD_RELEASED',
                                             'CLOSED')
  )
  SELECT period.code::text, greatest(period.days, ended.kept),
         greatest(ended.at + make_interval(days => greatest(period.days, ended.kept)), ended.lead_until, ended.looked_at_until)
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
    AND (ended.retention_class IS DISTINCT FROM 'sealed_until_disposition' OR ended.status IN ('REFUSED', 'WITHDRAWN', 'EXPIRED')
         OR ended.status IN ('LEAD_RELEASED', 'CLOSED')
            AND EXISTS (SELECT FROM registry_retentionperiod AS own WHERE own.code = 'sealed_until_disposition'))
  ORDER BY period.days, period.code
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION searches_content_due(uuid) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("searches", "0031_incidents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="searchrequest",
            name="search_content_to_destroy",
        ),
        migrations.RemoveIndex(
            model_name="searchrequest",
            name="search_leads_of_a_unit",
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                condition=models.Q(
                    ("content_destroyed_at", None),
                    (
                        "status__in",
                        [
                            "REFUSED",
                            "WITHDRAWN",
                            "EXPIRED",
                            "RESULT_RECEIVED",
                            "NO_LEAD",
                            "LEAD_RELEASED",
                            "CLOSED",
                        ],
                    ),
                ),
                fields=["status_since"],
                name="search_content_to_destroy",
            ),
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                condition=models.Q(
                    ("content_destroyed_at", None), ("status__in", ["LEAD_RELEASED", "CLOSED"])
                ),
                fields=["unit", "-status_since", "id"],
                name="search_leads_of_a_unit",
            ),
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (STATUS, CLOSED, RECORDED, DUE)
        ),
    ]
