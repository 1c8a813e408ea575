"""Makes the audit schema; there is no way back, since a log is not unmade."""

from django.db import migrations

from requests_app.audit.sql import installation_sql


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(installation_sql(), reverse_sql=migrations.RunSQL.noop),
    ]
