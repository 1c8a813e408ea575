"""The content of an ended request is destroyed at its time, unless a legal hold stands: held by the database.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TIMES = """
ALTER TABLE searches_searchrequest ADD CONSTRAINT searches_searchrequest_content_destroyed_at_readable
  CHECK (content_destroyed_at >= '1900-01-01' AND content_destroyed_at < '2201-01-01');
ALTER TABLE searches_legalhold ADD CONSTRAINT searches_legalhold_set_at_readable
  CHECK (set_at >= '1900-01-01' AND set_at < '2201-01-01');
ALTER TABLE searches_legalhold ADD CONSTRAINT searches_legalhold_released_at_readable
  CHECK (released_at >= '1900-01-01' AND released_at < '2201-01-01');
"""

HOLDS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON searches_legalhold
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_legalhold
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER legalhold_filled_in_once BEFORE UPDATE ON searches_legalhold
  FOR EACH ROW EXECUTE FUNCTION accounts_filled_in_once('released_by_id', 'released_by_person_id', 'released_at', 'sealed_release');
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER legalhold_filled_in_once;

-- The person behind each account is the account's own, so that the checks compare persons.
ALTER TABLE searches_legalhold ADD CONSTRAINT hold_set_by_is_person
  FOREIGN KEY (set_by_id, set_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_legalhold ADD CONSTRAINT hold_released_by_is_person
  FOREIGN KEY (released_by_id, released_by_person_id) REFERENCES accounts_account (id, person_id);

-- What is gone cannot be held. The lock lets the content be destroyed before or after this, and not in between.
CREATE FUNCTION searches_guard_legalhold() RETURNS trigger
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
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_legalhold() FROM PUBLIC;
CREATE TRIGGER guard_legalhold BEFORE INSERT ON searches_legalhold
  FOR EACH ROW EXECUTE FUNCTION searches_guard_legalhold();
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER guard_legalhold;
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_legalhold
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('retention.hold_set', 'request=search_request_id', 'object=id', 'account=set_by_id');
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER release_needs_event AFTER UPDATE ON searches_legalhold
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('retention.hold_released', 'request=search_request_id', 'object=id', 'account=released_by_id');
ALTER TABLE searches_legalhold ENABLE ALWAYS TRIGGER release_needs_event;
"""

DESTROYED = """
-- When the content of an ended request is due: by the shortest period that fits it. No row: never by itself.
CREATE FUNCTION searches_content_due(p_request uuid)
RETURNS TABLE (ground text, days integer, due timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT r.status, r.status_since, frozen.retention_class, frozen.purpose_code
    FROM searches_searchrequest AS r
    LEFT JOIN searches_justification AS frozen
      ON frozen.search_request_id = r.id AND frozen.version = r.version
    WHERE r.id = p_request AND r.status IN ('REFUSED', 'WITHDRAWN', 'EXPIRED', 'RESULT_RECEIVED')
  )
  SELECT period.code::text, period.days, ended.status_since + make_interval(days => period.days)
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
  ORDER BY period.days, period.code
  LIMIT 1
$$;

-- The only way in which content ends. It asks by itself whether the time is over, so that no process can hurry it.
CREATE FUNCTION searches_destroy_content(p_request uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  over text;
BEGIN
  PERFORM FROM searches_searchrequest WHERE id = p_request AND content_destroyed_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such request, or its content was destroyed before'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_destroyed_once';
  END IF;
  IF EXISTS (SELECT FROM searches_legalhold
             WHERE search_request_id = p_request AND released_at IS NULL) THEN
    RAISE EXCEPTION 'a legal hold stands on this request'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_under_no_hold';
  END IF;
  SELECT ground INTO over FROM searches_content_due(p_request) WHERE due <= clock_timestamp();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the time of this content is not over'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_is_due';
  END IF;
  PERFORM audit.erase_openings(p_request, over);
  UPDATE searches_contentkey SET wrapped = NULL, destroyed_at = clock_timestamp()
    WHERE search_request_id = p_request AND wrapped IS NOT NULL;
  UPDATE searches_searchrequest SET content_destroyed_at = clock_timestamp() WHERE id = p_request;
  DELETE FROM searches_probefingerprint AS found USING searches_probe AS probe
    WHERE probe.id = found.probe_id AND probe.search_request_id = p_request;
  DELETE FROM searches_kepttyping WHERE search_request_id = p_request;
  RETURN over;
END $$;
REVOKE ALL ON FUNCTION searches_destroy_content(uuid) FROM PUBLIC;

-- Whoever is not the owner says that content is gone only when it is.
CREATE FUNCTION searches_erasure_has_its_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER') AND NOT EXISTS (
    SELECT FROM searches_searchrequest AS r JOIN searches_contentkey AS k ON k.search_request_id = r.id
    WHERE r.id = NEW.request_id AND r.content_destroyed_at IS NOT NULL AND k.wrapped IS NULL
  ) THEN
    RAISE EXCEPTION 'the event % says what is not so', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_erasure_has_its_row() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER erasure_has_its_row AFTER INSERT ON audit.event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.code IN ('data.erased', 'content.destroyed'))
  EXECUTE FUNCTION searches_erasure_has_its_row();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER erasure_has_its_row;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0017_where_the_agency_was"),
        ("registry", "0012_retention_periods"),
        ("audit", "0009_no_narrative_in_an_event"),
    ]

    operations = [
        migrations.AddField(
            model_name="justification",
            name="retention_class",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="searchrequest",
            name="content_destroyed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                condition=models.Q(
                    ("content_destroyed_at", None),
                    ("status__in", ["REFUSED", "WITHDRAWN", "EXPIRED", "RESULT_RECEIVED"]),
                ),
                fields=["status_since"],
                name="search_content_to_destroy",
            ),
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed_reason", models.BinaryField()),
                ("set_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("sealed_release", models.BinaryField(null=True)),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "search_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="searches.searchrequest",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["set_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at", None),
                            ("released_by", None),
                            ("released_by_person", None),
                            ("sealed_release", None),
                        )
                        | models.Q(
                            ("released_at__isnull", False),
                            ("released_by__isnull", False),
                            ("released_by_person__isnull", False),
                            ("sealed_release__isnull", False),
                        ),
                        name="hold_released_when_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_by_person", None))
                        | models.Q(
                            ("released_by_person", models.F("set_by_person")), _negated=True
                        ),
                        name="hold_released_by_another_person",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TIMES, migrations.RunSQL.noop),
        migrations.RunSQL(HOLDS, migrations.RunSQL.noop),
        migrations.RunSQL(DESTROYED, migrations.RunSQL.noop),
    ]
