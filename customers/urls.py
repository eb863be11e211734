from django.urls import path

from accounts.actions import Action
from customers.views import (
    cards,
    file,
    hand_over,
    history,
    lists,
    master_data,
    new,
    panels,
    people,
    pickers,
    record,
    sharing,
)
from lists.bulk.urls import bulk_urls
from lists.export.urls import export_urls
from lists.imports.urls import import_urls

app_name = "customers"
urlpatterns = [
    # the list
    path("", lists.index, name="list"),
    path("chips/", lists.chip_counts, name="chips"),
    path("filters/", lists.filters, name="filters"),
    path("columns/", lists.columns, name="columns"),
    path("save-view/", lists.save_view, name="save_view"),
    *export_urls("customers", Action.VIEW_CUSTOMER),
    *bulk_urls("customers", Action.EDIT_CUSTOMER),
    *import_urls("customers", Action.IMPORT_CUSTOMERS),
    # the file
    path("hand-over/", hand_over.hand_over, name="hand_over"),
    path("new/", new.new, name="new"),
    path("new/likely/", new.likely_duplicates, name="likely"),
    path("pick/customer/", pickers.pick_customer, name="pick_customer"),
    path("panels/at-hand/", panels.at_hand, name="at_hand"),
    path("panels/mine/", panels.mine, name="mine"),
    path("panels/recent/", panels.recent, name="recent"),
    path("panels/contact/<int:pk>/", panels.of_contact, name="of_contact"),
    path("<int:pk>/", file.overview, name="file"),
    path("<int:pk>/status/", file.status, name="status"),
    path("<int:pk>/status/undo/", file.undo_status, name="undo_status"),
    path("<int:pk>/delete/", file.delete, name="delete"),
    path("<int:pk>/menu/", lists.menu, name="menu"),
    path("<int:pk>/pin/", lists.pin, name="pin"),
    path("<int:pk>/edit/", master_data.edit, name="edit"),
    path("<int:pk>/master-data/", master_data.master_data, name="master_data"),
    path("<int:pk>/master-data/<slug:name>/", master_data.edit_field, name="edit_field"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/vcards/", cards.vcards, name="vcards"),
    path("<int:pk>/people/new/", people.add, name="add_person"),
    path("<int:pk>/people/new/likely/", people.likely_people, name="likely_people"),
    path("<int:pk>/people/restore/", people.restore, name="restore_person"),
    path("<int:pk>/people/assign/<int:person>/", people.assign, name="assign_person"),
    path("<int:pk>/people/<int:assignment>/", people.edit, name="edit_person"),
    path("<int:pk>/people/<int:assignment>/main/", people.make_main, name="make_main"),
    path("<int:pk>/people/<int:assignment>/end/", people.end, name="end_person"),
    path("<int:pk>/people/<int:assignment>/reopen/", people.reopen, name="reopen_person"),
    path("<int:pk>/people/<int:assignment>/remove/", people.remove, name="remove_person"),
    path("<int:pk>/sharing/", sharing.sharing, name="sharing"),
    path("<int:pk>/sharing/effect/", sharing.effect, name="sharing_effect"),
    path("<int:pk>/sharing/restrict/", sharing.restrict, name="restrict"),
    path("<int:pk>/sharing/unrestrict/", sharing.unrestrict, name="unrestrict"),
    path("<int:pk>/sharing/withdraw/", sharing.withdraw, name="withdraw"),
    path("<int:pk>/sharing/undo/", sharing.undo, name="undo_sharing"),
    path("<int:pk>/history/", history.history, name="history"),
    path("<int:pk>/latest/", history.latest, name="latest"),
    path("<int:pk>/opened/", record.opened, name="opened"),
    path("<int:pk>/printed/", record.printed, name="printed"),
]
