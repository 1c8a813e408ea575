"""The longest time that a rule wants content kept stands with each check, and nothing is destroyed before it; a result
that is sealed until its case is disposed of is not destroyed by itself.

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
  ) THEN
    RAISE EXCEPTION 'the findings of a check are those that its event names'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
"""

DUE = """
-- When the content of an ended request is due: by the shortest period that fits it, but not before the longest time
-- for which a rule keeps it. A check of a draft that was turned back keeps nothing. A result that is sealed until its
-- case is disposed of has no period: no time says when that is. No row: never by itself.
CREATE OR REPLACE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, r.status_since, frozen.retention_class, frozen.purpose_code,
      coalesce((SELECT max(run.keep_days) FROM searches_checkrun AS run
                WHERE run.search_request_id = r.id AND (run.stage <> 'submit' OR EXISTS (
                  SELECT FROM searches_justification AS submitted WHERE submitted.check_run_id = run.id))), 0) AS kept
    FROM searches_searchrequest AS r
    LEFT JOIN searches_justification AS frozen
      ON frozen.search_request_id = r.id AND frozen.version = r.version
    WHERE r.id = p_request AND r.status IN ('REFUSED', 'WITHDRAWN', 'EXPIRED', 'RESULT_RECEIVED')
  )
  SELECT period.code::text, greatest(period.days, ended.kept),
         ended.status_since + make_interval(days => greatest(period.days, ended.kept))
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
  WHERE ended.status <> 'RESULT_RECEIVED' OR ended.retention_class IS DISTINCT FROM 'sealed_until_disposition'
  ORDER BY period.days, period.code
  LIMIT 1
$$;
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
    ]
