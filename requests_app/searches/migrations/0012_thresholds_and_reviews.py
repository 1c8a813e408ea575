"""An authorisation keeps to the gallery's threshold, whichever way its scores run, and to its legal review.

The rest of the function is as `0005` made it. The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

AUTHORISATION = """
CREATE OR REPLACE FUNCTION searches_guard_authorisation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked searches_searchrequest;
  named registry_gallery;
  behind registry_matcher;
  agency registry_agency;
  said record;
  demanded text[];
  deciders jsonb;
BEGIN
  SELECT * INTO asked FROM searches_searchrequest WHERE id = NEW.search_request_id;
  IF NOT FOUND OR asked.version <> NEW.version OR asked.probe_id IS DISTINCT FROM NEW.probe_id
     OR NOT EXISTS (
    SELECT FROM searches_justification j
    WHERE j.search_request_id = NEW.search_request_id AND j.version = NEW.version
      AND j.probe_id = NEW.probe_id AND j.gallery_id = NEW.gallery_id
      AND j.gallery_digest = NEW.gallery_digest AND j.purpose_code = NEW.purpose_code
  ) THEN
    RAISE EXCEPTION 'the authorisation is not for what was submitted'
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT array_agg(DISTINCT needed.role ORDER BY needed.role) INTO demanded
    FROM unnest(asked.required_roles || ARRAY['supervisor']::varchar[]) AS needed(role);
  IF EXISTS (
    SELECT FROM unnest(demanded) AS needed(role)
    WHERE NOT EXISTS (
      SELECT FROM searches_decision d
      WHERE d.search_request_id = NEW.search_request_id AND d.version = NEW.version
        AND d.role = needed.role AND d.outcome = 'approve'
        AND d.digest_read = NEW.decision_digest
    )
  ) THEN
    RAISE EXCEPTION 'not every demanded role has approved this version'
      USING ERRCODE = 'check_violation';
  END IF;
  IF demanded IS DISTINCT FROM
     (SELECT array_agg(DISTINCT each.role ORDER BY each.role) FROM unnest(NEW.roles::text[]) AS each(role)) THEN
    RAISE EXCEPTION 'an authorisation names the roles that the request demands'
      USING ERRCODE = 'check_violation';
  END IF;

  SELECT * INTO named FROM registry_gallery WHERE id = NEW.gallery_id;
  SELECT * INTO agency FROM registry_agency;
  SELECT * INTO behind FROM registry_matcher WHERE id = named.matcher_id;
  IF NOT named.allow_listed OR named.legal_review_decision <> 'lawful' OR NOT behind.is_active THEN
    RAISE EXCEPTION 'this gallery may not be searched' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.candidate_limit NOT BETWEEN named.candidate_min AND named.candidate_max
     OR NEW.threshold !~ '^(-?[0-9]+([.][0-9]+)?)?$'
     OR (named.threshold_floor <> '' AND NEW.threshold = '')
     OR (named.threshold_floor <> '' AND NEW.threshold <> ''
         AND CASE WHEN behind.lower_is_better
             THEN NEW.threshold::numeric > named.threshold_floor::numeric
             ELSE NEW.threshold::numeric < named.threshold_floor::numeric END)
     OR NEW.mode NOT IN ('retrospective_still', 'retrospective_video_frame') THEN
    RAISE EXCEPTION 'the limits of an authorisation are not those that the registry allows'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.expires_at > NEW.approved_at + make_interval(hours => agency.approval_hours::integer)
     OR asked.lapses_at IS DISTINCT FROM NEW.expires_at
     OR abs(extract(epoch FROM clock_timestamp() - NEW.approved_at)) > 300 THEN
    RAISE EXCEPTION 'an authorisation is of this moment and lasts for as long as the agency says'
      USING ERRCODE = 'check_violation';
  END IF;

  SELECT e.person_id, convert_from(e.entry, 'UTF8')::jsonb #> '{body,facts}' AS facts INTO said
    FROM audit.event AS e
    WHERE e.id = NEW.event_id AND e.xid = pg_current_xact_id() AND e.code = 'search.approved'
      AND e.request_id = NEW.search_request_id;
  SELECT jsonb_agg(jsonb_build_object('person', d.decided_by_person_id, 'role', d.role,
           'signature', NULL) ORDER BY d.decided_at) INTO deciders
    FROM searches_decision d
    WHERE d.search_request_id = NEW.search_request_id AND d.version = NEW.version
      AND d.outcome = 'approve';
  IF said.person_id IS DISTINCT FROM NEW.completed_by_person_id
     OR NOT coalesce(deciders @> jsonb_build_array(
          jsonb_build_object('person', NEW.completed_by_person_id)), false)
     OR said.facts - 'filter_digest' IS DISTINCT FROM jsonb_build_object(
       'search_id', NEW.search_id,
       'probe_commitment', NEW.probe_commitment,
       'gallery_id', named.engine_gallery_id,
       'gallery_digest', NEW.gallery_digest,
       'mode', NEW.mode,
       'candidate_limit', NEW.candidate_limit,
       'threshold', nullif(NEW.threshold, ''),
       'purpose_code', NEW.purpose_code,
       'requester_person', NEW.requested_by_person_id,
       'deciders', deciders,
       'decision_digest', NEW.decision_digest,
       'approved_at', searches_written_time(NEW.approved_at),
       'expires_at', searches_written_time(NEW.expires_at)) THEN
    RAISE EXCEPTION 'an authorisation says what search.approved says in the same transaction'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0011_claims_that_are_renewed"),
        ("registry", "0004_how_a_matcher_answers"),
    ]
    operations = [migrations.RunSQL(AUTHORISATION, migrations.RunSQL.noop)]
