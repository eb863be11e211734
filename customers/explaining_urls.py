"""Who sees what, and why: apart from the customers, for it is no part of that module."""

from django.urls import path

from customers.views import explaining

app_name = "explaining"
urlpatterns = [
    path("", explaining.index, name="index"),
    path("people/<int:pk>/", explaining.of_person, name="person"),
    path("files/<int:pk>/", explaining.of_file, name="file"),
]
