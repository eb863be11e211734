from django.urls import path

from lists import views

app_name = "lists"
urlpatterns = [
    path("", views.index, name="views"),
    path("restore/", views.restore, name="restore"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/save/", views.save, name="save"),
    path("<int:pk>/pin/", views.pin, name="pin"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
