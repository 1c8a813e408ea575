"""Incidents: opened with what was recorded of a lead, taken and closed by somebody who had no part in it.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON searches_incident
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_incident ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_incident
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_incident ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER incident_filled_in_once BEFORE UPDATE ON searches_incident
  FOR EACH ROW EXECUTE FUNCTION accounts_filled_in_once('outcome', 'undone', 'not_needed', 'closed_by_id', 'closed_by_person_id', 'closed_at', 'sealed_closing');
ALTER TABLE searches_incident ENABLE ALWAYS TRIGGER incident_filled_in_once;
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_incidentowner
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_incidentowner ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_incidentowner
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_incidentowner ENABLE ALWAYS TRIGGER keep_table;
ALTER TABLE searches_incident ADD CONSTRAINT searches_incident_opened_at_readable
  CHECK (opened_at >= '1900-01-01' AND opened_at < '2201-01-01');
ALTER TABLE searches_incident ADD CONSTRAINT searches_incident_due_at_readable
  CHECK (due_at >= '1900-01-01' AND due_at < '2201-01-01');
ALTER TABLE searches_incidentowner ADD CONSTRAINT searches_incidentowner_taken_at_readable
  CHECK (taken_at >= '1900-01-01' AND taken_at < '2201-01-01');
ALTER TABLE searches_incident ADD CONSTRAINT searches_incident_closed_at_readable
  CHECK (closed_at >= '1900-01-01' AND closed_at < '2201-01-01');

-- The persons behind the accounts are their own, and owners are of the request of their incident.
ALTER TABLE searches_incident ADD CONSTRAINT incident_account_is_person
  FOREIGN KEY (opened_by_id, opened_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_incidentowner ADD CONSTRAINT incident_owner_is_person
  FOREIGN KEY (owner_id, owner_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_incident ADD CONSTRAINT incident_closer_is_person
  FOREIGN KEY (closed_by_id, closed_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_incidentowner ADD CONSTRAINT owner_of_an_incident_of_this_request
  FOREIGN KEY (incident_id, search_request_id) REFERENCES searches_incident (id, search_request_id);
"""

WHO = """
-- Whether an account is a decider for the unit of a request, with a person who did not ask for it.
CREATE FUNCTION searches_decides_for(p_account uuid, p_request uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.withdrawn_at IS NULL
      AND held.role IN ('supervisor', 'privacy_officer')
    JOIN accounts_decideright AS given ON given.account_id = known.id AND given.withdrawn_at IS NULL
    JOIN accounts_unitpermissionheld AS shadow ON shadow.decide_right_id = given.id
    JOIN accounts_unit AS unit ON unit.id = given.unit_id AND unit.is_active
    JOIN searches_searchrequest AS asked ON asked.unit_id = unit.id AND asked.id = p_request
    WHERE known.id = p_account AND known.is_active AND NOT known.is_superuser
      AND known.person_id <> asked.requested_by_person_id
  )
$$;
REVOKE ALL ON FUNCTION searches_decides_for(uuid, uuid) FROM PUBLIC;

-- Whether an account may look into an incident: a decider for the unit who neither examined the result, nor released the
-- lead, nor recorded anything of it, nor opened the incident.
CREATE FUNCTION searches_may_look_into(p_account uuid, p_incident uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM searches_incident AS named
    JOIN accounts_account AS known ON known.id = p_account
    WHERE named.id = p_incident AND searches_decides_for(p_account, named.search_request_id)
      AND known.person_id <> named.opened_by_person_id
      AND NOT EXISTS (SELECT FROM searches_leaddecision AS led
                      WHERE led.search_request_id = named.search_request_id AND led.decided_by_person_id = known.person_id)
      AND NOT EXISTS (SELECT FROM searches_examination AS compared
                      WHERE compared.search_request_id = named.search_request_id AND compared.examiner_person_id = known.person_id)
      AND NOT EXISTS (SELECT FROM searches_followup AS told
                      WHERE told.search_request_id = named.search_request_id AND told.recorded_by_person_id = known.person_id)
  )
$$;
REVOKE ALL ON FUNCTION searches_may_look_into(uuid, uuid) FROM PUBLIC;
"""

