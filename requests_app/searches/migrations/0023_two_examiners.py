"""Two examiners compare each result, neither seeing the other's view; what they conclude never changes.

The database holds who may examine, in which seat, on what they have opened, and that a request ends without a lead only
when its examiners say so. The text is frozen: a change of a guard is a new migration.
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
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_conclusion
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_conclusion ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_conclusion
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_conclusion ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON searches_examination
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_examination
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON searches_examinationdraft
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_examinationdraft ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_examinationdraft
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_examinationdraft ENABLE ALWAYS TRIGGER keep_table;

ALTER TABLE searches_examination ADD CONSTRAINT searches_examination_started_at_readable
  CHECK (started_at >= '1900-01-01' AND started_at < '2201-01-01');
ALTER TABLE searches_examination ADD CONSTRAINT searches_examination_until_readable
  CHECK (until >= '1900-01-01' AND until < '2201-01-01');
ALTER TABLE searches_examination ADD CONSTRAINT searches_examination_ended_at_readable
  CHECK (ended_at >= '1900-01-01' AND ended_at < '2201-01-01');
ALTER TABLE searches_examinationdraft ADD CONSTRAINT searches_examinationdraft_saved_at_readable
  CHECK (saved_at >= '1900-01-01' AND saved_at < '2201-01-01');
ALTER TABLE searches_conclusion ADD CONSTRAINT searches_conclusion_concluded_at_readable
  CHECK (concluded_at >= '1900-01-01' AND concluded_at < '2201-01-01');

-- The persons behind the accounts and the request are their own, so that the checks compare persons.
ALTER TABLE searches_examination ADD CONSTRAINT examination_examiner_is_person
  FOREIGN KEY (examiner_id, examiner_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_examination ADD CONSTRAINT examination_of_this_requester
  FOREIGN KEY (search_request_id, requested_by_person_id)
  REFERENCES searches_searchrequest (id, requested_by_person_id);
"""

STANDING = """
-- How far the examiners of a result have come, by the last conclusion of each: how many, whether two of them say the
-- same, and of which candidate (null: of nobody).
CREATE FUNCTION searches_examined(p_request uuid)
RETURNS TABLE (concluded integer, agreed boolean, selected integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH last AS (
    SELECT DISTINCT ON (said.examination_id) said.selected_position
    FROM searches_conclusion AS said WHERE said.search_request_id = p_request
    ORDER BY said.examination_id, said.number DESC
  ), views AS (
    SELECT last.selected_position AS position, count(*) AS examiners FROM last GROUP BY last.selected_position
  )
  SELECT (SELECT count(*) FROM last)::integer,
         EXISTS (SELECT FROM views WHERE examiners >= 2),
         (SELECT position FROM views WHERE examiners >= 2 ORDER BY examiners DESC LIMIT 1)
$$;
REVOKE ALL ON FUNCTION searches_examined(uuid) FROM PUBLIC;

-- Whether an account may examine the result of a request at all: a trained examiner of its unit who neither asked nor
-- decided. The agency's day, which the database does not know, is at most 14 hours from that of Greenwich.
CREATE FUNCTION searches_may_examine(p_account uuid, p_request uuid, p_slack interval) RETURNS boolean
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
  )
$$;
REVOKE ALL ON FUNCTION searches_may_examine(uuid, uuid, interval) FROM PUBLIC;
"""

