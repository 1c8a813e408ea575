"""A version names the check that it was submitted with, so that no later one takes its place.

The text is frozen: a change of a guard is a new migration.
"""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION searches_guard_justification() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_checkrun run
    WHERE run.id = NEW.check_run_id AND run.search_request_id = NEW.search_request_id
      AND run.version = NEW.version AND run.stage = 'submit' AND run.verdict <> 'blocked'
  ) THEN
    RAISE EXCEPTION 'a version is submitted with the check that let it pass'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_justification BEFORE INSERT ON searches_justification
  FOR EACH ROW EXECUTE FUNCTION searches_guard_justification();
ALTER TABLE searches_justification ENABLE ALWAYS TRIGGER guard_justification;

-- The log holds a commitment to the digest of the answers; what it opens to is what was kept.
CREATE FUNCTION searches_answers_as_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit.event AS said JOIN audit.opening AS opened ON opened.event_id = said.id
    WHERE said.xid = pg_current_xact_id() AND said.code = 'search.submitted'
      AND said.request_id = NEW.search_request_id
      AND opened.field = 'answers_digest' AND opened.value = NEW.digest
  ) THEN
    RAISE EXCEPTION 'the answers of a version are those that search.submitted commits to'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_answers_as_logged() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER answers_as_logged AFTER INSERT ON searches_justification
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION searches_answers_as_logged();
ALTER TABLE searches_justification ENABLE ALWAYS TRIGGER answers_as_logged;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0005_who_decides_and_what_is_authorised")]
    operations = [
        migrations.AddField(
            model_name="justification",
            name="check_run",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="searches.checkrun",
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
