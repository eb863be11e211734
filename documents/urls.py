from django.urls import path

from accounts.actions import Action
from documents.views import document, life, links, lists, overviews, sending, upload, zipped
from lists.bulk.urls import bulk_urls
from lists.export.urls import export_urls

app_name = "documents"
urlpatterns = [
    # the list of all that one may see
    path("documents/", lists.index, name="list"),
    path("documents/chips/", lists.chip_counts, name="chips"),
    path("documents/filters/", lists.filters, name="filters"),
    path("documents/columns/", lists.columns, name="columns"),
    path("documents/save-view/", lists.save_view, name="save_view"),
    path("documents/zip/", zipped.download, name="zip"),
    *export_urls("documents", Action.VIEW_DOCUMENT, under="documents/"),
    *bulk_urls("documents", Action.EDIT_DOCUMENT, under="documents/"),
    # the file of a customer
    path("customers/<int:pk>/documents/", lists.of_customer, name="of_customer"),
    path("customers/<int:pk>/documents/chips/", lists.chips_of_customer, name="chips_of_customer"),
    path("customers/<int:pk>/documents/filters/", lists.filters_of_customer, name="filters_of_customer"),
    path("customers/<int:pk>/documents/new/", upload.new, name="new"),
    path("customers/<int:pk>/documents/uploads/", upload.start, name="start"),
    path("customers/<int:pk>/documents/deadlines/", overviews.of_file, name="deadlines"),
    path("start/deadlines/", overviews.coming, name="panel_deadlines"),
    # the trash
    path("documents/trash/", overviews.in_trash, name="in_trash"),
    path("documents/trash/<int:pk>/restore/", overviews.restore, name="restore"),
    # uploads that are under way
    path("documents/uploads/<int:pk>/", upload.upload, name="upload"),
    path("documents/uploads/<int:pk>/finish/", upload.finish, name="finish"),
    path("documents/uploads/<int:pk>/cancel/", upload.cancel, name="cancel"),
    # a document
    path("documents/<int:pk>/", document.document, name="document"),
    path("documents/<int:pk>/menu/", lists.menu, name="menu"),
    path("documents/<int:pk>/pin/", lists.pin, name="pin"),
    path("documents/<int:pk>/uploads/", upload.start_version, name="start_version"),
    path("documents/<int:pk>/download/", document.download, name="download"),
    path("documents/<int:pk>/thumbnail/<uuid:file>/", document.thumbnail, name="thumbnail"),
    path("documents/<int:pk>/<int:version>/<int:page>-<slug:size>.webp", document.picture, name="picture"),
    path("documents/versions/<int:pk>/download/", document.download_version, name="download_version"),
    # its life
    path("documents/<int:pk>/edit/", life.edit, name="edit"),
    path("documents/<int:pk>/renew/", life.renew, name="renew"),
    path("documents/<int:pk>/cancel/", life.cancel, name="give_notice"),
    path("documents/<int:pk>/undo/", life.undo, name="undo"),
    path("documents/<int:pk>/move/", life.move, name="move"),
    path("documents/<int:pk>/keep/", life.keep, name="keep"),
    path("documents/<int:pk>/hold/", life.hold, name="hold"),
    path("documents/<int:pk>/trash/", life.trash, name="trash"),
    path("documents/versions/<int:pk>/current/", life.make_current, name="make_current"),
    # how it leaves the house
    path("documents/versions/<int:pk>/send/", sending.send, name="send_version"),
    path("documents/dispatches/<int:pk>/again/", sending.again, name="send_again"),
    path("documents/versions/<int:pk>/share/", links.share, name="share_version"),
    path("documents/links/<int:pk>/revoke/", links.revoke, name="revoke_link"),
    path("share/<str:secret>/", links.shared, name="shared"),
    path("share/<str:secret>/download/", links.shared_download, name="shared_download"),
]
