"""A supervisor releases a lead on which two examiners agree, or withholds it: one row for each request, for good.

The database holds who may, on what they have opened, and that no lead is released without. The text is frozen: a change
of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATUS = """
CREATE OR REPLACE FUNCTION searches_guard_status() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' OR NEW.version <> 0 THEN
      RAISE EXCEPTION 'a search request begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.reference, NEW.requested_by_id, NEW.requested_by_person_id, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.reference, OLD.requested_by_id, OLD.requested_by_person_id, OLD.created_at) THEN
    RAISE EXCEPTION 'who asked, and when, cannot change' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
    SELECT FROM (VALUES
      ('APPROVED', 'EXPIRED', 'countersign_dispatcher'),
      ('APPROVED', 'EXPIRED', 'countersign_worker'),
      ('APPROVED', 'FORWARDING', 'countersign_dispatcher'),
      ('APPROVED', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('APPROVED', 'WITHDRAWN', 'countersign_web'),
      ('AWAITING_DECISION', 'APPROVED', 'countersign_web'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_dispatcher'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_worker'),
      ('AWAITING_DECISION', 'REFUSED', 'countersign_web'),
      ('AWAITING_DECISION', 'RETURNED', 'countersign_web'),
      ('AWAITING_DECISION', 'WITHDRAWN', 'countersign_web'),
      ('DRAFT', 'AWAITING_DECISION', 'countersign_web'),
      ('DRAFT', 'WITHDRAWN', 'countersign_web'),
      ('FORWARDING', 'RESULT_RECEIVED', 'countersign_dispatcher'),
      ('FORWARDING', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('RESULT_RECEIVED', 'LEAD_RELEASED', 'countersign_web'),
      ('RESULT_RECEIVED', 'NO_LEAD', 'countersign_web'),
      ('RETURNED', 'AWAITING_DECISION', 'countersign_web'),
      ('RETURNED', 'EXPIRED', 'countersign_dispatcher'),
      ('RETURNED', 'EXPIRED', 'countersign_worker'),
      ('RETURNED', 'WITHDRAWN', 'countersign_web'),
      ('SEARCH_FAILED', 'APPROVED', 'countersign_web'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_dispatcher'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_worker')
    ) AS allowed(from_status, to_status, login)
    WHERE from_status = OLD.status AND to_status = NEW.status AND login = session_user
  ) THEN
    RAISE EXCEPTION 'status % may not become % (login %)', OLD.status, NEW.status, session_user
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_leaddecision
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_leaddecision ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_leaddecision
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_leaddecision ENABLE ALWAYS TRIGGER keep_table;

ALTER TABLE searches_leaddecision ADD CONSTRAINT searches_leaddecision_decided_at_readable
  CHECK (decided_at >= '1900-01-01' AND decided_at < '2201-01-01');
ALTER TABLE searches_leaddecision ADD CONSTRAINT searches_leaddecision_expires_at_readable
  CHECK (expires_at >= '1900-01-01' AND expires_at < '2201-01-01');

-- The persons behind the accounts and the request are their own, so that the checks compare persons.
ALTER TABLE searches_leaddecision ADD CONSTRAINT lead_decider_is_person
  FOREIGN KEY (decided_by_id, decided_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_leaddecision ADD CONSTRAINT lead_of_this_requester
  FOREIGN KEY (search_request_id, requested_by_person_id)
  REFERENCES searches_searchrequest (id, requested_by_person_id);
"""

READINGS = """
DROP TRIGGER no_other_kind ON searches_reading;
CREATE CONSTRAINT TRIGGER no_other_kind AFTER INSERT ON searches_reading
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind NOT IN ('decision_page', 'probe', 'candidates', 'candidate_picture', 'release_page', 'lead'))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER no_other_kind;
CREATE CONSTRAINT TRIGGER release_page_needs_event AFTER INSERT ON searches_reading
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'release_page')
  EXECUTE FUNCTION audit.require_event(
    'record.viewed', 'request=search_request_id', 'account=account_id', 'version=version', 'digest=digest');
ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER release_page_needs_event;
CREATE CONSTRAINT TRIGGER lead_needs_event AFTER INSERT ON searches_reading
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'lead')
  EXECUTE FUNCTION audit.require_event(
    'lead.viewed', 'request=search_request_id', 'account=account_id', 'digest=digest');
ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER lead_needs_event;
"""

WHO = """
-- Whether an account may release a lead of a request: a trained supervisor with the right for its unit who neither asked
-- nor had a part in the examination. The agency's day, which the database does not know, is at most 14 hours from that of
-- Greenwich.
CREATE FUNCTION searches_may_release(p_account uuid, p_request uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN searches_searchrequest AS asked ON asked.id = p_request
    JOIN accounts_unit AS unit ON unit.id = asked.unit_id AND unit.is_active
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.role = 'supervisor'
      AND held.withdrawn_at IS NULL
    JOIN accounts_decideright AS given ON given.account_id = known.id AND given.unit_id = asked.unit_id
      AND given.withdrawn_at IS NULL
    JOIN accounts_unitpermissionheld AS shadow ON shadow.decide_right_id = given.id
    JOIN accounts_certificate AS passed ON passed.person_id = known.person_id AND passed.course = 'deciding'
      AND passed.withdrawn_at IS NULL AND passed.confirmed_at IS NOT NULL
      AND passed.issued_on <= ((clock_timestamp() + interval '14 hours') AT TIME ZONE 'UTC')::date
      AND passed.valid_until >= ((clock_timestamp() - interval '14 hours') AT TIME ZONE 'UTC')::date
    WHERE known.id = p_account AND known.is_active AND NOT known.is_superuser
      AND known.person_id <> asked.requested_by_person_id
      AND NOT EXISTS (SELECT FROM searches_examination AS examined
                      WHERE examined.search_request_id = p_request AND examined.examiner_person_id = known.person_id)
      -- Whoever may be called as a third examiner must not know by the lead that two agree, and on whom.
      AND NOT EXISTS (SELECT FROM accounts_account AS other
                      JOIN accounts_roleassignment AS examines ON examines.account_id = other.id
                        AND examines.role = 'examiner' AND examines.withdrawn_at IS NULL
                      WHERE other.person_id = known.person_id AND other.unit_id = asked.unit_id AND other.is_active)
  )