EXAMINATION = """
CREATE FUNCTION searches_guard_examination() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  now timestamptz := clock_timestamp();
  so_far record;
BEGIN
  -- The lock lets one examiner after the other take a seat, or conclude.
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'RESULT_RECEIVED' AND content_destroyed_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this request has no result to examine'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT searches_may_examine(NEW.examiner_id, NEW.search_request_id, interval '14 hours') THEN
      RAISE EXCEPTION 'a result is examined by a trained examiner of the unit who neither asked nor decided'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
    SELECT * INTO so_far FROM searches_examined(NEW.search_request_id);
    IF so_far.agreed OR so_far.concluded > 2 OR NEW.seat > 2 AND so_far.concluded < 2 THEN
      RAISE EXCEPTION 'there is no such seat: two examine a result, and a third where they differ'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.ended_at IS NOT NULL OR abs(extract(epoch FROM now - NEW.started_at)) > 300
       OR NEW.until NOT BETWEEN now AND now + interval '8 days' THEN
      RAISE EXCEPTION 'an examination begins now, and lasts for a week'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.search_request_id, NEW.requested_by_person_id, NEW.seat, NEW.examiner_id, NEW.examiner_person_id,
      NEW.order_seed, NEW.started_at)
     IS DISTINCT FROM
     (OLD.id, OLD.search_request_id, OLD.requested_by_person_id, OLD.seat, OLD.examiner_id, OLD.examiner_person_id,
      OLD.order_seed, OLD.started_at)
     OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'who examines, since when and in which order, cannot change'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.until IS DISTINCT FROM OLD.until AND (NEW.until < OLD.until OR NEW.until > now + interval '8 days') THEN
    RAISE EXCEPTION 'an examination is prolonged by a week at most'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.ended_at IS NOT NULL AND (
       EXISTS (SELECT FROM searches_conclusion WHERE examination_id = NEW.id)
       OR abs(extract(epoch FROM now - NEW.ended_at)) > 300
       OR NEW.ended_how = 'lapsed' AND OLD.until > now
       OR NEW.ended_how = 'right_ended'
          AND searches_may_examine(NEW.examiner_id, NEW.search_request_id, interval '-14 hours')) THEN
    RAISE EXCEPTION 'an examination ends so only before its conclusion, and when that is so'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_examination() FROM PUBLIC;
CREATE TRIGGER guard_examination BEFORE INSERT OR UPDATE ON searches_examination
  FOR EACH ROW EXECUTE FUNCTION searches_guard_examination();
ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER guard_examination;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_examination
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('exam.started', 'request=search_request_id', 'object=id', 'account=examiner_id', 'seat=seat', 'order_seed=order_seed');
ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER prolonging_needs_event AFTER UPDATE ON searches_examination
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.until IS DISTINCT FROM NEW.until)
  EXECUTE FUNCTION audit.require_event('exam.draft_saved', 'request=search_request_id', 'object=id', 'account=examiner_id');
ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER prolonging_needs_event;
CREATE CONSTRAINT TRIGGER giving_back_needs_event AFTER UPDATE ON searches_examination
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at AND NEW.ended_how = 'given_back')
  EXECUTE FUNCTION audit.require_event('exam.given_back', 'request=search_request_id', 'object=id', 'account=examiner_id');
ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER giving_back_needs_event;
CREATE CONSTRAINT TRIGGER ending_needs_event AFTER UPDATE ON searches_examination
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at AND NEW.ended_how <> 'given_back')
  EXECUTE FUNCTION audit.require_event('exam.ended', 'request=search_request_id', 'object=id', 'cause=ended_how');
ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER ending_needs_event;

CREATE FUNCTION searches_guard_examinationdraft() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.revision <> 1
     OR TG_OP = 'UPDATE' AND (NEW.examination_id <> OLD.examination_id OR NEW.revision <> OLD.revision + 1) THEN
    RAISE EXCEPTION 'a draft of an examination is saved one time after the other'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_examinationdraft() FROM PUBLIC;
CREATE TRIGGER guard_examinationdraft BEFORE INSERT OR UPDATE ON searches_examinationdraft
  FOR EACH ROW EXECUTE FUNCTION searches_guard_examinationdraft();
ALTER TABLE searches_examinationdraft ENABLE ALWAYS TRIGGER guard_examinationdraft;
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT OR UPDATE ON searches_examinationdraft
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('exam.draft_saved', 'object=examination_id', 'revision=revision');
ALTER TABLE searches_examinationdraft ENABLE ALWAYS TRIGGER needs_event;
"""

CONCLUSION = """
CREATE FUNCTION searches_guard_conclusion() RETURNS trigger
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
REVOKE ALL ON FUNCTION searches_guard_conclusion() FROM PUBLIC;
CREATE TRIGGER guard_conclusion BEFORE INSERT ON searches_conclusion
  FOR EACH ROW EXECUTE FUNCTION searches_guard_conclusion();
ALTER TABLE searches_conclusion ENABLE ALWAYS TRIGGER guard_conclusion;
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_conclusion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number = 1)
  EXECUTE FUNCTION audit.require_event('exam.concluded', 'request=search_request_id', 'object=examination_id', 'account=examiner_id', 'number=number', 'outcome=outcome', 'selected_position=selected_position', 'candidate_count=candidates', 'compared=compared');
ALTER TABLE searches_conclusion ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER correcting_needs_event AFTER INSERT ON searches_conclusion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number > 1)
  EXECUTE FUNCTION audit.require_event('exam.corrected', 'request=search_request_id', 'object=examination_id', 'account=examiner_id', 'number=number', 'outcome=outcome', 'selected_position=selected_position', 'candidate_count=candidates', 'compared=compared');
ALTER TABLE searches_conclusion ENABLE ALWAYS TRIGGER correcting_needs_event;
"""

