"""An examiner concludes after opening the pictures of those they compared; guards lock a request as use cases do.

`FOR UPDATE` keeps others from referring to the request, which rows of those who open its pages do: each then waited for
the other, until the database ended one of them (`workflow.unit_of_work.find_request`). What a guard needs is that no
other use case is at work on the request, which `FOR NO KEY UPDATE` says.
"""

import django.db.models.deletion
from django.db import migrations, models

LOCKS = """
DO $$
DECLARE
  guard regprocedure;
BEGIN
  FOREACH guard IN ARRAY ARRAY[
    'searches_guard_examination()', 'searches_guard_conclusion()', 'searches_guard_candidatepicture()',
    'searches_destroy_content(uuid)'
  ]::regprocedure[] LOOP
    EXECUTE replace(pg_get_functiondef(guard), ' FOR UPDATE;', ' FOR NO KEY UPDATE;');
  END LOOP;
END $$;
"""

READINGS = """
DROP TRIGGER no_other_kind ON searches_reading;
CREATE CONSTRAINT TRIGGER no_other_kind AFTER INSERT ON searches_reading
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind NOT IN ('decision_page', 'probe', 'candidates', 'candidate_picture'))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER no_other_kind;
CREATE CONSTRAINT TRIGGER candidate_picture_needs_event AFTER INSERT ON searches_reading
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'candidate_picture')
  EXECUTE FUNCTION audit.require_event(
    'candidate_picture.viewed', 'request=search_request_id', 'object=candidate_picture_id', 'account=account_id');
ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER candidate_picture_needs_event;

CREATE FUNCTION searches_guard_reading_of_picture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_candidatepicture
    WHERE id = NEW.candidate_picture_id AND search_request_id = NEW.search_request_id AND state = 'here') THEN
    RAISE EXCEPTION 'a picture is opened that is here, and of this request'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_reading_of_picture() FROM PUBLIC;
CREATE TRIGGER guard_reading_of_picture BEFORE INSERT ON searches_reading
  FOR EACH ROW WHEN (NEW.candidate_picture_id IS NOT NULL)
  EXECUTE FUNCTION searches_guard_reading_of_picture();
ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER guard_reading_of_picture;
"""

CONCLUSIONS = """
-- How many were compared is all that lies here in the clear: so many pictures at most stay unopened as were not.
CREATE FUNCTION searches_guard_conclusion_on_pictures() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.candidates - NEW.compared < (
    SELECT count(*) FROM searches_candidatepicture AS picture
    WHERE picture.search_request_id = NEW.search_request_id AND picture.state = 'here'
      AND NOT EXISTS (
        SELECT FROM searches_reading AS opened
        JOIN searches_examination AS held ON held.id = NEW.examination_id
        WHERE opened.candidate_picture_id = picture.id AND opened.person_id = held.examiner_person_id
          AND opened.opened_at >= held.started_at)
  ) THEN
    RAISE EXCEPTION 'an examiner concludes after opening the pictures of the candidates whom they compared'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_conclusion_on_pictures() FROM PUBLIC;
CREATE TRIGGER guard_conclusion_on_pictures BEFORE INSERT ON searches_conclusion
  FOR EACH ROW WHEN (NEW.number = 1) EXECUTE FUNCTION searches_guard_conclusion_on_pictures();
ALTER TABLE searches_conclusion ENABLE ALWAYS TRIGGER guard_conclusion_on_pictures;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0026_candidate_pictures")]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="candidate_picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="searches.candidatepicture",
            ),
        ),
        migrations.AlterField(
            model_name="reading",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decision_page", "Decision Page"),
                    ("probe", "Probe"),
                    ("candidates", "Candidates"),
                    ("candidate_picture", "Candidate Picture"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("candidate_picture__isnull", False), ("kind", "candidate_picture")),
                    models.Q(
                        models.Q(("kind", "candidate_picture"), _negated=True),
                        ("candidate_picture", None),
                    ),
                    _connector="OR",
                ),
                name="reading_of_a_picture_names_it",
            ),
        ),
        migrations.RunSQL(LOCKS + READINGS + CONCLUSIONS, migrations.RunSQL.noop),
    ]
