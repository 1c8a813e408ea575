"""Puts the promises about searches into the database itself; see `searches/guards.py`."""

from django.db import migrations

from requests_app.searches.guards import installation_sql


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0001_initial"),
        ("audit", "0001_initial"),
        ("accounts", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE searches_reference_number", "DROP SEQUENCE searches_reference_number"
        ),
        migrations.RunSQL(installation_sql(), migrations.RunSQL.noop),
    ]