NO_LEAD = """
CREATE FUNCTION searches_guard_no_lead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  so_far record;
BEGIN
  SELECT * INTO so_far FROM searches_examined(NEW.id);
  IF so_far.agreed AND so_far.selected IS NOT NULL OR NOT so_far.agreed AND so_far.concluded < 3 THEN
    RAISE EXCEPTION 'a request ends without a lead when two examiners select nobody, or three differ'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_no_lead() FROM PUBLIC;
CREATE TRIGGER guard_no_lead BEFORE UPDATE ON searches_searchrequest
  FOR EACH ROW WHEN (NEW.status = 'NO_LEAD' AND OLD.status <> 'NO_LEAD')
  EXECUTE FUNCTION searches_guard_no_lead();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_no_lead;
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
                              'search_failed', 'result_received', 'no_lead', 'search_held')) THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

DUE = """
-- As before, and for what ended without a lead. The time counts from the first event that led to the status: what
-- examiners save later does not prolong it.
CREATE OR REPLACE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, frozen.retention_class, frozen.purpose_code,
      (SELECT min(said.recorded_at) FROM audit.event AS said
       WHERE said.request_id = r.id AND said.status_after = r.status) AS at,
      coalesce((SELECT max(run.keep_days) FROM searches_checkrun AS run
                WHERE run.search_request_id = r.id AND (run.stage <> 'submit' OR EXISTS (
                  SELECT FROM searches_justification AS submitted WHERE submitted.check_run_id = run.id))), 0) AS kept
    FROM searches_searchrequest AS r
    LEFT JOIN searches_justification AS frozen
      ON frozen.search_request_id = r.id AND frozen.version = r.version
    WHERE r.id = p_request AND r.status IN ('REFUSED', 'WITHDRAWN', 'EXPIRED', 'RESULT_RECEIVED', 'NO_LEAD')
  )
  SELECT period.code::text, greatest(period.days, ended.kept),
         ended.at + make_interval(days => greatest(period.days, ended.kept))
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
    AND (ended.status NOT IN ('RESULT_RECEIVED', 'NO_LEAD') OR ended.retention_class IS DISTINCT FROM 'sealed_until_disposition')
  ORDER BY period.days, period.code
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION searches_content_due(uuid) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("audit", "0019_exports_cancelled"),
        ("searches", "0022_holds_by_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(max_length=30)),
                ("selected_position", models.PositiveIntegerField(blank=True, null=True)),
                ("candidates", models.PositiveIntegerField()),
                ("compared", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("concluded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["concluded_at"],
            },
        ),
        migrations.CreateModel(
            name="Examination",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField()),
                ("order_seed", models.CharField(max_length=64)),
                ("started_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_how", models.CharField(blank=True, default="", max_length=20)),
            ],
            options={
                "ordering": ["started_at"],
            },
        ),
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
                        ["REFUSED", "WITHDRAWN", "EXPIRED", "RESULT_RECEIVED", "NO_LEAD"],
                    ),
                ),
                fields=["status_since"],
                name="search_content_to_destroy",
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="examiner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="search_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conclusions",
                to="searches.searchrequest",
            ),
        ),
        migrations.CreateModel(
            name="ExaminationDraft",
            fields=[
                (
                    "examination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="draft",
                        serialize=False,
                        to="searches.examination",
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="examination",
            name="examiner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="examination",
            name="examiner_person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="examination",
            name="requested_by_person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="examination",
            name="search_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="examinations",
                to="searches.searchrequest",
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="examination",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conclusions",
                to="searches.examination",
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("examiner_person", models.F("requested_by_person")), _negated=True
                ),
                name="nobody_examines_their_own_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("search_request", "seat"),
                name="one_examiner_a_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("search_request", "examiner_person"),
                name="one_examination_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.CheckConstraint(
                condition=models.Q(("seat__gte", 1), ("seat__lte", 3)),
                name="examination_seat_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_seed__regex", "^[0-9a-f]{64}$")),
                name="examination_order_of_256_bits",
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_how", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_how__in", ["given_back", "lapsed", "right_ended"]),
                    ),
                    _connector="OR",
                ),
                name="examination_end_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.UniqueConstraint(
                fields=("examination", "number"), name="one_conclusion_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        (
                            "support",
                            "strong_support",
                            "no_candidate_supported",
                            "insufficient_quality",
                            "inconclusive",
                            "discarded",
                        ),
                    )
                ),
                name="conclusion_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("outcome__in", ("support", "strong_support")),
                        ("selected_position__isnull", False),
                    ),
                    models.Q(
                        ("selected_position", None),
                        models.Q(("outcome__in", ("support", "strong_support")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="conclusion_selects_with_support",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("selected_position", None),
                    models.Q(
                        ("selected_position__gte", 1),
                        ("selected_position__lte", models.F("candidates")),
                    ),
                    _connector="OR",
                ),
                name="selected_candidate_was_returned",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), ("selected_position", None), _connector="OR"),
                name="a_correction_selects_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("compared__lte", models.F("candidates"))),
                name="compared_candidates_were_returned",
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
                    ("no_lead", "The examination found no lead"),
                    ("search_held", "An approved search is held"),
                ],
                max_length=30,
            ),
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (STATUS, ROWS, STANDING, EXAMINATION, CONCLUSION, NO_LEAD, NOTICE, DUE)
        ),
    ]
