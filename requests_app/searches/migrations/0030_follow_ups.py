"""What is recorded of a lead after its release: passed on, planned, reported. Rows for good, of a lead that was released.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_followup
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_followup
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER keep_table;

ALTER TABLE searches_followup ADD CONSTRAINT searches_followup_recorded_at_readable
  CHECK (recorded_at >= '1900-01-01' AND recorded_at < '2201-01-01');
ALTER TABLE searches_followup ADD CONSTRAINT searches_followup_due_at_readable
  CHECK (due_at >= '1900-01-01' AND due_at < '2201-01-01');

-- The person behind the account is its own.
ALTER TABLE searches_followup ADD CONSTRAINT follow_up_account_is_person
  FOREIGN KEY (recorded_by_id, recorded_by_person_id) REFERENCES accounts_account (id, person_id);
"""

WHO = """
-- Whether an account may record what comes of a lead: the officer who asked, or a supervisor for the unit in their place.
CREATE FUNCTION searches_may_follow_up(p_account uuid, p_request uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN searches_searchrequest AS asked ON asked.id = p_request
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.withdrawn_at IS NULL
    WHERE known.id = p_account AND known.is_active AND NOT known.is_superuser
      AND CASE known.person_id WHEN asked.requested_by_person_id THEN held.role = 'officer'
          ELSE held.role = 'supervisor' AND EXISTS (
            SELECT FROM accounts_decideright AS given
            JOIN accounts_unitpermissionheld AS shadow ON shadow.decide_right_id = given.id
            JOIN accounts_unit AS unit ON unit.id = given.unit_id AND unit.is_active
            WHERE given.account_id = known.id AND given.unit_id = asked.unit_id AND given.withdrawn_at IS NULL)
          END
  )
$$;
REVOKE ALL ON FUNCTION searches_may_follow_up(uuid, uuid) FROM PUBLIC;
"""

FOLLOW_UP = """
CREATE FUNCTION searches_guard_followup() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- The lock numbers what two record at once, and lets a recall come before this or after it.
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'LEAD_RELEASED' AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
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
REVOKE ALL ON FUNCTION searches_guard_followup() FROM PUBLIC;
CREATE TRIGGER guard_followup BEFORE INSERT ON searches_followup
  FOR EACH ROW EXECUTE FUNCTION searches_guard_followup();
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER guard_followup;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_followup
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'passed_on')
  EXECUTE FUNCTION audit.require_event('lead.passed_on', 'request=search_request_id', 'object=id', 'account=recorded_by_id', 'number=number', 'recipient=outcome', 'flaws=flaws');
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER report_needs_event AFTER INSERT ON searches_followup
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'report')
  EXECUTE FUNCTION audit.require_event('followup.recorded', 'request=search_request_id', 'object=id', 'account=recorded_by_id', 'number=number', 'disposition=outcome', 'flaws=flaws');
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER report_needs_event;
CREATE CONSTRAINT TRIGGER plan_needs_event AFTER INSERT ON searches_followup
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'plan' AND NOT NEW.is_stopped)
  EXECUTE FUNCTION audit.require_event('lead.step_planned', 'request=search_request_id', 'object=id', 'account=recorded_by_id', 'number=number', 'step=outcome');
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER plan_needs_event;
CREATE CONSTRAINT TRIGGER stop_needs_event AFTER INSERT ON searches_followup
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'plan' AND NEW.is_stopped)
  EXECUTE FUNCTION audit.require_event('lead.step_stopped', 'request=search_request_id', 'object=id', 'account=recorded_by_id', 'number=number', 'step=outcome', 'flaws=flaws');
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER stop_needs_event;
"""


