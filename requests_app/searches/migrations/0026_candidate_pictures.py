"""The matcher's pictures of candidates: asked for by an examiner, fetched by the dispatcher, sealed one by one.

The database holds who may ask and fetch, in which order a picture's states follow, that what is here never changes, and
that each step has its event. The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON searches_candidatepicture
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_candidatepicture
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER keep_table;

ALTER TABLE searches_candidatepicture ADD CONSTRAINT searches_candidatepicture_lease_until_readable
  CHECK (lease_until >= '1900-01-01' AND lease_until < '2201-01-01');
ALTER TABLE searches_candidatepicture ADD CONSTRAINT searches_candidatepicture_next_attempt_at_readable
  CHECK (next_attempt_at >= '1900-01-01' AND next_attempt_at < '2201-01-01');
ALTER TABLE searches_candidatepicture ADD CONSTRAINT searches_candidatepicture_asked_at_readable
  CHECK (asked_at >= '1900-01-01' AND asked_at < '2201-01-01');
ALTER TABLE searches_candidatepicture ADD CONSTRAINT searches_candidatepicture_ended_at_readable
  CHECK (ended_at >= '1900-01-01' AND ended_at < '2201-01-01');
"""

GUARD = """
CREATE FUNCTION searches_guard_candidatepicture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  now timestamptz := clock_timestamp();
  asks boolean := TG_OP = 'INSERT' OR OLD.state = 'missing';
BEGIN
  IF asks THEN
    PERFORM FROM searches_searchrequest
      WHERE id = NEW.search_request_id AND status = 'RESULT_RECEIVED' AND content_destroyed_at IS NULL FOR UPDATE;
    IF NOT FOUND OR NOT EXISTS (
      SELECT FROM searches_examination
      WHERE id = NEW.examination_id AND search_request_id = NEW.search_request_id AND examiner_id = NEW.asked_by_id
        AND ended_at IS NULL
    ) THEN
      RAISE EXCEPTION 'a picture is asked for by an examiner who has taken the result'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.state <> 'waiting' OR NEW.attempt <> 0 OR NEW.error <> ''
       OR abs(extract(epoch FROM now - NEW.asked_at)) > 300
       OR abs(extract(epoch FROM now - NEW.next_attempt_at)) > 300 THEN
      RAISE EXCEPTION 'a picture that is asked for waits, from now on'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.fence <> 0 OR NEW.position > (
         SELECT candidate_count FROM dispatch_searchresult WHERE search_request_id = NEW.search_request_id) THEN
      RAISE EXCEPTION 'there is no such candidate'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.search_request_id, NEW.position) IS DISTINCT FROM (OLD.id, OLD.search_request_id, OLD.position)
     OR NOT asks AND (NEW.examination_id, NEW.asked_by_id, NEW.asked_at)
        IS DISTINCT FROM (OLD.examination_id, OLD.asked_by_id, OLD.asked_at)
     OR OLD.state = 'here' THEN
    RAISE EXCEPTION 'whose picture it is, who asked for it, and what is here, cannot change'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT EXISTS (
    SELECT FROM (VALUES
      ('missing', 'waiting', 'countersign_web'),
      ('waiting', 'waiting', 'countersign_dispatcher'),
      ('waiting', 'claimed', 'countersign_dispatcher'),
      ('waiting', 'missing', 'countersign_dispatcher'),
      ('claimed', 'claimed', 'countersign_dispatcher'),
      ('claimed', 'waiting', 'countersign_dispatcher'),
      ('claimed', 'here', 'countersign_dispatcher'),
      ('claimed', 'missing', 'countersign_dispatcher')
    ) AS allowed(from_state, to_state, login)
    WHERE from_state = OLD.state AND to_state = NEW.state AND login = session_user
  ) THEN
    RAISE EXCEPTION 'a picture that is % may not become % (login %)', OLD.state, NEW.state, session_user
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.fence <> OLD.fence + (NEW.state = 'claimed')::int
     OR NEW.state = 'claimed' AND (
          NEW.attempt <> OLD.attempt + 1 OR NEW.lease_until NOT BETWEEN now AND now + interval '2 hours'
          OR OLD.state = 'claimed' AND OLD.lease_until > now) THEN
    RAISE EXCEPTION 'a picture is claimed by one process at a time'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_candidatepicture() FROM PUBLIC;
CREATE TRIGGER guard_candidatepicture BEFORE INSERT OR UPDATE ON searches_candidatepicture
  FOR EACH ROW EXECUTE FUNCTION searches_guard_candidatepicture();
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER guard_candidatepicture;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_candidatepicture
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('candidate_picture.asked', 'request=search_request_id', 'object=examination_id', 'account=asked_by_id');
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER asking_again_needs_event AFTER UPDATE ON searches_candidatepicture
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'missing')
  EXECUTE FUNCTION audit.require_event('candidate_picture.asked', 'request=search_request_id', 'object=examination_id', 'account=asked_by_id');
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER asking_again_needs_event;
CREATE CONSTRAINT TRIGGER claiming_needs_event AFTER UPDATE ON searches_candidatepicture
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.fence IS DISTINCT FROM NEW.fence)
  EXECUTE FUNCTION audit.require_event('candidate_picture.grant_issued', 'request=search_request_id', 'object=id', 'attempt=attempt');
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER claiming_needs_event;
CREATE CONSTRAINT TRIGGER arriving_needs_event AFTER UPDATE ON searches_candidatepicture
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'claimed' AND NEW.state = 'here')
  EXECUTE FUNCTION audit.require_event('candidate_picture.fetched', 'request=search_request_id', 'object=id', 'attempt=attempt');
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER arriving_needs_event;
CREATE CONSTRAINT TRIGGER failing_needs_event AFTER UPDATE ON searches_candidatepicture
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'missing' OR OLD.state = 'claimed' AND NEW.state = 'waiting')
  EXECUTE FUNCTION audit.require_event('candidate_picture.not_fetched', 'request=search_request_id', 'object=id', 'attempt=attempt');
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER failing_needs_event;
CREATE CONSTRAINT TRIGGER putting_off_needs_event AFTER UPDATE ON searches_candidatepicture
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'waiting' AND NEW.state = 'waiting')
  EXECUTE FUNCTION audit.require_event('candidate_picture.put_off', 'request=search_request_id', 'object=id');
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER putting_off_needs_event;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0025_what_was_compared"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidatePicture",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("claimed", "Claimed"),
                            ("here", "Here"),
                            ("missing", "Missing"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("next_attempt_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.CharField(blank=True, default="", max_length=60)),
                ("sealed", models.BinaryField(null=True)),
                ("sealed_key", models.BinaryField(null=True)),
                ("sealed_about", models.BinaryField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "examination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="searches.examination",
                    ),
                ),
                (
                    "search_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidate_pictures",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "claimed"])),
                        fields=["next_attempt_at"],
                        name="candidatepicture_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("search_request", "position"), name="one_picture_a_candidate"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)),
                        name="candidatepicture_position_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None), ("lease_until", None), ("state", "waiting")
                            ),
                            models.Q(
                                ("ended_at", None),
                                ("lease_until__isnull", False),
                                ("state", "claimed"),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("lease_until", None),
                                ("state__in", ["here", "missing"]),
                            ),
                            _connector="OR",
                        ),
                        name="candidatepicture_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("error", ""),
                                ("sealed__isnull", False),
                                ("sealed_about__isnull", False),
                                ("sealed_key__isnull", False),
                                ("state", "here"),
                            ),
                            models.Q(
                                models.Q(("state", "here"), _negated=True),
                                ("sealed", None),
                                ("sealed_about", None),
                                ("sealed_key", None),
                            ),
                            _connector="OR",
                        ),
                        name="candidatepicture_is_whole_or_absent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "missing"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="candidatepicture_missing_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ROWS + GUARD, migrations.RunSQL.noop),
    ]
