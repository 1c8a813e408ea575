"""Attacks on exports of the log: begun, ended, cancelled or brought back by a login that has the columns for it."""

from __future__ import annotations

from tests.database.rows_and_events import NEW, Attack, Event, copied, quoted
from tests.database.rows_attacked import Held


def on_exports(held: Held) -> list[Attack]:
    """Attacks on exports of the log."""

    def change(what: str, of: str) -> tuple[str, ...]:
        return (f"UPDATE audit_export SET {what} WHERE id = '{of}'",)

    return [
        Attack("audit_export.needs_event",
               (copied("audit_export", f"id = '{held.queued}'", id=quoted(NEW), filters="'{}'::jsonb"),),
               event=Event("log.exported", "account export filters", account="auditor")),
        Attack("audit_export.disclosing_needs_event",
               (copied("audit_export", f"id = '{held.queued}'", id=quoted(NEW), filters="'{}'::jsonb",
                       discloses="true"),),
               event=Event("log.exported", "account export disclosures", account="auditor",
                           facts={"disclosures": True})),
        Attack("audit_export.begins_queued",
               (copied("audit_export", f"id = '{held.done}'", id=quoted(NEW)),)),
        Attack("audit_export.done_needs_event",
               change("state = 'done', finished_at = now(), rows_done = 2", held.running),
               "worker", Event("log.export_closed", "export rows files",
                               facts={"export": held.running})),
        Attack("audit_export.failed_needs_event",
               change("state = 'failed', finished_at = now()", held.running),
               "worker", Event("log.export_failed", "export", facts={"export": held.running})),
        Attack("audit_export.ended_stays", change("files = '[1]'", held.done), "worker"),
        Attack("audit_export.ended_stays",
               change("state = 'queued', finished_at = NULL", held.done), "worker"),
        Attack("audit_export.ended_stays",
               change("state = 'queued', finished_at = NULL", held.cancelled), "worker"),
        Attack("audit_export.ended_stays", change("state = 'cancelled'", held.done)),
        Attack("audit_export.ended_stays", change("state = 'failed'", held.cancelled)),
        *(Attack("audit_export.cancelled_needs_event", change("state = 'cancelled'", of),
                 event=Event("log.export_cancelled", "object export", object=of, account="auditor",
                             facts={"export": of}))
          for of in (held.queued, held.running)),
        Attack("audit_export.web_only_cancels", change("state = 'running'", held.queued)),
        Attack("audit_export.web_only_cancels", change("state = 'queued'", held.running)),
        Attack("audit_export.web_only_cancels", change("state = 'queued'", held.queued)),
        Attack("audit_export.web_only_cancels", change("state = 'cancelled'", held.done)),
    ]  # fmt: skip
