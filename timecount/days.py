"""Days as people count them: in Berlin, whatever the connection's time zone is."""

from django.conf import settings
from django.db.models import DateField, Func


class Today(Func):
    """The day that it is now.  Said by the database, so that a statement that is kept stays true tomorrow."""

    template = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
    output_field = DateField()
    arity = 0
