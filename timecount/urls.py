from django.contrib import admin
from django.urls import include, path

from timecount import favicon, health

urlpatterns = [
    path("", include("todos.urls")),
    path("", include("documents.urls")),
    path("customers/", include("customers.urls")),
    path("access/", include("customers.explaining_urls")),
    path("contacts/", include("contacts.urls")),
    path("views/", include("lists.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", favicon.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
]

handler400 = "timecount.failures.bad_request"
handler403 = "timecount.failures.forbidden"
handler404 = "timecount.failures.not_found"
handler500 = "timecount.failures.server_error"
