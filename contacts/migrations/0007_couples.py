from django.db import migrations, models

CHOICES = [("", "none"), ("mrs", "Ms"), ("mr", "Mr"), ("f+m", "Ms and Mr"), ("m+f", "Mr and Ms")]


def salutation() -> models.CharField:
    return models.CharField(
        blank=True,
        choices=CHOICES,
        help_text="Of two people: first name “Anna und Bernd”, last name “Müller” or “Müller und Schmidt”.",
        max_length=4,
        verbose_name="salutation",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0006_row_columns"),
    ]

    operations = [
        migrations.AlterField(model_name="contact", name="salutation", field=salutation()),
        migrations.AlterField(model_name="contactevent", name="salutation", field=salutation()),
    ]
