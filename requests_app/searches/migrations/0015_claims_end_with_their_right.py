"""A claim ends with the right of whoever holds it; and a document keeps what to know before it is opened.

The text is frozen: a change of a guard is a new migration.
"""

from django.contrib.postgres.fields import ArrayField
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
  -- The agency's day, which the database does not know, is at most 14 hours from that of Greenwich: only a
  -- certificate that is in force wherever the agency is keeps a claim from ending so.
  IF NEW.ended_how = 'right_ended' AND EXISTS (
    SELECT FROM searches_searchrequest asked
    JOIN accounts_account a ON a.id = NEW.account_id AND a.is_active AND NOT a.is_superuser
    JOIN accounts_unit unit ON unit.id = asked.unit_id AND unit.is_active
    JOIN accounts_decideright held ON held.account_id = a.id AND held.unit_id = unit.id
      AND held.withdrawn_at IS NULL
    JOIN accounts_roleassignment role ON role.account_id = a.id AND role.withdrawn_at IS NULL
      AND (role.role = 'supervisor' OR role.role = ANY (asked.required_roles))
    JOIN accounts_certificate passed ON passed.person_id = a.person_id AND passed.course = 'deciding'
      AND passed.withdrawn_at IS NULL AND passed.confirmed_at IS NOT NULL
      AND passed.issued_on <= ((clock_timestamp() - interval '14 hours') AT TIME ZONE 'UTC')::date
      AND passed.valid_until >= ((clock_timestamp() + interval '14 hours') AT TIME ZONE 'UTC')::date
    WHERE asked.id = NEW.search_request_id
  ) THEN
    RAISE EXCEPTION 'a claim of somebody who may decide has not lost its right'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER right_ended_needs_event AFTER UPDATE ON searches_claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND NEW.ended_how = 'right_ended')
  EXECUTE FUNCTION audit.require_event('search.claim_ended search.claimed', 'request=search_request_id');
ALTER TABLE searches_claim ENABLE ALWAYS TRIGGER right_ended_needs_event;
DROP TRIGGER ended_stays ON searches_claim;
CREATE CONSTRAINT TRIGGER ended_stays AFTER UPDATE ON searches_claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL OR (NEW.ended_at IS NULL AND NEW.until = OLD.until)
    OR (NEW.ended_at IS NOT NULL AND NEW.ended_how
        NOT IN ('released', 'decided', 'lapsed', 'withdrawn', 'expired', 'right_ended')))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE searches_claim ENABLE ALWAYS TRIGGER ended_stays;
"""

EVENT = """
-- What the log says of such an end is so: which claim it was, and that it ended.
CREATE FUNCTION searches_claim_end_has_its_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_claim c
    WHERE c.search_request_id = NEW.request_id AND c.ended_how = 'right_ended'
      AND c.id::text = convert_from(NEW.entry, 'UTF8')::jsonb #>> '{body,facts,claim}'
  ) THEN
    RAISE EXCEPTION 'the event % says what is not so', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_claim_end_has_its_row() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER claim_end_has_its_row AFTER INSERT ON audit.event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.code = 'search.claim_ended')
  EXECUTE FUNCTION searches_claim_end_has_its_row();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER claim_end_has_its_row;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0014_nearly_equal_texts"),
        ("audit", "0009_no_narrative_in_an_event"),
    ]
    operations = [
        migrations.RunSQL(CLAIM, migrations.RunSQL.noop),
        migrations.RunSQL(EVENT, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="storedfile",
            name="warnings",
            field=ArrayField(models.CharField(max_length=40), blank=True, null=True),
        ),
    ]
