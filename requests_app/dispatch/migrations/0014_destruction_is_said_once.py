"""Content that goes is certified once, and its erasure is said once, by the ground for which it went.

The number of openings that an erasure names is true because of that: the one such event is made where they are
counted (`audit.erase_openings`). The other cases are as `0013` made them. The text is frozen: a change of a guard is
a new migration.
"""

from django.db import migrations

CASES = r"""
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
    WHEN 'search.claim_renewed' THEN
      SELECT EXISTS (SELECT FROM searches_claim c
        WHERE c.search_request_id = NEW.request_id AND c.id::text = facts ->> 'claim'
          AND c.account_id = NEW.account_id AND c.ended_at IS NULL AND c.first_until IS NOT NULL
          AND searches_written_time(c.until) = facts ->> 'until') INTO kept;
    WHEN 'search.claim_ended' THEN
      SELECT EXISTS (SELECT FROM searches_claim c
        WHERE c.search_request_id = NEW.request_id AND c.id::text = facts ->> 'claim'
          AND c.ended_how = 'right_ended') INTO kept;
    WHEN 'data.erased', 'content.destroyed' THEN
      -- What the log says by itself when content goes is said once: whoever is not the owner adds nothing to it.
      kept := pg_has_role(session_user, 'countersign_owner', 'MEMBER') OR EXISTS (
        SELECT FROM searches_searchrequest r JOIN searches_contentkey k ON k.search_request_id = r.id
        WHERE r.id = NEW.request_id AND r.content_destroyed_at IS NOT NULL AND k.wrapped IS NULL
      ) AND NOT EXISTS (
        SELECT FROM audit.event AS other
        WHERE other.request_id = NEW.request_id AND other.code = NEW.code AND other.login = NEW.login
          AND other.id <> NEW.id
      ) AND CASE NEW.code WHEN 'data.erased' THEN facts ->> 'ground' IS NOT DISTINCT FROM (
        SELECT over.ground FROM searches_content_due(NEW.request_id) AS over)
      ELSE facts IS NOT DISTINCT FROM (
        SELECT jsonb_build_object(
          'ground', over.ground, 'days', over.days, 'until', searches_written_time(over.due),
          'versions', (SELECT count(*) FROM searches_justification WHERE search_request_id = NEW.request_id),
          'pictures', (SELECT count(*) FROM searches_storedfile
                       WHERE search_request_id = NEW.request_id AND kind LIKE 'probe%'),
          'documents', (SELECT count(*) FROM searches_storedfile
                        WHERE search_request_id = NEW.request_id AND kind = 'judicial_document'),
          'lists', (SELECT count(*) FROM searches_storedfile
                    WHERE search_request_id = NEW.request_id AND kind = 'candidates'))
        FROM searches_content_due(NEW.request_id) AS over)
      END;
  END CASE;
  IF kept IS NOT TRUE THEN
    RAISE EXCEPTION 'the event % says what is not so', NEW.code
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0013_one_trigger_for_events")]
    operations = [migrations.RunSQL(CASES, migrations.RunSQL.noop)]
