"""A legal hold says when it has to be reviewed; a review keeps it, and is a row of its own.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

HOLD = """
-- As before, and a new hold says when it has to be reviewed. The agency's day, which the database does not know, may be
-- another one.
CREATE OR REPLACE FUNCTION searches_guard_legalhold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND content_destroyed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the content of this request was destroyed: there is nothing to hold'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.released_at IS NOT NULL THEN
    RAISE EXCEPTION 'a hold begins open'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT coalesce(searches_hold_is_reviewed_in_time(NEW.review_on, NEW.set_at), false) THEN
    RAISE EXCEPTION 'a hold is reviewed within a year'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER needs_event ON searches_legalhold;
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_legalhold
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('retention.hold_set', 'request=search_request_id', 'object=id', 'account=set_by_id', 'review_on=review_on');
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER needs_event;
"""

IN_TIME = """
-- A day after today and at most 366 days ahead, wherever the agency's day begins.
CREATE FUNCTION searches_hold_is_reviewed_in_time(p_review date, p_from timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p_review BETWEEN (p_from AT TIME ZONE 'UTC' - interval '14 hours')::date + 1
    AND (p_from AT TIME ZONE 'UTC' + interval '14 hours')::date + 366;
$$;
REVOKE ALL ON FUNCTION searches_hold_is_reviewed_in_time(date, timestamptz) FROM PUBLIC;
"""

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_holdreview
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_holdreview ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_holdreview
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_holdreview ENABLE ALWAYS TRIGGER keep_table;

ALTER TABLE searches_holdreview ADD CONSTRAINT searches_holdreview_reviewed_at_readable
  CHECK (reviewed_at >= '1900-01-01' AND reviewed_at < '2201-01-01');
ALTER TABLE searches_holdreview ADD CONSTRAINT searches_holdreview_review_on_readable
  CHECK (review_on >= '1900-01-01' AND review_on < '2201-01-01');
ALTER TABLE searches_legalhold ADD CONSTRAINT searches_legalhold_review_on_readable
  CHECK (review_on >= '1900-01-01' AND review_on < '2201-01-01');
ALTER TABLE searches_holdreview ADD CONSTRAINT hold_review_account_is_person
  FOREIGN KEY (reviewed_by_id, reviewed_by_person_id) REFERENCES accounts_account (id, person_id);
"""

REVIEW = """
CREATE FUNCTION searches_guard_holdreview() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- The lock lets the hold be released before this or after it.
  PERFORM FROM searches_legalhold
    WHERE id = NEW.hold_id AND search_request_id = NEW.search_request_id AND released_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a hold is reviewed while it stands'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.withdrawn_at IS NULL
    JOIN accounts_decideright AS given ON given.account_id = known.id AND given.withdrawn_at IS NULL
    JOIN accounts_unitpermissionheld AS shadow ON shadow.decide_right_id = given.id
    JOIN accounts_unit AS unit ON unit.id = given.unit_id AND unit.is_active
    JOIN searches_searchrequest AS asked ON asked.unit_id = unit.id AND asked.id = NEW.search_request_id
    WHERE known.id = NEW.reviewed_by_id AND known.is_active AND held.role = 'privacy_officer'
      AND known.person_id <> asked.requested_by_person_id
  ) THEN
    RAISE EXCEPTION 'a hold is reviewed by a privacy officer of the unit who did not ask for the search'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.reviewed_at)) > 300 THEN
    RAISE EXCEPTION 'a hold is reviewed now'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT searches_hold_is_reviewed_in_time(NEW.review_on, NEW.reviewed_at) THEN
    RAISE EXCEPTION 'a hold is reviewed within a year'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_holdreview() FROM PUBLIC;
CREATE TRIGGER guard_holdreview BEFORE INSERT ON searches_holdreview
  FOR EACH ROW EXECUTE FUNCTION searches_guard_holdreview();
ALTER TABLE searches_holdreview ENABLE ALWAYS TRIGGER guard_holdreview;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_holdreview
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('retention.hold_reviewed', 'request=search_request_id', 'object=id', 'account=reviewed_by_id', 'hold=hold_id', 'review_on=review_on');
ALTER TABLE searches_holdreview ENABLE ALWAYS TRIGGER needs_event;
"""

NOTICE = """
CREATE OR REPLACE FUNCTION searches_guard_notice() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER')
     AND (NEW.read_at IS NOT NULL OR NEW.emailed_at IS NOT NULL OR NEW.email_attempts <> 0
          OR NEW.email_tried_at IS NOT NULL OR NEW.email_error <> ''
          OR NEW.email_next_at IS DISTINCT FROM NEW.created_at
          OR NEW.created_at > clock_timestamp() + interval '5 minutes'
          OR NEW.kind NOT IN ('awaiting_your_decision', 'returned', 'approved', 'refused', 'expired',
                              'search_failed', 'result_received', 'examiners_lacking', 'no_lead',
                              'lead_awaits_release', 'lead_released', 'lead_recalled',
                              'report_due', 'report_overdue',
                              'incident_opened', 'incident_taken_over', 'incident_closed',
                              'incident_overdue', 'hold_review_due', 'search_held')
          -- What is told when its time has come is the worker's to tell: whoever said it first would keep others from
          -- being told.
          OR NEW.kind IN ('examiners_lacking', 'report_due', 'report_overdue', 'incident_overdue',
                          'hold_review_due') AND session_user <> 'countersign_worker') THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("searches", "0037_results_that_lack_examiners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="legalhold",
            name="review_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("awaiting_your_decision", "A request awaits a decision"),
                    ("returned", "Your request was returned for information"),
                    ("approved", "Your request was approved"),
                    ("refused", "Your request was refused"),
                    ("expired", "Your request has expired"),
                    ("search_failed", "The approved search failed"),
                    ("result_received", "A result was received and awaits examination"),
                    ("examiners_lacking", "A result lacks examiners"),
                    ("no_lead", "The search brought no lead"),
                    ("lead_awaits_release", "A lead awaits release"),
                    ("lead_released", "An investigative lead was released"),
                    ("lead_recalled", "A lead was recalled: do not act on it"),
                    ("report_due", "What came of a lead is to be reported soon"),
                    ("report_overdue", "A report on what came of a lead is overdue"),
                    ("incident_opened", "An incident has to be looked into"),
                    ("incident_taken_over", "Another person took over an incident"),
                    ("incident_closed", "An incident was closed"),
                    ("incident_overdue", "An incident is overdue"),
                    ("hold_review_due", "A legal hold has to be reviewed"),
                    ("search_held", "An approved search is held"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="HoldReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed_reason", models.BinaryField()),
                ("review_on", models.DateField()),
                ("reviewed_at", models.DateTimeField()),
                (
                    "hold",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="searches.legalhold",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "search_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["reviewed_at"],
                "indexes": [
                    models.Index(fields=["hold", "-reviewed_at"], name="hold_reviewed_last")
                ],
            },
        ),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(IN_TIME, migrations.RunSQL.noop),
        migrations.RunSQL(HOLD, migrations.RunSQL.noop),
        migrations.RunSQL(REVIEW, migrations.RunSQL.noop),
        migrations.RunSQL(NOTICE, migrations.RunSQL.noop),
    ]
