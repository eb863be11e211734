from django.urls import path

from customers.views import file, history, lists

app_name = "customers"
urlpatterns = [
    # the list
    path("", lists.index, name="list"),
    path("chips/", lists.chip_counts, name="chips"),
    # the file
    path("<int:pk>/", file.overview, name="file"),
    path("<int:pk>/history/", history.history, name="history"),
    path("<int:pk>/latest/", history.latest, name="latest"),
]
