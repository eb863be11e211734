from django.db import migrations


class Migration(migrations.Migration):
    """The cache that all web processes share: limits on sign-in attempts hold however many there are.

    Not written to the log of the database: after a crash it begins empty.
    """

    dependencies = [("accounts", "0003_invitations")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE shared_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX shared_cache_expires ON shared_cache (expires);
            """,
            "DROP TABLE shared_cache",
        )
    ]