$$;
REVOKE ALL ON FUNCTION searches_may_release(uuid, uuid) FROM PUBLIC;

-- An opening of this page keeps its reader from examining, so it is nobody's who could not have opened it.
CREATE FUNCTION searches_guard_reading_of_lead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT searches_may_release(NEW.account_id, NEW.search_request_id) THEN
    RAISE EXCEPTION 'the page of a lead is opened by who may release it'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_reading_of_lead() FROM PUBLIC;
CREATE TRIGGER guard_reading_of_lead BEFORE INSERT ON searches_reading
  FOR EACH ROW WHEN (NEW.kind = 'release_page') EXECUTE FUNCTION searches_guard_reading_of_lead();
ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER guard_reading_of_lead;

-- As before, and nobody who has read the lead: they know what the examiners concluded.
CREATE OR REPLACE FUNCTION searches_may_examine(p_account uuid, p_request uuid, p_slack interval) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN searches_searchrequest AS asked ON asked.id = p_request AND asked.unit_id = known.unit_id
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.role = 'examiner'
      AND held.withdrawn_at IS NULL
    JOIN accounts_certificate AS passed ON passed.person_id = known.person_id AND passed.course = 'examining'
      AND passed.withdrawn_at IS NULL AND passed.confirmed_at IS NOT NULL
      AND passed.issued_on <= ((clock_timestamp() + p_slack) AT TIME ZONE 'UTC')::date
      AND passed.valid_until >= ((clock_timestamp() - p_slack) AT TIME ZONE 'UTC')::date
    WHERE known.id = p_account AND known.is_active AND NOT known.is_superuser
      AND known.person_id <> asked.requested_by_person_id
      AND NOT EXISTS (SELECT FROM searches_decision AS decided
                      WHERE decided.search_request_id = p_request AND decided.decided_by_person_id = known.person_id)
      AND NOT EXISTS (SELECT FROM searches_reading AS opened
                      WHERE opened.search_request_id = p_request AND opened.person_id = known.person_id
                        AND opened.kind = 'release_page')
  )
$$;
"""

DECISION = """
CREATE FUNCTION searches_guard_leaddecision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  so_far record;
  last timestamptz;
