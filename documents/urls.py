from django.urls import path

from documents.views import document, upload

app_name = "documents"
urlpatterns = [
    # the file of a customer
    path("customers/<int:pk>/documents/new/", upload.new, name="new"),
    path("customers/<int:pk>/documents/uploads/", upload.start, name="start"),
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
]
