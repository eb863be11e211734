from django.urls import path

from accounts.actions import Action
from contacts.models import Kind
from contacts.views import cards, contact, lists, new, people
from lists.bulk.urls import bulk_urls
from lists.export.urls import export_urls
from lists.imports.urls import import_urls

app_name = "contacts"
urlpatterns = [
    # the list
    path("", lists.index, name="list"),
    path("chips/", lists.chip_counts, name="chips"),
    path("filters/", lists.filters, name="filters"),
    path("vcards/", cards.selection, name="vcards"),
    path("columns/", lists.columns, name="columns"),
    path("save-view/", lists.save_view, name="save_view"),
    *export_urls("contacts", Action.VIEW_CONTACT),
    *bulk_urls("contacts", Action.EDIT_CONTACT),
    *import_urls("contacts", Action.IMPORT_CONTACTS),
    # somebody new
    path("new/person/", new.new, {"kind": Kind.PERSON}, name="new_person"),
    path("new/organisation/", new.new, {"kind": Kind.ORGANISATION}, name="new_organisation"),
    path("duplicates/person/", new.likely, {"kind": Kind.PERSON}, name="duplicate_people"),
    path("duplicates/organisation/", new.likely, {"kind": Kind.ORGANISATION}, name="duplicate_organisations"),
    # one contact
    path("<int:pk>/", contact.detail, name="contact"),
    path("<int:pk>/printed/", contact.printed, name="printed"),
    path("<int:pk>/vcard/", cards.vcard, name="vcard"),
    path("<int:pk>/code/", cards.code, name="code"),
    path("<int:pk>/menu/", lists.menu, name="menu"),
    path("<int:pk>/pin/", lists.pin, name="pin"),
    path("<int:pk>/edit/", contact.edit, name="edit"),
    path("<int:pk>/edit/<slug:name>/", contact.edit_field, name="edit_field"),
    path("<int:pk>/photo/", contact.change_photo, name="change_photo"),
    path("<int:pk>/photo/remove/", contact.remove_photo, name="remove_photo"),
    path("<int:pk>/photo/<slug:version>/", contact.photo, name="photo"),
    path("<int:pk>/delete/", contact.delete, name="delete"),
    path("restore/", contact.restore, name="restore"),
    # who works where
    path("<int:pk>/people/new/", people.add, name="add_person"),
    path("<int:pk>/places/assign/", people.assign, name="assign"),
    path("<int:pk>/places/restore/", people.restore, name="restore_place"),
    path("<int:pk>/places/<int:assignment>/", people.place, name="place"),
    path("<int:pk>/places/<int:assignment>/remove/", people.remove, name="remove_place"),
]
