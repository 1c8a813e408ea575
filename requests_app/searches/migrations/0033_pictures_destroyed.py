"""Pictures of candidates whom no examiner selected are destroyed a fortnight after the matter has ended.

The text is frozen: a change of a guard is a new migration.
"""

from django.conf import settings
from django.db import migrations, models

OVER = """
-- When the pictures of candidates whom nobody selected are over: a fortnight after the search ended without a lead, or after
-- a report that says how the matter of the lead ended, and not before the lead has expired. Closed or not does not matter.
-- Not before the content goes, where they may be needed by whoever defends themselves or complains: where anybody was ever
-- charged, there ever was an incident, the lead was recalled, or the result is sealed until its case is disposed of.
CREATE FUNCTION searches_pictures_due(p_request uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    SELECT
      CASE r.status WHEN 'NO_LEAD' THEN
        (SELECT min(said.recorded_at) FROM audit.event AS said
         WHERE said.request_id = r.id AND said.status_after = r.status)
      ELSE
        -- Nothing where the last report says that more is to come.
        (SELECT min(told.recorded_at) FROM searches_followup AS told
         WHERE told.search_request_id = r.id AND told.kind = 'report' AND told.due_at IS NULL
           AND NOT EXISTS (SELECT FROM searches_followup AS later
                           WHERE later.search_request_id = r.id AND later.kind = 'report'
                             AND later.due_at IS NOT NULL AND later.number > told.number))
      END AS at,
      (SELECT led.expires_at FROM searches_leaddecision AS led WHERE led.search_request_id = r.id) AS lead_until
    FROM searches_searchrequest AS r
    LEFT JOIN searches_justification AS frozen ON frozen.search_request_id = r.id AND frozen.version = r.version
    WHERE r.id = p_request AND r.content_destroyed_at IS NULL AND r.status IN ('NO_LEAD', 'LEAD_RELEASED', 'CLOSED')
      AND frozen.retention_class IS DISTINCT FROM 'sealed_until_disposition'
      AND NOT EXISTS (SELECT FROM searches_followup AS told
                      WHERE told.search_request_id = r.id AND told.kind = 'report'
                        AND (told.was_charged OR told.outcome IN ('charged', 'dismissed', 'acquitted', 'convicted')))
      AND NOT EXISTS (SELECT FROM searches_followup AS flawed
                      WHERE flawed.search_request_id = r.id AND flawed.kind <> 'plan' AND flawed.flaws <> '{}')
      AND NOT EXISTS (SELECT FROM searches_incident AS named WHERE named.search_request_id = r.id)
      AND NOT EXISTS (SELECT FROM searches_leadrecall AS taken_back WHERE taken_back.search_request_id = r.id)
  )
  SELECT greatest(ended.at + interval '14 days', ended.lead_until) FROM ended WHERE ended.at IS NOT NULL
$$;
REVOKE ALL ON FUNCTION searches_pictures_due(uuid) FROM PUBLIC;

-- Those of candidates whom no examiner ever selected.
CREATE FUNCTION searches_pictures_of_others(p_request uuid)
RETURNS TABLE (picture uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kept.id FROM searches_candidatepicture AS kept
  WHERE kept.search_request_id = p_request AND kept.state = 'here'
    AND NOT EXISTS (SELECT FROM searches_conclusion AS said
                    WHERE said.search_request_id = p_request AND said.selected_position = kept.position)
$$;
REVOKE ALL ON FUNCTION searches_pictures_of_others(uuid) FROM PUBLIC;

-- Returns the places in the list of those whose pictures it destroyed: none before their time, or under a legal hold.
CREATE FUNCTION searches_destroy_pictures(p_request uuid) RETURNS TABLE (picture uuid, place integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM searches_searchrequest WHERE id = p_request FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM searches_legalhold WHERE search_request_id = p_request AND released_at IS NULL)
     OR coalesce(searches_pictures_due(p_request), 'infinity') > clock_timestamp() THEN
    RETURN;
  END IF;
  RETURN QUERY
    UPDATE searches_candidatepicture AS gone SET state = 'destroyed', sealed = NULL, sealed_key = NULL, sealed_about = NULL
    WHERE gone.id IN (SELECT others.picture FROM searches_pictures_of_others(p_request) AS others)
    RETURNING gone.id, gone.position::integer;
END $$;
REVOKE ALL ON FUNCTION searches_destroy_pictures(uuid) FROM PUBLIC;
"""

GUARD = """
CREATE OR REPLACE FUNCTION searches_guard_candidatepicture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  now timestamptz := clock_timestamp();
  asks boolean := TG_OP = 'INSERT' OR OLD.state = 'missing';
BEGIN
  IF asks THEN
    PERFORM FROM searches_searchrequest
      WHERE id = NEW.search_request_id AND status = 'RESULT_RECEIVED' AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
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
     OR OLD.state = 'here' AND NEW.state <> 'destroyed' OR OLD.state = 'destroyed' THEN
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
      ('claimed', 'missing', 'countersign_dispatcher'),
      ('here', 'destroyed', 'countersign_worker')
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
CREATE CONSTRAINT TRIGGER destroying_needs_event AFTER UPDATE ON searches_candidatepicture
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'destroyed' AND OLD.state <> 'destroyed')
  EXECUTE FUNCTION audit.require_event('candidate_picture.destroyed', 'request=search_request_id', 'object=id', 'position=position');
ALTER TABLE searches_candidatepicture ENABLE ALWAYS TRIGGER destroying_needs_event;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0032_requests_closed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="was_charged",
            field=models.BooleanField(db_default=False),
        ),
        migrations.RemoveConstraint(
            model_name="candidatepicture",
            name="candidatepicture_state_known",
        ),
        migrations.AlterField(
            model_name="candidatepicture",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("claimed", "Claimed"),
                    ("here", "Here"),
                    ("missing", "Missing"),
                    ("destroyed", "Destroyed"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="candidatepicture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("lease_until", None), ("state", "waiting")),
                    models.Q(
                        ("ended_at", None), ("lease_until__isnull", False), ("state", "claimed")
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("lease_until", None),
                        ("state__in", ["here", "missing", "destroyed"]),
                    ),
                    _connector="OR",
                ),
                name="candidatepicture_state_known",
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (OVER, GUARD)),
    ]