INCIDENT = """
CREATE FUNCTION searches_guard_incident() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Who closes the unit waits for this, and sees it: an incident of a closed unit is looked into by nobody.
  PERFORM FROM accounts_unit WHERE id = NEW.unit_id FOR SHARE;
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND unit_id = NEW.unit_id AND status = 'LEAD_RELEASED'
      AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no lead of this request that could have gone wrong'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.closed_at IS NOT NULL
     OR NEW.number <> 1 + (SELECT count(*) FROM searches_incident WHERE search_request_id = NEW.search_request_id) THEN
    RAISE EXCEPTION 'an incident begins open, and those of a request are numbered without gaps'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.ground = 'recorded' THEN
    IF NOT EXISTS (
      SELECT FROM searches_followup AS told
      WHERE told.id = NEW.follow_up_id AND told.search_request_id = NEW.search_request_id AND told.kind <> 'plan'
        AND told.flaws = NEW.flaws AND told.recorded_by_id = NEW.opened_by_id
    ) THEN
      RAISE EXCEPTION 'an incident repeats what was found of what was recorded'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
  ELSIF NOT searches_decides_for(NEW.opened_by_id, NEW.search_request_id)
     OR NEW.flaws <> (CASE NEW.ground WHEN 'misidentified' THEN ARRAY['misidentified']::varchar[] ELSE '{}'::varchar[] END) THEN
    RAISE EXCEPTION 'an incident is opened by a decider of the unit who did not ask for the search'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.opened_at)) > 300
     OR NEW.due_at > NEW.opened_at + make_interval(days =>
          coalesce((SELECT incident_days::integer FROM registry_agency), 30)) THEN
    RAISE EXCEPTION 'an incident is opened now, and is due when the agency says'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_incident() FROM PUBLIC;
CREATE TRIGGER guard_incident BEFORE INSERT ON searches_incident
  FOR EACH ROW EXECUTE FUNCTION searches_guard_incident();
ALTER TABLE searches_incident ENABLE ALWAYS TRIGGER guard_incident;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_incident
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('incident.opened', 'request=search_request_id', 'object=id', 'account=opened_by_id', 'number=number', 'ground=ground', 'flaws=flaws');
ALTER TABLE searches_incident ENABLE ALWAYS TRIGGER needs_event;

-- What was recorded and has to be looked into has its incident when the transaction ends.
CREATE FUNCTION searches_require_incident() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM searches_incident WHERE follow_up_id = NEW.id) THEN
    RAISE EXCEPTION 'what has to be looked into has no incident'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_require_incident() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER flaws_need_an_incident AFTER INSERT ON searches_followup
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind <> 'plan' AND NEW.flaws <> '{}')
  EXECUTE FUNCTION searches_require_incident();
ALTER TABLE searches_followup ENABLE ALWAYS TRIGGER flaws_need_an_incident;
"""

OWNER = """
CREATE FUNCTION searches_guard_incidentowner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'LEAD_RELEASED' AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM searches_incident WHERE id = NEW.incident_id AND closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'this incident is closed'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT searches_may_look_into(NEW.owner_id, NEW.incident_id) THEN
    RAISE EXCEPTION 'an incident is looked into by a decider of the unit who had no part in it'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.number <> 1 + (SELECT count(*) FROM searches_incidentowner WHERE incident_id = NEW.incident_id)
     OR abs(extract(epoch FROM clock_timestamp() - NEW.taken_at)) > 300 THEN
    RAISE EXCEPTION 'an incident is taken now, after whoever has it'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_incidentowner() FROM PUBLIC;
CREATE TRIGGER guard_incidentowner BEFORE INSERT ON searches_incidentowner
  FOR EACH ROW EXECUTE FUNCTION searches_guard_incidentowner();
ALTER TABLE searches_incidentowner ENABLE ALWAYS TRIGGER guard_incidentowner;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_incidentowner
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('incident.taken', 'request=search_request_id', 'object=incident_id', 'account=owner_id');
ALTER TABLE searches_incidentowner ENABLE ALWAYS TRIGGER needs_event;
"""

CLOSING = """
CREATE FUNCTION searches_guard_incident_closing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'LEAD_RELEASED' AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no lead of this request any more'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.closed_by_id IS DISTINCT FROM (
       SELECT owner_id FROM searches_incidentowner WHERE incident_id = NEW.id ORDER BY number DESC LIMIT 1)
     OR NOT searches_may_look_into(NEW.closed_by_id, NEW.id) THEN
    RAISE EXCEPTION 'an incident is closed by whoever looks into it'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.closed_at)) > 300 THEN
    RAISE EXCEPTION 'an incident is closed now'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_incident_closing() FROM PUBLIC;
-- Named so that it looks at a row after the guard of what stays.
CREATE TRIGGER whoever_closes_it BEFORE UPDATE ON searches_incident
  FOR EACH ROW EXECUTE FUNCTION searches_guard_incident_closing();
ALTER TABLE searches_incident ENABLE ALWAYS TRIGGER whoever_closes_it;
CREATE CONSTRAINT TRIGGER closing_needs_event AFTER UPDATE ON searches_incident
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('incident.closed', 'request=search_request_id', 'object=id', 'account=closed_by_id', 'number=number', 'outcome=outcome', 'undone=undone', 'not_needed=not_needed');
ALTER TABLE searches_incident ENABLE ALWAYS TRIGGER closing_needs_event;
"""

