"""What the log says of saved answers, of a claim let go of, and of sending that is held or failed is so.

The rest of the function is as `0006` made it. The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

ROWS = """
CREATE OR REPLACE FUNCTION dispatch_event_has_its_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  facts jsonb := convert_from(NEW.entry, 'UTF8')::jsonb #> '{body,facts}';
  kept boolean;
BEGIN
  CASE NEW.code
    WHEN 'search.submitted' THEN
      SELECT EXISTS (SELECT FROM searches_justification j
        WHERE j.search_request_id = NEW.request_id AND to_jsonb(j.version) = facts -> 'version'
          AND j.submitted_by_id = NEW.account_id) INTO kept;
    WHEN 'search.checked' THEN
      SELECT EXISTS (SELECT FROM searches_checkrun c
        WHERE c.search_request_id = NEW.request_id AND to_jsonb(c.version) = facts -> 'version'
          AND c.stage = facts ->> 'stage' AND c.inputs_digest = facts ->> 'inputs_digest') INTO kept;
    WHEN 'search.claimed' THEN
      SELECT EXISTS (SELECT FROM searches_claim c
        WHERE c.search_request_id = NEW.request_id AND c.id::text = facts ->> 'claim'
          AND c.account_id = NEW.account_id AND c.ended_at IS NULL) INTO kept;
    WHEN 'search.decision_recorded', 'search.returned', 'search.refused' THEN
      SELECT EXISTS (SELECT FROM searches_decision d
        WHERE d.search_request_id = NEW.request_id AND d.id::text = facts ->> 'decision'
          AND d.decided_by_id = NEW.account_id) INTO kept;
    WHEN 'search.approved' THEN
      SELECT EXISTS (SELECT FROM searches_authorisation a
        JOIN dispatch_dispatch d ON d.search_id = a.search_id
        WHERE a.search_request_id = NEW.request_id AND a.event_id = NEW.id) INTO kept;
    WHEN 'search.forward_started', 'search.grant_issued' THEN
      SELECT EXISTS (SELECT FROM dispatch_attempt t JOIN dispatch_dispatch d ON d.search_id = t.dispatch_id
        WHERE d.search_request_id = NEW.request_id AND t.dispatch_id::text = facts ->> 'search_id'
          AND to_jsonb(t.number) = facts -> 'attempt'
          AND t.grant_jti = coalesce(facts ->> 'jti', t.grant_jti)) INTO kept;
    WHEN 'search.result_received' THEN
      SELECT EXISTS (SELECT FROM dispatch_searchresult r
        JOIN dispatch_attempt t ON t.dispatch_id = r.dispatch_id AND t.outcome = 'answered'
        WHERE r.search_request_id = NEW.request_id AND r.dispatch_id::text = facts ->> 'search_id'
          AND to_jsonb(t.number) = facts -> 'attempt') INTO kept;
    WHEN 'search.retried' THEN
      SELECT EXISTS (SELECT FROM dispatch_dispatch d
        WHERE d.search_request_id = NEW.request_id AND d.search_id::text = facts ->> 'search_id'
          AND d.state = 'ready') INTO kept;
    WHEN 'search.draft_saved' THEN
      SELECT EXISTS (SELECT FROM searches_draft d
        WHERE d.search_request_id = NEW.request_id AND to_jsonb(d.revision) >= facts -> 'revision') INTO kept;
    WHEN 'search.claim_released' THEN
      SELECT EXISTS (SELECT FROM searches_claim c
        WHERE c.search_request_id = NEW.request_id AND c.id::text = facts ->> 'claim'
          AND c.account_id = NEW.account_id AND c.ended_how = 'released') INTO kept;
    WHEN 'search.held' THEN
      SELECT EXISTS (SELECT FROM dispatch_dispatch d
        WHERE d.search_request_id = NEW.request_id AND d.search_id::text = facts ->> 'search_id'
          AND d.state = 'held') INTO kept;
    WHEN 'search.attempt_failed', 'search.result_quarantined' THEN
      SELECT EXISTS (SELECT FROM dispatch_attempt t JOIN dispatch_dispatch d ON d.search_id = t.dispatch_id
        WHERE d.search_request_id = NEW.request_id AND t.dispatch_id::text = facts ->> 'search_id'
          AND to_jsonb(t.number) = facts -> 'attempt' AND t.outcome IN ('failed', 'lost')) INTO kept;
    WHEN 'search.attempt_stale' THEN
      SELECT EXISTS (SELECT FROM dispatch_attempt t JOIN dispatch_dispatch d ON d.search_id = t.dispatch_id
        WHERE d.search_request_id = NEW.request_id AND t.dispatch_id::text = facts ->> 'search_id'
          AND to_jsonb(t.fence) = facts -> 'fence' AND t.outcome <> '') INTO kept;
    WHEN 'search.withdrawn', 'search.expired', 'search.forward_failed' THEN
      -- What has ended is not sent any more.
      SELECT NOT EXISTS (SELECT FROM dispatch_dispatch d
        WHERE d.search_request_id = NEW.request_id AND d.state IN ('ready', 'held', 'claimed')) INTO kept;
  END CASE;
  IF NOT kept THEN
    RAISE EXCEPTION 'the event % says what is not so', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER has_its_row ON audit.event;
CREATE CONSTRAINT TRIGGER has_its_row AFTER INSERT ON audit.event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.code IN ('search.submitted', 'search.checked', 'search.claimed', 'search.decision_recorded',
    'search.returned', 'search.refused', 'search.approved', 'search.forward_started',
    'search.grant_issued', 'search.result_received', 'search.retried', 'search.withdrawn',
    'search.expired', 'search.forward_failed', 'search.draft_saved', 'search.claim_released',
    'search.held', 'search.attempt_failed', 'search.result_quarantined', 'search.attempt_stale'))
  EXECUTE FUNCTION dispatch_event_has_its_row();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER has_its_row;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0007_cancelled_for_a_reason"),
        ("audit", "0009_no_narrative_in_an_event"),
    ]
    operations = [migrations.RunSQL(ROWS, migrations.RunSQL.noop)]
