from typing import Any

from django.db import migrations, models
from django.utils.timezone import localdate


def count_from_today(apps: Any, schema_editor: Any) -> None:
    """Let what was closed before this column grow old from today on: nobody noted when."""
    account = apps.get_model("people", "Account")
    account.objects.using(schema_editor.connection.alias).filter(is_active=False).update(
        closed_on=localdate()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_account_look'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='closed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(count_from_today, migrations.RunPython.noop),
    ]
