"""A request may end before its time where the gallery that it was approved for has changed.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

TIME = """
CREATE OR REPLACE FUNCTION searches_guard_time() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NEW;
  END IF;
  IF NEW.lapses_at IS DISTINCT FROM OLD.lapses_at
     AND NEW.version = OLD.version
     AND NOT (OLD.status = 'AWAITING_DECISION' AND NEW.status = 'APPROVED') THEN
    RAISE EXCEPTION 'the time of a request is set when it is submitted and when it is approved'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version
     AND (NEW.lapses_at IS NULL OR NEW.lapses_at <= NEW.submitted_at
          OR NEW.lapses_at > NEW.submitted_at + make_interval(days =>
               (SELECT decision_days::integer FROM registry_agency))) THEN
    RAISE EXCEPTION 'a request waits for as long as the agency says'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Before its time a request ends only where it was approved, the dispatcher says that the gallery
-- changed, and the log holds a change, made after the request was approved.
CREATE FUNCTION searches_ends_for_a_reason() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.lapses_at <= clock_timestamp() THEN
    RETURN NULL;
  END IF;
  IF NOT (
    OLD.status = 'APPROVED'
    AND EXISTS (
      SELECT FROM audit.event AS said
      WHERE said.xid = pg_current_xact_id() AND said.code = 'search.expired'
        AND said.request_id = NEW.id AND said.reason = 'gallery_changed'
        AND said.login = 'countersign_dispatcher'
    )
    AND EXISTS (
      SELECT FROM searches_justification AS frozen
      JOIN registry_gallery AS gallery ON gallery.id = frozen.gallery_id
      JOIN registry_matcher AS matcher ON matcher.id = gallery.matcher_id
      JOIN audit.event AS changed ON changed.code = 'registry.changed'
        AND (changed.object_type, changed.object_id)
            IN (('gallery', gallery.code), ('matcher', matcher.code))
      JOIN searches_authorisation AS approved
        ON approved.search_request_id = frozen.search_request_id
      WHERE frozen.search_request_id = NEW.id AND frozen.version = NEW.version
        AND changed.id > approved.event_id
    )
  ) THEN
    RAISE EXCEPTION 'a request whose time has not run out does not expire'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_ends_for_a_reason() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER ends_for_a_reason AFTER UPDATE OF status ON searches_searchrequest
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXPIRED' AND OLD.status <> 'EXPIRED')
  EXECUTE FUNCTION searches_ends_for_a_reason();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER ends_for_a_reason;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0006_check_at_submission"),
        ("audit", "0005_rows_with_their_events"),
        ("registry", "0001_initial"),
    ]
    operations = [migrations.RunSQL(TIME, migrations.RunSQL.noop)]
