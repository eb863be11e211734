class Refused(Exception):
    """Not now, because …: the text is written for the person and shown as it is.

    Services raise a subclass named for the reason; a view turns it into a form error.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