BEGIN
  -- The lock lets a conclusion come before this or not at all.
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'RESULT_RECEIVED' AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this request has no result that could be released'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT searches_may_release(NEW.decided_by_id, NEW.search_request_id) THEN
    RAISE EXCEPTION 'a lead is for a trained supervisor of the unit who neither asked nor examined'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  SELECT * INTO so_far FROM searches_examined(NEW.search_request_id);
  IF NOT so_far.agreed OR so_far.selected IS DISTINCT FROM NEW.selected_position THEN
    RAISE EXCEPTION 'a lead is the candidate on whom two examiners agree'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  SELECT max(concluded_at) INTO last FROM searches_conclusion WHERE search_request_id = NEW.search_request_id;
  IF NOT EXISTS (
    SELECT FROM searches_reading AS opened
    WHERE opened.search_request_id = NEW.search_request_id AND opened.person_id = NEW.decided_by_person_id
      AND opened.kind = 'release_page' AND opened.digest = NEW.digest_read AND opened.opened_at >= last
  ) OR NEW.outcome = 'release' AND (NOT EXISTS (
    SELECT FROM searches_reading AS opened
    WHERE opened.search_request_id = NEW.search_request_id AND opened.person_id = NEW.decided_by_person_id
      AND opened.kind = 'probe' AND opened.opened_at >= last
  ) OR EXISTS (
    SELECT FROM searches_candidatepicture AS picture
    WHERE picture.search_request_id = NEW.search_request_id AND picture.position = NEW.selected_position
      AND picture.state = 'here'
      AND NOT EXISTS (
        SELECT FROM searches_reading AS opened
        WHERE opened.candidate_picture_id = picture.id AND opened.person_id = NEW.decided_by_person_id
          AND opened.opened_at >= last)
  )) THEN
    RAISE EXCEPTION 'a lead is decided on after its page was opened, and released after both pictures were'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.decided_at)) > 300
     OR NEW.expires_at > NEW.decided_at + make_interval(days =>
          coalesce((SELECT lead_days::integer FROM registry_agency), 30)) THEN
    RAISE EXCEPTION 'a lead is decided on now, and lasts for as long as the agency says'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_leaddecision() FROM PUBLIC;
CREATE TRIGGER guard_leaddecision BEFORE INSERT ON searches_leaddecision
  FOR EACH ROW EXECUTE FUNCTION searches_guard_leaddecision();
ALTER TABLE searches_leaddecision ENABLE ALWAYS TRIGGER guard_leaddecision;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_leaddecision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.outcome = 'release')
  EXECUTE FUNCTION audit.require_event('lead.released', 'request=search_request_id', 'object=id', 'account=decided_by_id', 'selected_position=selected_position', 'digest=digest_read', 'lead_digest=lead_digest');
ALTER TABLE searches_leaddecision ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER withholding_needs_event AFTER INSERT ON searches_leaddecision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.outcome <> 'release')
  EXECUTE FUNCTION audit.require_event('lead.withheld', 'request=search_request_id', 'object=id', 'account=decided_by_id', 'selected_position=selected_position', 'digest=digest_read');
ALTER TABLE searches_leaddecision ENABLE ALWAYS TRIGGER withholding_needs_event;
"""

STATUSES = """
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
  IF so_far.agreed AND so_far.selected IS NOT NULL OR NOT so_far.agreed AND so_far.concluded < 3 THEN
    RAISE EXCEPTION 'a request ends without a lead when two examiners select nobody, three differ, or it is withheld'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION searches_guard_lead_released() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  so_far record;
BEGIN
  -- Asked again: a correction may have come between the decision and this, in the same transaction.
  SELECT * INTO so_far FROM searches_examined(NEW.id);
  IF NOT so_far.agreed OR NOT EXISTS (
    SELECT FROM searches_leaddecision
    WHERE search_request_id = NEW.id AND outcome = 'release' AND selected_position = so_far.selected) THEN
    RAISE EXCEPTION 'a lead is released by a supervisor, and is the candidate on whom two examiners agree'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_lead_released() FROM PUBLIC;
CREATE TRIGGER guard_lead_released BEFORE UPDATE ON searches_searchrequest
  FOR EACH ROW WHEN (NEW.status = 'LEAD_RELEASED' AND OLD.status <> 'LEAD_RELEASED')
  EXECUTE FUNCTION searches_guard_lead_released();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_lead_released;

