"""What a person sees once the trial is up: the address and who may sign in.

It must not be used where passwords are anybody's own.
"""

import json

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from requests_app.trial.embedded.environments import Trial

COLUMNS = ("username", "password", "role", "unit", "language")


def show(trial: Trial, *, seconds: float) -> None:
    """Print the address, the sign-ins that the demo left, and where logs and mails are."""
    console = Console(highlight=False)
    console.print()
    console.print(f"[bold]Countersign[/] is up after {seconds:.0f} s: [bold]{trial.origin}[/]")
    console.print("Trial: no real person's image. The matcher is not a face recogniser.")
    if trial.secrets.demo_accounts.exists():
        console.print(_sign_ins(json.loads(trial.secrets.demo_accounts.read_text("utf-8"))))
        console.print(f"The same, to read again: {trial.secrets.demo_accounts}")
    console.print(f"Logs: {trial.var / 'log'}   Mails: {trial.var / 'mail'}")
    console.print("Ctrl-C stops everything; make reset forgets it.", style="dim")


def _sign_ins(accounts: object) -> Table:
    """Return the table, narrow enough for a terminal of 80 columns."""
    rows = [row for row in accounts if isinstance(row, dict)] if isinstance(accounts, list) else []
    table = Table(title="Sign in as", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, no_wrap=column != "role", overflow="fold")
    for row in rows:
        table.add_row(*(_words(row.get(column, "")) for column in COLUMNS))
    return table


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
