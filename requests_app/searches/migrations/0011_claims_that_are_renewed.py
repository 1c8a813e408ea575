"""A claim is renewed while its decider writes: forwards, while it is open, to twice its first length at most.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

CLAIM = """
CREATE OR REPLACE FUNCTION searches_guard_claim() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.ended_at IS NOT NULL OR NEW.first_until IS NOT NULL OR NEW.until <= NEW.claimed_at
       OR NEW.until > NEW.claimed_at + make_interval(mins =>
            (SELECT claim_minutes::integer FROM registry_agency))
       OR NEW.claimed_at > clock_timestamp() + interval '1 minute' THEN
      RAISE EXCEPTION 'a claim lasts from now for as long as the agency says'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.search_request_id, NEW.account_id, NEW.claimed_at, NEW.via)
     IS DISTINCT FROM
     (OLD.id, OLD.search_request_id, OLD.account_id, OLD.claimed_at, OLD.via) THEN
    RAISE EXCEPTION 'who holds a claim, and since when, cannot change'
      USING ERRCODE = 'check_violation';
  END IF;
  -- The length that it is measured by is the one it was made with: what the agency says may have changed since.
  -- Who renews it has looked at the clock of another machine, hence the minute.
  IF (NEW.until, NEW.first_until) IS DISTINCT FROM (OLD.until, OLD.first_until) AND (
       NEW.until <= OLD.until OR OLD.ended_at IS NOT NULL OR NEW.ended_at IS NOT NULL
       OR OLD.until <= clock_timestamp() - interval '1 minute'
       OR NEW.first_until IS DISTINCT FROM coalesce(OLD.first_until, OLD.until)
       OR NEW.until > NEW.claimed_at + 2 * (NEW.first_until - NEW.claimed_at)) THEN
    RAISE EXCEPTION 'a claim is renewed while it is open, forwards, and to twice its first length at most'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.ended_how = 'lapsed' AND NEW.until > clock_timestamp() THEN
    RAISE EXCEPTION 'a claim that has not run out has not lapsed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER renewed_needs_event AFTER UPDATE ON searches_claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.until IS DISTINCT FROM NEW.until OR OLD.first_until IS DISTINCT FROM NEW.first_until)
  EXECUTE FUNCTION audit.require_event('search.claim_renewed', 'request=search_request_id',
    'account=account_id', 'claim=id');
ALTER TABLE searches_claim ENABLE ALWAYS TRIGGER renewed_needs_event;
DROP TRIGGER ended_stays ON searches_claim;
CREATE CONSTRAINT TRIGGER ended_stays AFTER UPDATE ON searches_claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL OR (NEW.ended_at IS NULL AND NEW.until = OLD.until)
    OR (NEW.ended_at IS NOT NULL
        AND NEW.ended_how NOT IN ('released', 'decided', 'lapsed', 'withdrawn', 'expired')))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE searches_claim ENABLE ALWAYS TRIGGER ended_stays;
"""

TIME = """
ALTER TABLE searches_claim ADD CONSTRAINT searches_claim_first_until_readable
  CHECK (first_until >= '1900-01-01' AND first_until < '2201-01-01');
"""

EVENT = """
-- What the log says of a renewal is so: whose claim it is, that it was renewed, and until when.
CREATE FUNCTION searches_renewal_has_its_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  facts jsonb := convert_from(NEW.entry, 'UTF8')::jsonb #> '{body,facts}';
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_claim c
    WHERE c.search_request_id = NEW.request_id AND c.id::text = facts ->> 'claim'
      AND c.account_id = NEW.account_id AND c.ended_at IS NULL AND c.first_until IS NOT NULL
      AND searches_written_time(c.until) = facts ->> 'until'
  ) THEN
    RAISE EXCEPTION 'the event % says what is not so', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_renewal_has_its_row() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER renewal_has_its_row AFTER INSERT ON audit.event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.code = 'search.claim_renewed')
  EXECUTE FUNCTION searches_renewal_has_its_row();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER renewal_has_its_row;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0010_kept_typing"),
        ("audit", "0009_no_narrative_in_an_event"),
    ]
    operations = [
        migrations.AddField(
            model_name="claim",
            name="first_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(TIME, migrations.RunSQL.noop),
        migrations.RunSQL(CLAIM, migrations.RunSQL.noop),
        migrations.RunSQL(EVENT, migrations.RunSQL.noop),
    ]
