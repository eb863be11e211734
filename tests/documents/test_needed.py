"""What documents keep from being deleted: their customer, their type."""

import pytest

from accounts.models import User
from customers.models import Customer
from customers.services import StillNeeded, delete_customer
from documents import services
from documents.models import DocumentType
from tests.cast import Browse
from tests.documents.filing import file_document
from todos.models import Entry


def test_a_customer_with_documents_stays_and_says_why(acme: Customer, anna: User) -> None:
    document = file_document(acme)
    acme.entries.all().delete()
    with pytest.raises(StillNeeded, match=r"hängen noch: Dokumente\."):
        delete_customer(customer=acme, by=anna)
    services.trash(document=document, by=anna)
    assert not Entry.objects.exists()
    with pytest.raises(StillNeeded, match="Dokumente im Papierkorb"):
        delete_customer(customer=acme, by=anna)


def test_a_type_in_use_is_not_deleted_in_the_administration(acme: Customer, boss: User, browse: Browse) -> None:
    document = file_document(acme)
    own = DocumentType.objects.create(name="Eigene Art")
    services.trash(document=document, by=boss)
    for kind, left in ((document.type, True), (own, False)):
        browse(boss).post(f"/admin/documents/documenttype/{kind.pk}/delete/", {"post": "yes"})
        assert DocumentType.objects.filter(pk=kind.pk).exists() == left
