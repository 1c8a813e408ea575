"""A trial answers to the names of this machine alone, and only on this machine.

Must not start the trial's services: the settings and the command line are what is asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
ASK = (
    "import sys, django; django.setup();"
    "from django.test import Client;"
    "print(Client().get('/healthz', headers={'host': sys.argv[1]}).status_code)"
)


def status_for(host: str) -> str:
    """What a trial's web process answers to a request under this name."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, host],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.trial"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", "200"),
        ("localhost:8000", "200"),
        ("countersign.example.org", "400"),
        ("192.0.2.7:8000", "400"),
        ("127.0.0.1.example.org", "400"),
    ],
)
def test_other_names_are_refused(host: str, status: str) -> None:
    assert status_for(host) == status


@pytest.mark.parametrize("command", ["trial", "tour", "seed_demo"])
def test_a_demo_command_needs_the_settings_of_a_trial(settings: Any, command: str) -> None:
    settings.COUNTERSIGN_TRIAL = False
    with pytest.raises(CommandError, match=r"config\.settings\.trial"):
        call_command(command)
