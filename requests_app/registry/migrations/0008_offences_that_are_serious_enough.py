"""For which offences a suspect may be searched for at all, as the agency says; empty until it has."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_papers_about_galleries_and_matchers"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="serious_offences",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
    ]
