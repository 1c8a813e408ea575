"""By when an answer is needed stands with an urgent request, so that whoever decides sees it in the queue.

It is the officer's own answer, like the urgency itself, and changes with a submission alone. Requests that wait
already have none; they stand in the queue by their urgency and their age. The text is frozen: a change of a guard
is a new migration.
"""

from django.db import migrations, models

GUARDS = """
ALTER TABLE searches_searchrequest ADD CONSTRAINT searches_searchrequest_needed_by_readable
  CHECK (needed_by >= '1900-01-01' AND needed_by < '2201-01-01');
CREATE OR REPLACE FUNCTION searches_guard_what_was_submitted() RETURNS trigger
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
     AND (NEW.probe_id, NEW.case_lookup, NEW.urgency, NEW.needed_by)
         IS DISTINCT FROM (OLD.probe_id, OLD.case_lookup, OLD.urgency, OLD.needed_by) THEN
    RAISE EXCEPTION 'picture, case and urgency change in a draft alone'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0015_claims_end_with_their_right")]
    operations = [
        migrations.AddField(
            model_name="searchrequest",
            name="needed_by",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
