from timecount.errors import Refused


class ToolMissing(Refused):
    """No program of PostgreSQL's that is new enough for the server."""


class ToolFailed(Refused):
    """It ran and gave up; the text is what it said."""


class OwnerUnknown(Refused):
    """Only the owner of the database makes tables."""


class Occupied(Refused):
    """Another backup or restore works on the folder."""


class NoBackup(Refused):
    """Nothing in the folder that was finished."""


class NotEmpty(Refused):
    """Something is there that a restore would write over."""


class Damaged(Refused):
    """A file is missing or its bytes are not those that were stored."""


class Incomplete(Refused):
    """What came back is not what the backup holds."""