-- Whoever decides on a lead leaves the request in the status that says so, by the end of the transaction.
CREATE FUNCTION searches_lead_has_its_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_searchrequest
    WHERE id = NEW.search_request_id
      AND status = CASE NEW.outcome WHEN 'release' THEN 'LEAD_RELEASED' ELSE 'NO_LEAD' END
  ) THEN
    RAISE EXCEPTION 'a decision on a lead moves its request on'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_lead_has_its_status() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER moves_the_request AFTER INSERT ON searches_leaddecision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION searches_lead_has_its_status();
ALTER TABLE searches_leaddecision ENABLE ALWAYS TRIGGER moves_the_request;
"""

CHECKS = """
-- As before, and for the stage at which a lead is released.
CREATE OR REPLACE FUNCTION searches_guard_checkrun() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'countersign_dispatcher' AND NEW.stage <> 'forward'
     OR session_user = 'countersign_web' AND NEW.stage NOT IN ('submit', 'approve', 'release') THEN
    RAISE EXCEPTION 'login % does not check at the stage %', session_user, NEW.stage
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM FROM searches_searchrequest WHERE id = NEW.search_request_id AND status = ANY (CASE NEW.stage
      WHEN 'submit' THEN ARRAY['DRAFT', 'RETURNED']
      WHEN 'approve' THEN ARRAY['AWAITING_DECISION']
      WHEN 'forward' THEN ARRAY['APPROVED', 'FORWARDING', 'SEARCH_FAILED']
      WHEN 'release' THEN ARRAY['RESULT_RECEIVED']
    END);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a request is not checked at the stage % now', NEW.stage
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
"""

DUE = """
-- As before, and for a lead that was released: its time counts from the release, and does not end before the lead does.
CREATE OR REPLACE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, frozen.retention_class, frozen.purpose_code,
      (SELECT led.expires_at FROM searches_leaddecision AS led WHERE led.search_request_id = r.id) AS lead_until,
      (SELECT min(said.recorded_at) FROM audit.event AS said
       WHERE said.request_id = r.id AND said.status_after = r.status) AS at,
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
                              'lead_awaits_release', 'lead_released', 'search_held')) THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("registry", "0013_days_of_a_lead"),
        ("searches", "0027_pictures_that_were_opened"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="searchrequest",
            name="search_content_to_destroy",
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                condition=models.Q(
                    ("content_destroyed_at", None),
                    (
                        "status__in",
                        [
                            "REFUSED",
                            "WITHDRAWN",
                            "EXPIRED",
                            "RESULT_RECEIVED",
                            "NO_LEAD",
                            "LEAD_RELEASED",
                        ],
                    ),
                ),
                fields=["status_since"],
                name="search_content_to_destroy",
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
                    ("search_held", "An approved search is held"),
                ],
                max_length=30,
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
                    ("release_page", "Release Page"),
                    ("lead", "Lead"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="LeadDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("release", "Release"), ("withhold", "Withhold")], max_length=10
                    ),
                ),
                ("selected_position", models.PositiveIntegerField()),
                ("decided_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("digest_read", models.CharField(max_length=64)),
                ("lead_digest", models.CharField(blank=True, default="", max_length=64)),
                ("sealed", models.BinaryField()),
                ("sealed_lead", models.BinaryField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by_person",
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
                        related_name="lead_decision",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["decided_by", "-decided_at", "id"], name="lead_mine")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_person", models.F("requested_by_person")), _negated=True
                        ),
                        name="nobody_releases_a_lead_to_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__isnull", False),
                                ("outcome", "release"),
                                ("sealed_lead__isnull", False),
                            ),
                            models.Q(
                                ("expires_at", None), ("outcome", "withhold"), ("sealed_lead", None)
                            ),
                            _connector="OR",
                        ),
                        name="a_lead_that_is_released_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at", None),
                            ("expires_at__gt", models.F("decided_at")),
                            _connector="OR",
                        ),
                        name="a_lead_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("selected_position__gte", 1)), name="lead_of_a_position"
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (STATUS, ROWS, READINGS, WHO, DECISION, STATUSES, CHECKS, DUE, NOTICE)
        ),
    ]
