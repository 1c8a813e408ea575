"""Only a candidate who was compared is selected, a draft stays once it is concluded, and each order is one examiner's.

A correction takes a selection back and corrects nothing else. The rest of both guards is as `0023` made it. The text is
frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

DRAFT = """
CREATE OR REPLACE FUNCTION searches_guard_examinationdraft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.revision <> 1
     OR TG_OP = 'UPDATE' AND (NEW.examination_id <> OLD.examination_id OR NEW.revision <> OLD.revision + 1) THEN
    RAISE EXCEPTION 'a draft of an examination is saved one time after the other'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT EXISTS (SELECT FROM searches_examination WHERE id = NEW.examination_id AND ended_at IS NULL)
     OR EXISTS (SELECT FROM searches_conclusion WHERE examination_id = NEW.examination_id) THEN
    RAISE EXCEPTION 'what was written of an examination stays once it has ended or is concluded'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
"""

CONCLUSION = """
CREATE OR REPLACE FUNCTION searches_guard_conclusion() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held searches_examination;
BEGIN
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'RESULT_RECEIVED' AND content_destroyed_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this request has no result to examine'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  SELECT * INTO held FROM searches_examination
    WHERE id = NEW.examination_id AND search_request_id = NEW.search_request_id AND examiner_id = NEW.examiner_id
      AND ended_at IS NULL;
  IF NOT FOUND OR NOT searches_may_examine(NEW.examiner_id, NEW.search_request_id, interval '14 hours') THEN
    RAISE EXCEPTION 'a conclusion is drawn by the trained examiner whose examination it is'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.number <> 1 + coalesce((SELECT max(number) FROM searches_conclusion WHERE examination_id = NEW.examination_id), 0)
     OR NEW.candidates IS DISTINCT FROM (
       SELECT candidate_count FROM dispatch_searchresult WHERE search_request_id = NEW.search_request_id)
     OR abs(extract(epoch FROM clock_timestamp() - NEW.concluded_at)) > 300 THEN
    RAISE EXCEPTION 'a conclusion is the next one, of now, and on all candidates that were returned'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.number > 1 AND NOT EXISTS (
    SELECT FROM searches_conclusion
    WHERE examination_id = NEW.examination_id AND number = NEW.number - 1 AND selected_position IS NOT NULL) THEN
    RAISE EXCEPTION 'a correction takes a selection back'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF EXISTS (
    SELECT FROM unnest(ARRAY['candidates', 'probe']) AS needed(kind)
    WHERE NOT EXISTS (
      SELECT FROM searches_reading AS opened
      WHERE opened.search_request_id = NEW.search_request_id AND opened.person_id = held.examiner_person_id
        AND opened.kind = needed.kind AND opened.opened_at >= held.started_at)
  ) THEN
    RAISE EXCEPTION 'an examiner concludes after opening the probe image and the candidates'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0024_lists_of_an_examiner")]

    operations = [
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("selected_position", None), ("compared__gte", 1), _connector="OR"
                ),
                name="who_is_selected_was_compared",
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.UniqueConstraint(
                fields=("order_seed",), name="each_examiner_has_an_order_of_their_own"
            ),
        ),
        migrations.RunSQL(DRAFT + CONCLUSION, migrations.RunSQL.noop),
    ]
