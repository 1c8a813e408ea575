"""What the database itself refuses about searches: illegal moves, self-approval, an unapproved dispatch.
Made from the transition table and installed by migrations; Python guards come before, these hold anyway."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.searches.states import TRANSITIONS, Action, Party

_LOGINS_OF_PARTY = {
    Party.OFFICER: ("countersign_web",),
    Party.DECIDER: ("countersign_web",),
    Party.OPERATOR: ("countersign_web",),
    Party.SYSTEM: ("countersign_dispatcher",),
}
_LOGINS_OF_ACTION = {Action.EXPIRE: ("countersign_worker", "countersign_dispatcher")}


def allowed_moves() -> Iterator[tuple[str, str, str]]:
    """Yield (from, to, database login) for each change of status that may happen at all."""
    seen = set()
    for (status, action), row in TRANSITIONS.items():
        if status == row.to:
            continue
        for login in _LOGINS_OF_ACTION.get(action, _LOGINS_OF_PARTY[row.by]):
            move = (status.value, row.to.value, login)
            if move not in seen:
                seen.add(move)
                yield move


def status_function() -> str:
    """Return the SQL of the trigger function that refuses an illegal change of status."""
    moves = ",\n      ".join(
        f"('{a}', '{b}', '{login}')" for a, b, login in sorted(allowed_moves())
    )
    return f"""
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
      {moves}
    ) AS allowed(from_status, to_status, login)
    WHERE from_status = OLD.status AND to_status = NEW.status AND login = session_user
  ) THEN
    RAISE EXCEPTION 'status % may not become % (login %)', OLD.status, NEW.status, session_user
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


STATUS_TRIGGERS = """
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

RECORDS = """
CREATE OR REPLACE FUNCTION countersign_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are kept as they were written', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""


def frozen(table: str, *, updates_too: bool = True) -> str:
    """Return the SQL that refuses DELETE, TRUNCATE and (unless told otherwise) UPDATE on a table."""
    events = "UPDATE OR DELETE" if updates_too else "DELETE"
    return f"""
DROP TRIGGER IF EXISTS keep_rows ON {table};
CREATE TRIGGER keep_rows BEFORE {events} ON {table}
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER keep_rows;
DROP TRIGGER IF EXISTS keep_table ON {table};
CREATE TRIGGER keep_table BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER keep_table;
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

KEPT_TABLES = (
    "searches_justification",
    "searches_checkrun",
    "searches_finding",
    "searches_reading",
    "searches_decision",
    "searches_authorisation",
    "searches_probe",
)
KEPT_BUT_UPDATED_TABLES = (
    "searches_searchrequest",
    "searches_storedfile",
    "searches_claim",
)


def installation_sql() -> str:
    """Return everything the searches app asks of the database, in order."""
    parts = [status_function(), STATUS_TRIGGERS, RECORDS, DECISIONS]
    parts += [frozen(table) for table in KEPT_TABLES]
    parts += [frozen(table, updates_too=False) for table in KEPT_BUT_UPDATED_TABLES]
    return "\n".join(parts)
