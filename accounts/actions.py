"""Everything a person can be allowed to do, and which module right it needs."""

from enum import StrEnum
from typing import Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Module(models.TextChoices):
    CUSTOMERS = "customers", _("Customers")
    CONTACTS = "contacts", _("Contacts")
    TODOS = "todos", _("Notes and to-dos")
    DOCUMENTS = "documents", _("Documents")
    # Beside the module Documents: those marked as confidential are nothing to whoever lacks this.
    CONFIDENTIAL = "confidential", _("Confidential documents")
    ADMINISTRATION = "administration", _("Administration")


class Level(models.IntegerChoices):
    """Cumulative: who may edit may read."""

    READ = 1, _("read")
    EDIT = 2, _("edit")
    MANAGE = 3, _("manage")


class FileLevel(models.IntegerChoices):
    """What a grant allows in one restricted file.  Cumulative: who may share may do all the rest."""

    SEE = 1, _("see")
    EDIT = 2, _("edit")
    BILL = 3, _("conditions and billing")
    SHARE = 4, _("share")


class AccessKind(models.TextChoices):
    """What the access record keeps."""

    VIEW = "view", _("opened")
    DOWNLOAD = "download", _("downloaded")
    PRINT = "print", _("printed")
    EXPORT = "export", _("exported")
    SEARCH = "search", _("searched")
    SIGN_IN = "sign_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    REFUSED = "refused", _("refused")
    GRANT = "grant", _("access granted")
    WITHDRAW = "withdraw", _("access withdrawn")
    VIEW_AS = "view_as", _("looked as somebody else")


# Recorded for certain before the first byte.
LEAVES_THE_HOUSE = (AccessKind.DOWNLOAD, AccessKind.EXPORT)


class Action(StrEnum):
    """The one vocabulary of views, templates, services and tests.

    `level` is what a role must hold in the module (None: no role is enough, superusers only), `file_level` what a
    grant must hold in a restricted file.
    """

    module: Module | None
    level: Level | None
    file_level: FileLevel

    def __new__(
        cls, value: str, module: Module | None, level: Level | None, file_level: FileLevel = FileLevel.SEE
    ) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.module = module
        member.level = level
        member.file_level = file_level
        return member

    # Whoever is signed in: the own profile, the start page, help.
    USE = ("use", None, Level.READ)
    # A saved view of a list: which one, its rule says (lists/saved.py).
    CHANGE_VIEW = ("views.change", None, Level.READ)
    ADMINISTER = ("administer", Module.ADMINISTRATION, Level.EDIT)
    # Whoever looks as somebody else sees what stands in their files.
    VIEW_AS = ("view_as", Module.ADMINISTRATION, None)

    VIEW_CUSTOMER = ("customers.view", Module.CUSTOMERS, Level.READ)
    EDIT_CUSTOMER = ("customers.edit", Module.CUSTOMERS, Level.EDIT, FileLevel.EDIT)
    SHARE_CUSTOMER = ("customers.share", Module.CUSTOMERS, Level.EDIT, FileLevel.SHARE)
    DELETE_CUSTOMER = ("customers.delete", Module.CUSTOMERS, Level.MANAGE, FileLevel.EDIT)
    # Also those that one does not see: the successor then does.
    HAND_OVER_FILES = ("customers.hand_over", Module.CUSTOMERS, Level.MANAGE)
    IMPORT_CUSTOMERS = ("customers.import", Module.CUSTOMERS, Level.EDIT)

    VIEW_CONTACT = ("contacts.view", Module.CONTACTS, Level.READ)
    EDIT_CONTACT = ("contacts.edit", Module.CONTACTS, Level.EDIT, FileLevel.EDIT)
    DELETE_CONTACT = ("contacts.delete", Module.CONTACTS, Level.MANAGE, FileLevel.EDIT)
    IMPORT_CONTACTS = ("contacts.import", Module.CONTACTS, Level.EDIT)

    # Of a file that one sees: a note changes nothing in it.
    VIEW_TODO = ("todos.view", Module.TODOS, Level.READ)
    EDIT_TODO = ("todos.edit", Module.TODOS, Level.EDIT)

    VIEW_DOCUMENT = ("documents.view", Module.DOCUMENTS, Level.READ)
    EDIT_DOCUMENT = ("documents.edit", Module.DOCUMENTS, Level.EDIT, FileLevel.EDIT)
    DELETE_DOCUMENT = ("documents.delete", Module.DOCUMENTS, Level.MANAGE, FileLevel.EDIT)
    VIEW_CONFIDENTIAL = ("documents.confidential", Module.CONFIDENTIAL, Level.READ)

    @property
    def words(self) -> Promise:
        """What one may do, if one may."""
        return _WORDS[self]


_WORDS: dict[Action, Promise] = {
    Action.USE: _("use the application"),
    Action.ADMINISTER: _("administer users, roles and access"),
    Action.CHANGE_VIEW: _("change saved views"),
    Action.VIEW_AS: _("look at the application as somebody else"),
    Action.VIEW_CUSTOMER: _("open customer files"),
    Action.EDIT_CUSTOMER: _("create and change customer files"),
    Action.SHARE_CUSTOMER: _("share customer files"),
    Action.DELETE_CUSTOMER: _("delete customer files"),
    Action.IMPORT_CUSTOMERS: _("import customers"),
    Action.HAND_OVER_FILES: _("take over or hand over all files of a colleague"),
    Action.VIEW_CONTACT: _("look things up in the address book"),
    Action.EDIT_CONTACT: _("create and change contacts"),
    Action.DELETE_CONTACT: _("delete contacts"),
    Action.IMPORT_CONTACTS: _("import contacts"),
    Action.VIEW_TODO: _("read notes and to-dos"),
    Action.EDIT_TODO: _("write notes and to-dos"),
    Action.VIEW_DOCUMENT: _("open documents"),
    Action.EDIT_DOCUMENT: _("file and change documents"),
    Action.DELETE_DOCUMENT: _("delete documents"),
    Action.VIEW_CONFIDENTIAL: _("open confidential documents"),
}
