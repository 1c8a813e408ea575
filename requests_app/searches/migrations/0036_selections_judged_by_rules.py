"""A candidate whom an examiner selects is judged by the rules of the packs, and the conclusion names what they found.

The text is frozen: a change of a guard is a new migration.
"""

import django.db.models.deletion
from django.db import migrations, models

CHECKS = """
-- As before, and for the stage at which an examiner selects a candidate.
CREATE OR REPLACE FUNCTION searches_guard_checkrun() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'countersign_dispatcher' AND NEW.stage <> 'forward'
     OR session_user = 'countersign_web' AND NEW.stage NOT IN ('submit', 'approve', 'examine', 'release', 'followup') THEN
    RAISE EXCEPTION 'login % does not check at the stage %', session_user, NEW.stage
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.stage IN ('examine', 'followup') AND NEW.keep_days <> 0 THEN
    RAISE EXCEPTION 'what is judged at the stage % keeps no content longer', NEW.stage
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  PERFORM FROM searches_searchrequest WHERE id = NEW.search_request_id AND status = ANY (CASE NEW.stage
      WHEN 'submit' THEN ARRAY['DRAFT', 'RETURNED']
      WHEN 'approve' THEN ARRAY['AWAITING_DECISION']
      WHEN 'forward' THEN ARRAY['APPROVED', 'FORWARDING', 'SEARCH_FAILED']
      WHEN 'examine' THEN ARRAY['RESULT_RECEIVED']
      WHEN 'release' THEN ARRAY['RESULT_RECEIVED']
      WHEN 'followup' THEN ARRAY['LEAD_RELEASED', 'CLOSED']
    END);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a request is not checked at the stage % now', NEW.stage
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION searches_check_has_its_conclusion() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM searches_conclusion WHERE check_run_id = NEW.id) THEN
    RAISE EXCEPTION 'a result is checked when an examiner selects a candidate, and that is recorded with it'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_check_has_its_conclusion() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER check_has_its_conclusion AFTER INSERT ON searches_checkrun
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.stage = 'examine')
  EXECUTE FUNCTION searches_check_has_its_conclusion();
ALTER TABLE searches_checkrun ENABLE ALWAYS TRIGGER check_has_its_conclusion;
"""

JUDGED = """
-- Asked at the commit, when all that was found is there. Nobody can give the approval that a rule demands, so that stops a
-- selection too; what a pack only advises stops nothing.
CREATE FUNCTION searches_selection_was_judged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
       SELECT FROM searches_checkrun AS run
       JOIN searches_searchrequest AS request ON request.id = run.search_request_id AND request.version = run.version
       WHERE run.id = NEW.check_run_id AND run.search_request_id = NEW.search_request_id AND run.stage = 'examine'
         AND run.verdict = 'passed' AND NOT EXISTS (
           SELECT FROM searches_finding AS stops WHERE stops.check_run_id = run.id
             AND stops.verb IN ('BLOCK', 'STOP', 'GATE', 'EVID', 'APPR+')
             AND NOT EXISTS (SELECT FROM jsonb_array_elements(run.packs) AS those(judging)
                             WHERE judging ->> 2 = stops.pack_digest AND judging ->> 3 = 'advisory'))) THEN
    RAISE EXCEPTION 'no candidate is selected whom the rules have not let pass'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_selection_was_judged() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER selection_was_judged AFTER INSERT ON searches_conclusion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.selected_position IS NOT NULL)
  EXECUTE FUNCTION searches_selection_was_judged();
ALTER TABLE searches_conclusion ENABLE ALWAYS TRIGGER selection_was_judged;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0035_disclosure_packs"),
    ]

    operations = [
        migrations.AddField(
            model_name="conclusion",
            name="check_run",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conclusion",
                to="searches.checkrun",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("selected_position__isnull", False), ("check_run", None), _connector="OR"
                ),
                name="a_selection_alone_is_judged",
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (CHECKS, JUDGED)),
    ]
