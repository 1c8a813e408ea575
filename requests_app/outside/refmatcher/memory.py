"""What must outlive a restart: the grants that were used and the searches that were answered.

Must not keep a probe; answers here are drawings' names, and are kept for 15 minutes only. Whom an answer
named stays as digests that belong to that search, so that their pictures can be asked for later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from requests_app.wire.picture_grant import PictureDetail
from requests_app.wire.refusals import Refusal, Refused

_KEPT = timedelta(minutes=15)
# A search over a hundred drawings takes milliseconds: one still running after this died with its
# process, and may be run again under a new grant.
_ABANDONED_AFTER = timedelta(seconds=30)
_TABLES = """
CREATE TABLE IF NOT EXISTS used_grant (
  jti TEXT PRIMARY KEY, search_id TEXT NOT NULL, used_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS search (
  search_id TEXT PRIMARY KEY, body_sha256 TEXT NOT NULL, started_at REAL NOT NULL,
  finished_at REAL, answer BLOB, runs INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS named (
  search_id TEXT NOT NULL, answer_sha256 TEXT NOT NULL, person_sha256 TEXT NOT NULL,
  encounter_sha256 TEXT NOT NULL, PRIMARY KEY (search_id, person_sha256, encounter_sha256)
) STRICT;
"""


@dataclass(frozen=True)
class Taken:
    """A search taken in: `answer` is the stored one when it had been answered before."""

    answer: bytes | None


class Memory:
    """Used grants and answered searches in one SQLite file; safe for threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLES)

    def take(self, *, jti: str, search_id: str, body_sha256: str, now: datetime) -> Taken:
        """Use up a grant and take its search in, in one step.

        Raises:
            Refused: for a used grant, another body under the same search, a search that runs, or
                one whose answer is no longer kept. The grant is used up in each of these cases.
        """
        moment = now.timestamp()
        with self._writing() as connection:
            self._use(connection, jti, search_id, moment)
            row = connection.execute(
                "SELECT body_sha256, started_at, finished_at, answer FROM search"
                " WHERE search_id = ?",
                (search_id,),
            ).fetchone()
            refusal, answer = self._judge(row, body_sha256, moment)
            if refusal is None and answer is None:
                connection.execute(
                    "INSERT INTO search (search_id, body_sha256, started_at) VALUES (?, ?, ?)"
                    " ON CONFLICT (search_id) DO UPDATE"
                    " SET started_at = excluded.started_at, runs = runs + 1",
                    (search_id, body_sha256, moment),
                )
        if refusal is not None:
            raise Refused(refusal)
        return Taken(answer)

    def finish(
        self, *, search_id: str, answer: bytes, named: Iterable[PictureDetail], now: datetime
    ) -> None:
        """Keep the answer of a search and whom it named, and forget the answers that are too old."""
        moment = now.timestamp()
        with self._writing() as connection:
            connection.execute(
                "UPDATE search SET answer = ?, finished_at = ? WHERE search_id = ?",
                (answer, moment, search_id),
            )
            connection.execute(
                "UPDATE search SET answer = NULL WHERE finished_at < ?",
                (moment - _KEPT.total_seconds(),),
            )
            connection.executemany(
                "INSERT OR REPLACE INTO named VALUES (?, ?, ?, ?)",
                [
                    (one.search_id, one.answer_sha256, one.person_sha256, one.encounter_sha256)
                    for one in named
                ],
            )

    def take_picture(self, *, jti: str, detail: PictureDetail, now: datetime) -> None:
        """Use up a grant for a picture, which only an answer that was given can have earned.

        Raises:
            Refused: for a used grant, a search that was not answered, another answer than it got, and
                somebody whom it did not name. The grant is used up in each of these cases.
        """
        with self._writing() as connection:
            self._use(connection, jti, detail.search_id, now.timestamp())
            named = connection.execute(
                "SELECT answer_sha256, person_sha256, encounter_sha256 FROM named"
                " WHERE search_id = ?",
                (detail.search_id,),
            ).fetchall()
        if not named:
            raise Refused(Refusal.RESULT_UNKNOWN)
        if detail.answer_sha256 not in {answer for answer, _, _ in named}:
            raise Refused(Refusal.RESULT_MISMATCH)
        if detail.person_sha256 not in {person for _, person, _ in named}:
            raise Refused(Refusal.NOT_A_CANDIDATE)
        if (detail.person_sha256, detail.encounter_sha256) not in {one[1:] for one in named}:
            raise Refused(Refusal.ENCOUNTER_UNKNOWN)

    def abandon(self, *, search_id: str) -> None:
        """Forget a search that could not be run, so that a corrected one may come."""
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM search WHERE search_id = ? AND finished_at IS NULL", (search_id,)
            )

    def runs(self) -> dict[str, int]:
        """How often each search was really run."""
        with closing(self._connect()) as connection:
            return dict(connection.execute("SELECT search_id, runs FROM search").fetchall())

    @staticmethod
    def _use(connection: sqlite3.Connection, jti: str, search_id: str, moment: float) -> None:
        try:
            connection.execute("INSERT INTO used_grant VALUES (?, ?, ?)", (jti, search_id, moment))
        except sqlite3.IntegrityError as error:
            raise Refused(Refusal.GRANT_REPLAYED) from error

    @staticmethod
    def _judge(
        row: tuple[str, float, float | None, bytes | None] | None, body_sha256: str, moment: float
    ) -> tuple[Refusal | None, bytes | None]:
        if row is None:
            return None, None
        known_body, started_at, finished_at, answer = row
        if known_body != body_sha256:
            return Refusal.SEARCH_OTHER_BODY, None
        if finished_at is None:
            alive = moment - started_at < _ABANDONED_AFTER.total_seconds()
            return (Refusal.SEARCH_RUNNING if alive else None), None
        if answer is None:
            return Refusal.SEARCH_ALREADY_ANSWERED, None
        return None, answer

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
