"""Which events have a row to compare them with is asked of a function, which each insertion of an event can afford.

PostgreSQL reads the condition of a trigger anew at each insertion, and a list of twenty codes in it takes longer to
read than the row takes to be written. The codes are those of `0008`. The text is frozen: a change of a guard is a new
migration.
"""

from django.db import migrations

CONDITION = """
-- In PL/pgSQL, since a function in SQL would be put into the condition, list and all.
CREATE FUNCTION dispatch_event_needs_row(code text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN code IN ('search.submitted', 'search.checked', 'search.claimed', 'search.decision_recorded',
    'search.returned', 'search.refused', 'search.approved', 'search.forward_started',
    'search.grant_issued', 'search.result_received', 'search.retried', 'search.withdrawn',
    'search.expired', 'search.forward_failed', 'search.draft_saved', 'search.claim_released',
    'search.held', 'search.attempt_failed', 'search.result_quarantined', 'search.attempt_stale');
END $$;
DROP TRIGGER has_its_row ON audit.event;
CREATE CONSTRAINT TRIGGER has_its_row AFTER INSERT ON audit.event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (dispatch_event_needs_row(NEW.code))
  EXECUTE FUNCTION dispatch_event_has_its_row();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER has_its_row;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0009_directions_and_lost_attempts"),
        ("audit", "0012_append_faster"),
    ]
    operations = [migrations.RunSQL(CONDITION, migrations.RunSQL.noop)]
