"""The list of exports is read by key along an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0017_filters_read_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="export",
            index=models.Index(fields=["-requested_at", "id"], name="export_newest"),
        ),
    ]
