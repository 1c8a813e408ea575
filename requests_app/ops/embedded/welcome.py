"""What a person sees once the trial is up: the address and who may sign in.

It must not be used where passwords are anybody's own.
"""

import json

from rich.console import Console
from rich.table import Table

from requests_app.ops.embedded.environments import Trial


def show(trial: Trial, *, seconds: float) -> None:
    """Print the address, the sign-ins that the demo left, and where logs and mails are."""
    console = Console(highlight=False)
    console.print()
    console.print(f"[bold]Countersign[/] is up after {seconds:.0f} s: [bold]{trial.origin}[/]")
    console.print("Trial: no real person's image. The matcher is not a face recogniser.")
    if trial.secrets.demo_accounts.exists():
        console.print(_sign_ins(json.loads(trial.secrets.demo_accounts.read_text("utf-8"))))
    console.print(f"Logs: {trial.var / 'log'}   Mails: {trial.var / 'mail'}")
    console.print("Ctrl-C stops everything; make reset forgets it.", style="dim")


def _sign_ins(accounts: object) -> Table:
    """Return the table; the demo writes a list of objects, whatever their fields."""
    rows = [row for row in accounts if isinstance(row, dict)] if isinstance(accounts, list) else []
    table = Table(title="Sign in as", title_justify="left")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    for column in columns:
        table.add_column(column.replace("_", " "), no_wrap=column in {"username", "password"})
    for row in rows:
        table.add_row(*(_words(row.get(column, "")) for column in columns))
    return table


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
