from django.urls import path

from customers.views import lists

app_name = "customers"
urlpatterns = [
    # the list
    path("", lists.index, name="list"),
    path("chips/", lists.chip_counts, name="chips"),
]
