"""Which installation this is: read by start-up checks, by the log's origin and by grants.

It must not change the kind once it is written.
"""

from requests_app.ops.models import Installation


def of_this_database() -> Installation | None:
    """Return the installation that made this database, or None before the bootstrap."""
    return Installation.objects.first()


def establish(kind: str) -> Installation:
    """Return this database's installation, writing it on the first call; called as the owner.

    Raises:
        ValueError: the database was made by the other kind.
    """
    made, _ = Installation.objects.get_or_create(only=True, defaults={"kind": kind})
    if made.kind != kind:
        raise ValueError(
            f"This database was made by a {made.kind} installation and cannot become {kind}. "
            "Give each its own database."
        )
    return made
