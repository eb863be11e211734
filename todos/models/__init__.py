"""What colleagues tell each other: entries (notes, to-dos, calls), and who is to hear of what."""

from todos.models.entries import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Acknowledgement,
    ChecklistItem,
    Comment,
    DeletedEntry,
    Entry,
    Kind,
    Mention,
    Priority,
    Repeats,
    Status,
)
from todos.models.feeds import Feed
from todos.models.telling import Following, MailChoice, MailWhen, News, NoticeKind, Notification, Reminder

__all__ = [
    "TEXT_LENGTH",
    "TITLE_LENGTH",
    "Acknowledgement",
    "ChecklistItem",
    "Comment",
    "DeletedEntry",
    "Entry",
    "Feed",
    "Following",
    "Kind",
    "MailChoice",
    "MailWhen",
    "Mention",
    "News",
    "NoticeKind",
    "Notification",
    "Priority",
    "Reminder",
    "Repeats",
    "Status",
]
