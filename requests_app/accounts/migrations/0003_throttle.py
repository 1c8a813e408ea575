"""The shared memory of the sign-in throttle: one for all web processes, beside the accounts.

In PostgreSQL rather than Redis, so that a broker that is down shuts nobody out and lets nobody in.
"""

from django.db import migrations

MAKE = """
CREATE TABLE account_throttle (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX account_throttle_expires ON account_throttle (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE account_throttle")]