DUE = """
-- As before, but for a lead that was released: its time counts from the report that said how it ended, unless a later
-- one took the matter up again, and does not end before the lead does. Until then the content is needed to report at
-- all; and it is kept where anything that was recorded has to be looked into.
CREATE OR REPLACE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, frozen.retention_class, frozen.purpose_code,
      (SELECT led.expires_at FROM searches_leaddecision AS led WHERE led.search_request_id = r.id) AS lead_until,
      CASE r.status WHEN 'LEAD_RELEASED' THEN
        (SELECT min(told.recorded_at) FROM searches_followup AS told
         WHERE told.search_request_id = r.id AND told.kind = 'report' AND told.due_at IS NULL
           AND NOT EXISTS (SELECT FROM searches_followup AS later
                           WHERE later.search_request_id = r.id AND later.kind = 'report'
                             AND later.due_at IS NOT NULL AND later.number > told.number)
           AND NOT EXISTS (SELECT FROM searches_followup AS flawed
                           WHERE flawed.search_request_id = r.id AND flawed.kind <> 'plan' AND flawed.flaws <> '{}'))
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
    WHERE r.id = p_request AND r.status IN ('REFUSED', 'WITHDRAWN', 'EXPIRED', 'RESULT_RECEIVED', 'NO_LEAD', 'LEAD_RELEASED')
  )
  SELECT period.code::text, greatest(period.days, ended.kept),
         greatest(ended.at + make_interval(days => greatest(period.days, ended.kept)), ended.lead_until)
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
    AND (ended.status NOT IN ('RESULT_RECEIVED', 'NO_LEAD', 'LEAD_RELEASED') OR ended.retention_class IS DISTINCT FROM 'sealed_until_disposition')
  ORDER BY period.days, period.code
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION searches_content_due(uuid) FROM PUBLIC;
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
                              'search_failed', 'result_received', 'no_lead',
                              'lead_awaits_release', 'lead_released', 'lead_recalled',
                              'report_due', 'report_overdue', 'search_held')) THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("registry", "0014_reports_on_leads"),
        ("searches", "0029_leads_recalled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                fields=["requested_by_person"],
                condition=models.Q(("content_destroyed_at", None), ("status", "LEAD_RELEASED")),
                name="search_leads_of_a_person",
            ),
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
                    ("no_lead", "The search brought no lead"),
                    ("lead_awaits_release", "A lead awaits release"),
                    ("lead_released", "An investigative lead was released"),
                    ("lead_recalled", "A lead was recalled: do not act on it"),
                    ("report_due", "What came of a lead is to be reported soon"),
                    ("report_overdue", "A report on what came of a lead is overdue"),
                    ("search_held", "An approved search is held"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("passed_on", "Passed On"),
                            ("report", "Report"),
                            ("plan", "Plan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("outcome", models.CharField(max_length=30)),
                ("is_stopped", models.BooleanField(null=True)),
                (
                    "flaws",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("sealed", models.BinaryField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by_person",
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
                        related_name="follow_ups",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("search_request", "number"), name="one_follow_up_of_a_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="follow_ups_count_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["passed_on", "report", "plan"])),
                        name="follow_up_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False),
                                ("kind", "report"),
                                ("outcome__in", ["open", "charged"]),
                            ),
                            models.Q(
                                ("due_at", None),
                                ("kind", "report"),
                                models.Q(("outcome__in", ["open", "charged"]), _negated=True),
                            ),
                            models.Q(("due_at", None), ("kind__in", ["passed_on", "plan"])),
                            _connector="OR",
                        ),
                        name="another_report_is_owed_until_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_stopped__isnull", False), ("kind", "plan")),
                            models.Q(("is_stopped", None), ("kind__in", ["passed_on", "report"])),
                            _connector="OR",
                        ),
                        name="a_plan_goes_on_or_is_stopped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_stopped", None),
                            models.Q(("is_stopped", True), models.Q(("flaws", []), _negated=True)),
                            models.Q(("flaws", []), ("is_stopped", False)),
                            _connector="OR",
                        ),
                        name="a_plan_is_stopped_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_at", None),
                            ("due_at__gt", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="the_next_report_comes_later",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (ROWS, WHO, FOLLOW_UP, DUE, NOTICE)
        ),
    ]
