"""Within how many days an incident is to be closed is the agency's to say: 30 until it does, and 90 at most."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0014_reports_on_leads")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="incident_days",
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(("incident_days__gte", 1), ("incident_days__lte", 90)),
                name="incidents_are_closed_within_a_quarter",
            ),
        ),
    ]
