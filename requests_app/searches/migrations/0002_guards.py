"""What the database itself refuses about searches: illegal moves, self-approval, a change of what was written.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

STATUS = """
CREATE OR REPLACE FUNCTION searches_guard_status() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' OR NEW.version <> 0 THEN
      RAISE EXCEPTION 'a search request begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.reference, NEW.requested_by_id, NEW.requested_by_person_id, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.reference, OLD.requested_by_id, OLD.requested_by_person_id, OLD.created_at) THEN
    RAISE EXCEPTION 'who asked, and when, cannot change' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
    SELECT FROM (VALUES
      ('APPROVED', 'EXPIRED', 'countersign_dispatcher'),
      ('APPROVED', 'EXPIRED', 'countersign_worker'),
      ('APPROVED', 'FORWARDING', 'countersign_dispatcher'),
      ('APPROVED', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('APPROVED', 'WITHDRAWN', 'countersign_web'),
      ('AWAITING_DECISION', 'APPROVED', 'countersign_web'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_dispatcher'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_worker'),
      ('AWAITING_DECISION', 'REFUSED', 'countersign_web'),
      ('AWAITING_DECISION', 'RETURNED', 'countersign_web'),
      ('AWAITING_DECISION', 'WITHDRAWN', 'countersign_web'),
      ('DRAFT', 'AWAITING_DECISION', 'countersign_web'),
      ('DRAFT', 'WITHDRAWN', 'countersign_web'),
      ('FORWARDING', 'RESULT_RECEIVED', 'countersign_dispatcher'),
      ('FORWARDING', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('RETURNED', 'AWAITING_DECISION', 'countersign_web'),
      ('RETURNED', 'EXPIRED', 'countersign_dispatcher'),
      ('RETURNED', 'EXPIRED', 'countersign_worker'),
      ('RETURNED', 'WITHDRAWN', 'countersign_web'),
      ('SEARCH_FAILED', 'APPROVED', 'countersign_web'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_dispatcher'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_worker')
    ) AS allowed(from_status, to_status, login)
    WHERE from_status = OLD.status AND to_status = NEW.status AND login = session_user
  ) THEN
    RAISE EXCEPTION 'status % may not become % (login %)', OLD.status, NEW.status, session_user
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS guard_status ON searches_searchrequest;
CREATE TRIGGER guard_status BEFORE INSERT OR UPDATE ON searches_searchrequest
  FOR EACH ROW EXECUTE FUNCTION searches_guard_status();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_status;
DROP TRIGGER IF EXISTS status_needs_event ON searches_searchrequest;
CREATE CONSTRAINT TRIGGER status_needs_event AFTER INSERT OR UPDATE OF status
  ON searches_searchrequest DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION audit.require_status_event();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER status_needs_event;
"""

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION countersign_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are kept as they were written', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""

DECISIONS = """
ALTER TABLE searches_decision
  ADD CONSTRAINT decision_of_this_requester
  FOREIGN KEY (search_request_id, requested_by_person_id)
  REFERENCES searches_searchrequest (id, requested_by_person_id);
ALTER TABLE searches_authorisation
  ADD CONSTRAINT authorisation_of_this_requester
  FOREIGN KEY (search_request_id, requested_by_person_id)
  REFERENCES searches_searchrequest (id, requested_by_person_id);

CREATE OR REPLACE FUNCTION searches_guard_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_searchrequest r
    WHERE r.id = NEW.search_request_id AND r.status = 'AWAITING_DECISION'
      AND r.version = NEW.version
  ) THEN
    RAISE EXCEPTION 'a decision needs a request that awaits one, in this version'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_account a
    WHERE a.id = NEW.decided_by_id AND a.person_id = NEW.decided_by_person_id
  ) THEN
    RAISE EXCEPTION 'the decider is not the person behind the account'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS guard_decision ON searches_decision;
CREATE TRIGGER guard_decision BEFORE INSERT ON searches_decision
  FOR EACH ROW EXECUTE FUNCTION searches_guard_decision();
ALTER TABLE searches_decision ENABLE ALWAYS TRIGGER guard_decision;

CREATE OR REPLACE FUNCTION searches_guard_authorisation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  demanded varchar[];
BEGIN
  SELECT r.required_roles || ARRAY['supervisor']::varchar[] INTO demanded
    FROM searches_searchrequest r
    JOIN searches_justification j
      ON j.search_request_id = r.id AND j.version = r.version
    WHERE r.id = NEW.search_request_id AND r.version = NEW.version
      AND j.probe_id = NEW.probe_id AND j.gallery_id = NEW.gallery_id
      AND j.gallery_digest = NEW.gallery_digest AND j.purpose_code = NEW.purpose_code;
  IF demanded IS NULL THEN
    RAISE EXCEPTION 'the authorisation is not for what was submitted'
      USING ERRCODE = 'check_violation';
  END IF;
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
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS guard_authorisation ON searches_authorisation;
CREATE TRIGGER guard_authorisation BEFORE INSERT ON searches_authorisation
  FOR EACH ROW EXECUTE FUNCTION searches_guard_authorisation();
ALTER TABLE searches_authorisation ENABLE ALWAYS TRIGGER guard_authorisation;
"""

# Table -> what is refused on each of its rows.
KEPT = {
    "searches_justification": "UPDATE OR DELETE",
    "searches_checkrun": "UPDATE OR DELETE",
    "searches_finding": "UPDATE OR DELETE",
    "searches_reading": "UPDATE OR DELETE",
    "searches_decision": "UPDATE OR DELETE",
    "searches_authorisation": "UPDATE OR DELETE",
    "searches_probe": "UPDATE OR DELETE",
    "searches_searchrequest": "DELETE",
    "searches_storedfile": "DELETE",
    "searches_claim": "DELETE",
}


def keep_rows(table: str, refused: str) -> str:
    """Return the SQL that refuses these operations on a row of a table, and TRUNCATE of the table."""
    return f"""
DROP TRIGGER IF EXISTS keep_rows ON {table};
CREATE TRIGGER keep_rows BEFORE {refused} ON {table}
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER keep_rows;
DROP TRIGGER IF EXISTS keep_table ON {table};
CREATE TRIGGER keep_table BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER keep_table;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0001_initial"),
        ("audit", "0001_initial"),
        ("accounts", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE searches_reference_number", "DROP SEQUENCE searches_reference_number"
        ),
        migrations.RunSQL(STATUS, migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE_CHANGE, migrations.RunSQL.noop),
        migrations.RunSQL(DECISIONS, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(keep_rows(table, refused), migrations.RunSQL.noop)
            for table, refused in KEPT.items()
        ),
    ]
