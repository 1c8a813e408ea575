"""An examiner's own examinations are found by an index, and what they concluded is listed along one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("searches", "0023_two_examiners")]

    operations = [
        migrations.AddIndex(
            model_name="examination",
            index=models.Index(
                fields=["examiner_person", "search_request"],
                name="examination_mine",
                condition=models.Q(ended_at=None),
            ),
        ),
        migrations.AddIndex(
            model_name="conclusion",
            index=models.Index(fields=["examiner", "-concluded_at", "id"], name="conclusion_mine"),
        ),
    ]
