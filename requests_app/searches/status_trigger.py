"""The trigger function that refuses an illegal change of status, generated from the transition table.

A migration installs its text; a test names the next migration when the table has moved on.
"""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.searches.states import TRANSITIONS, Action, Party

_LOGINS_OF_PARTY = {
    Party.OFFICER: ("countersign_web",),
    Party.DECIDER: ("countersign_web",),
    Party.OPERATOR: ("countersign_web",),
    Party.EXAMINER: ("countersign_web",),
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
