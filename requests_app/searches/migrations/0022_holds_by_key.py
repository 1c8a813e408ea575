"""Legal holds are listed along an index: those that stand, and those that were released last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("searches", "0021_lists_by_key")]

    operations = [
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(
                fields=["set_at", "id"],
                name="hold_stands",
                condition=models.Q(released_at=None),
            ),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(
                fields=["-released_at"],
                name="hold_released",
                condition=models.Q(released_at__isnull=False),
            ),
        ),
    ]
