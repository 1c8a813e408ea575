"""A step that is planned on a lead is judged by the rules of the packs, and names what they found.

The text is frozen: a change of a guard is a new migration.
"""

import django.db.models.deletion
from django.db import migrations, models

CHECKS = """
-- As before, and for the stage at which a step is planned.
CREATE OR REPLACE FUNCTION searches_guard_checkrun() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'countersign_dispatcher' AND NEW.stage <> 'forward'
     OR session_user = 'countersign_web' AND NEW.stage NOT IN ('submit', 'approve', 'release', 'followup') THEN
    RAISE EXCEPTION 'login % does not check at the stage %', session_user, NEW.stage
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.stage = 'followup' AND NEW.keep_days <> 0 THEN
    RAISE EXCEPTION 'what is planned on a lead keeps no content longer'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  PERFORM FROM searches_searchrequest WHERE id = NEW.search_request_id AND status = ANY (CASE NEW.stage
      WHEN 'submit' THEN ARRAY['DRAFT', 'RETURNED']
      WHEN 'approve' THEN ARRAY['AWAITING_DECISION']
      WHEN 'forward' THEN ARRAY['APPROVED', 'FORWARDING', 'SEARCH_FAILED']
      WHEN 'release' THEN ARRAY['RESULT_RECEIVED']
      WHEN 'followup' THEN ARRAY['LEAD_RELEASED', 'CLOSED']
    END);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a request is not checked at the stage % now', NEW.stage
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION searches_check_has_its_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM searches_followup WHERE check_run_id = NEW.id) THEN
    RAISE EXCEPTION 'a request with a lead is checked when a step is planned, and that is recorded with it'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_check_has_its_step() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER check_has_its_step AFTER INSERT ON searches_checkrun
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.stage = 'followup')
  EXECUTE FUNCTION searches_check_has_its_step();
ALTER TABLE searches_checkrun ENABLE ALWAYS TRIGGER check_has_its_step;
"""

JUDGED = """
-- As before, and no step goes on without rules that passed it.
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
  IF NEW.check_run_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM searches_checkrun AS run WHERE run.id = NEW.check_run_id AND run.search_request_id = NEW.search_request_id
         AND run.stage = 'followup') THEN
    RAISE EXCEPTION 'a planned step names what the rules found of it, and nothing else'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  -- Nobody can give the approval that a rule demands, so that stops a step too, but where its pack only advises.
  IF NOT NEW.is_stopped AND NOT EXISTS (
       SELECT FROM searches_checkrun AS run WHERE run.id = NEW.check_run_id AND run.verdict = 'passed'
         AND NOT EXISTS (
           SELECT FROM searches_finding AS demands WHERE demands.check_run_id = run.id AND demands.verb = 'APPR+'
             AND NOT EXISTS (SELECT FROM jsonb_array_elements(run.packs) AS those(judging)
                             WHERE judging ->> 2 = demands.pack_digest AND judging ->> 3 = 'advisory'))) THEN
    RAISE EXCEPTION 'no step goes on that the rules have not passed'
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0033_pictures_destroyed"),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="check_run",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="planned_step",
                to="searches.checkrun",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "plan"), ("check_run", None), _connector="OR"),
                name="a_planned_step_alone_is_judged",
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (CHECKS, JUDGED)),
    ]
