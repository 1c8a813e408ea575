"""Puts the promises about a dispatch into the database itself; see `dispatch/guards.py`."""

from django.db import migrations

from requests_app.dispatch.guards import installation_sql


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0002_initial"), ("searches", "0002_guards")]
    operations = [migrations.RunSQL(installation_sql(), migrations.RunSQL.noop)]
