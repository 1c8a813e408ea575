"""Nobody else on the machine reads a trial's mail."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.mail import EmailMessage, get_connection


def test_mail_of_a_trial_is_closed_to_others_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    before = os.umask(0)
    try:
        connection = get_connection("requests_app.trial.mail.PrivateFiles", file_path=str(folder))
        EmailMessage("s", "b", "a@example.org", ["b@example.org"], connection=connection).send()
    finally:
        os.umask(before)
    (file,) = folder.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