DUE = """
-- As before, but for what was recorded and has to be looked into: the content is kept until every incident is closed,
-- and its time counts from the report that said how it ended or from the last closing, whichever came later. An incident
-- that a person opened gives no more time where its finding was wrong. Each closing leaves a fortnight in which others
-- can look at it, open another, or have a hold set.
CREATE OR REPLACE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, frozen.retention_class, frozen.purpose_code,
      (SELECT led.expires_at FROM searches_leaddecision AS led WHERE led.search_request_id = r.id) AS lead_until,
      (SELECT max(shut.closed_at) + interval '14 days' FROM searches_incident AS shut
       WHERE shut.search_request_id = r.id) AS looked_at_until,
      CASE r.status WHEN 'LEAD_RELEASED' THEN
        -- Without a report that said so, nothing has ended, whatever was closed.
        (SELECT CASE WHEN count(*) > 0 THEN
           greatest(min(told.recorded_at), (SELECT max(shut.closed_at) FROM searches_incident AS shut
                                            WHERE shut.search_request_id = r.id AND (shut.outcome <> 'finding_wrong' OR shut.ground = 'recorded'))) END
         FROM searches_followup AS told
         WHERE told.search_request_id = r.id AND told.kind = 'report' AND told.due_at IS NULL
           AND NOT EXISTS (SELECT FROM searches_followup AS later
                           WHERE later.search_request_id = r.id AND later.kind = 'report'
                             AND later.due_at IS NOT NULL AND later.number > told.number)
           AND NOT EXISTS (SELECT FROM searches_followup AS flawed
                           WHERE flawed.search_request_id = r.id AND flawed.kind <> 'plan' AND flawed.flaws <> '{}'
                             AND NOT EXISTS (SELECT FROM searches_incident AS named WHERE named.follow_up_id = flawed.id))
           AND NOT EXISTS (SELECT FROM searches_incident AS named
                           WHERE named.search_request_id = r.id AND named.closed_at IS NULL))
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
         greatest(ended.at + make_interval(days => greatest(period.days, ended.kept)), ended.lead_until, ended.looked_at_until)
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
                              'report_due', 'report_overdue',
                              'incident_opened', 'incident_taken_over', 'incident_closed',
                              'incident_overdue', 'search_held')
          -- What is told when its time has come is the worker's to tell: whoever said it first would keep others from
          -- being told.
          OR NEW.kind IN ('report_due', 'report_overdue', 'incident_overdue') AND session_user <> 'countersign_worker') THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("searches", "0030_follow_ups"),
        ("registry", "0015_days_of_an_incident"),
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
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("ground", models.CharField(max_length=20)),
                (
                    "flaws",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("sealed", models.BinaryField(null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("undone", models.PositiveSmallIntegerField(null=True)),
                ("not_needed", models.PositiveSmallIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("sealed_closing", models.BinaryField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "follow_up",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident",
                        to="searches.followup",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by_person",
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
                        related_name="incidents",
                        to="searches.searchrequest",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentOwner",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("taken_at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owners",
                        to="searches.incident",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_person",
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
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["unit", "due_at", "id"],
                name="incident_open_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["unit", "-closed_at", "id"],
                name="incident_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(
                fields=("search_request", "number"), name="one_incident_of_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(
                fields=("id", "search_request"), name="incident_of_one_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="incidents_count_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("follow_up__isnull", False),
                        ("ground", "recorded"),
                        ("sealed", None),
                        models.Q(("flaws", []), _negated=True),
                    ),
                    models.Q(
                        ("follow_up", None),
                        ("ground__in", ["complaint", "misidentified", "error_found", "other"]),
                        ("sealed__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_incident_was_recorded_or_opened_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("opened_at"))),
                name="an_incident_is_due_after_it_was_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at", None),
                        ("closed_by", None),
                        ("closed_by_person", None),
                        ("not_needed", None),
                        ("outcome", ""),
                        ("sealed_closing", None),
                        ("undone", None),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("closed_by_person__isnull", False),
                        ("not_needed__isnull", False),
                        ("outcome__in", ["put_right", "finding_wrong", "handed_over"]),
                        ("sealed_closing__isnull", False),
                        ("undone__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_incident_is_closed_when_by_whom_and_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "put_right"), _negated=True),
                    ("undone", 0),
                    _connector="OR",
                ),
                name="an_incident_put_right_has_nothing_undone",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_by_person", None),
                    models.Q(("closed_by_person", models.F("opened_by_person")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_closes_an_incident_of_their_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentowner",
            constraint=models.UniqueConstraint(
                fields=("incident", "number"), name="one_owner_of_an_incident_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentowner",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="owners_of_an_incident_count_from_one"
            ),
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (
                ROWS,
                WHO,
                INCIDENT,
                OWNER,
                CLOSING,
                DUE,
                NOTICE,
            )
        ),
    ]
