"""Results that too few people are left to examine: told by the worker, and ended without a lead by a decider.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_endedunexamined
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_endedunexamined ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_endedunexamined
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_endedunexamined ENABLE ALWAYS TRIGGER keep_table;

ALTER TABLE searches_endedunexamined ADD CONSTRAINT searches_endedunexamined_ended_at_readable
  CHECK (ended_at >= '1900-01-01' AND ended_at < '2201-01-01');

-- The persons behind the accounts and the request are their own, so that the checks compare persons.
ALTER TABLE searches_endedunexamined ADD CONSTRAINT ended_unexamined_account_is_person
  FOREIGN KEY (ended_by_id, ended_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_endedunexamined ADD CONSTRAINT ended_unexamined_of_this_requester
  FOREIGN KEY (search_request_id, requested_by_person_id)
  REFERENCES searches_searchrequest (id, requested_by_person_id);
"""

ENDED = """
CREATE FUNCTION searches_guard_endedunexamined() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  so_far record;
  unit_of_it uuid;
  able integer;
BEGIN
  -- The lock lets a conclusion come before this or not at all.
  SELECT unit_id INTO unit_of_it FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'RESULT_RECEIVED' AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this request has no result to examine'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT searches_decides_for(NEW.ended_by_id, NEW.search_request_id) OR EXISTS (
       SELECT FROM searches_examination AS compared
       WHERE compared.search_request_id = NEW.search_request_id AND compared.examiner_person_id = NEW.ended_by_person_id)
     OR EXISTS (
       SELECT FROM accounts_account AS other
       JOIN accounts_roleassignment AS examines ON examines.account_id = other.id
         AND examines.role = 'examiner' AND examines.withdrawn_at IS NULL
       WHERE other.person_id = NEW.ended_by_person_id AND other.unit_id = unit_of_it AND other.is_active) THEN
    RAISE EXCEPTION 'an examination is ended by a decider of the unit who neither asked for the search nor examines for it'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  SELECT * INTO so_far FROM searches_examined(NEW.search_request_id);
  -- Only who may examine without doubt counts: the agency's day, which the database does not know, may be another one.
  SELECT count(DISTINCT known.person_id) INTO able FROM accounts_account AS known
    WHERE known.unit_id = unit_of_it AND searches_may_examine(known.id, NEW.search_request_id, interval '-14 hours')
      AND NOT EXISTS (
        SELECT FROM searches_conclusion AS said JOIN searches_examination AS compared ON compared.id = said.examination_id
        WHERE said.search_request_id = NEW.search_request_id AND compared.examiner_person_id = known.person_id);
  IF so_far.agreed OR NEW.concluded <> so_far.concluded OR able >= greatest(2 - so_far.concluded, 1) THEN
    RAISE EXCEPTION 'an examination is ended so only where too few people are left who may examine'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.ended_at)) > 300 THEN
    RAISE EXCEPTION 'an examination is ended now'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_endedunexamined() FROM PUBLIC;
CREATE TRIGGER guard_endedunexamined BEFORE INSERT ON searches_endedunexamined
  FOR EACH ROW EXECUTE FUNCTION searches_guard_endedunexamined();
ALTER TABLE searches_endedunexamined ENABLE ALWAYS TRIGGER guard_endedunexamined;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_endedunexamined
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('lead.none_found', 'request=search_request_id', 'object=id', 'account=ended_by_id', 'ground=ground', 'concluded=concluded');
ALTER TABLE searches_endedunexamined ENABLE ALWAYS TRIGGER needs_event;

-- Whoever ends an examination leaves the request in the status that says so, by the end of the transaction.
CREATE FUNCTION searches_ended_has_its_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM searches_searchrequest WHERE id = NEW.search_request_id AND status = 'NO_LEAD') THEN
    RAISE EXCEPTION 'an examination that is ended ends its request without a lead'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_ended_has_its_status() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER moves_the_request AFTER INSERT ON searches_endedunexamined
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION searches_ended_has_its_status();
ALTER TABLE searches_endedunexamined ENABLE ALWAYS TRIGGER moves_the_request;
"""

NO_LEAD = """
-- As before, and where a decider ended it for want of examiners.
CREATE OR REPLACE FUNCTION searches_guard_no_lead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  so_far record;
BEGIN
  SELECT * INTO so_far FROM searches_examined(NEW.id);
  IF so_far.agreed AND EXISTS (
    SELECT FROM searches_leaddecision
    WHERE search_request_id = NEW.id AND outcome = 'withhold' AND selected_position = so_far.selected) THEN
    RETURN NEW;
  END IF;
  -- Asked again: a conclusion may have come between that and this, in the same transaction.
  IF NOT so_far.agreed AND EXISTS (
    SELECT FROM searches_endedunexamined WHERE search_request_id = NEW.id AND concluded = so_far.concluded) THEN
    RETURN NEW;
  END IF;
  IF so_far.agreed AND so_far.selected IS NOT NULL OR NOT so_far.agreed AND so_far.concluded < 3 THEN
    RAISE EXCEPTION 'a request ends without a lead when two examiners select nobody, three differ, it is withheld, or no examiner is left'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
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
                              'incident_overdue', 'search_held')
          -- What is told when its time has come is the worker's to tell: whoever said it first would keep others from
          -- being told.
          OR NEW.kind IN ('examiners_lacking', 'report_due', 'report_overdue', 'incident_overdue') AND session_user <> 'countersign_worker') THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("searches", "0036_selections_judged_by_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    ("search_held", "An approved search is held"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="EndedUnexamined",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("too_few_examiners", "Too Few Examiners"),
                            ("no_third_examiner", "No Third Examiner"),
                        ],
                        max_length=20,
                    ),
                ),
                ("concluded", models.PositiveSmallIntegerField()),
                ("sealed_reason", models.BinaryField()),
                ("ended_at", models.DateTimeField()),
                (
                    "ended_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "requested_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "search_request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_unexamined",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_by_person", models.F("requested_by_person")), _negated=True
                        ),
                        name="nobody_ends_an_examination_of_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded__lt", 2), ("ground", "too_few_examiners")),
                            models.Q(("concluded", 2), ("ground", "no_third_examiner")),
                            _connector="OR",
                        ),
                        name="ended_unexamined_for_its_ground",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (ROWS, ENDED, NO_LEAD, NOTICE)
        ),
    ]
