from django.urls import path

from documents.views import document, life, overviews, upload

app_name = "documents"
urlpatterns = [
    # the file of a customer
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
]
