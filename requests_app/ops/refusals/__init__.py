"""Why a production process may not start, as Django's system checks with lasting ids.

It must not repair anything; `requests_app/ops/startup.py` runs these checks before a process does its work.
"""

from django.core import checks
from django.core.checks import Tags

from requests_app.ops.refusals.addresses import check_broker, check_hosts
from requests_app.ops.refusals.codes import TAG
from requests_app.ops.refusals.database import check_databases
from requests_app.ops.refusals.limits import check_limits, check_rates
from requests_app.ops.refusals.release import check_packs, check_static_files
from requests_app.ops.refusals.secrets import (
    check_key_files,
    check_open_files,
    check_secrets,
    check_strength,
)
from requests_app.ops.refusals.settings import check_folder, check_settings

OF_FILES_AND_SETTINGS = (
    check_settings,
    check_folder,
    check_hosts,
    check_limits,
    check_rates,
    check_broker,
    check_secrets,
    check_key_files,
    check_strength,
    check_open_files,
    check_static_files,
    check_packs,
)


def register() -> None:
    """Make the checks known to Django, for deployments only.

    So neither a trial nor any other command meets them: `manage.py check --deploy` runs them, and
    with `--database default` the ones that ask the database as well.
    """
    for check in OF_FILES_AND_SETTINGS:
        checks.register(check, TAG, deploy=True)
    checks.register(check_databases, TAG, Tags.database, deploy=True)
