from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/photo/remove/", views.remove_photo, name="remove_photo"),
    path("profile/theme/", views.theme, name="theme"),
    path("profile/language/", views.language, name="language"),
    path("profile/devices/<int:device>/sign-out/", views.sign_out_device, name="sign_out_device"),
    path("profile/substitutes/", views.substitutes, name="substitutes"),
    path("profile/substitutes/restore/", views.restore_substitute, name="restore_substitute"),
    path("profile/substitutes/<int:pk>/end/", views.end_substitute, name="end_substitute"),
    path("people/<int:pk>/photo/<slug:version>/", views.photo, name="photo"),
    path("people/pick/", views.pick_colleague, name="pick_colleague"),
    path("people/pick/teams-too/", views.pick_person_or_team, name="pick_person_or_team"),
    path("people/<int:pk>/view-as/", views.view_as, name="view_as"),
    path("view-as/leave/", views.leave_view, name="leave_view"),
    path("first-steps/", views.first_steps, name="first_steps"),
    path("help/", views.help_index, name="help"),
    path("help/<slug:key>/", views.help_page, name="help_page"),
]
