from django.urls import path

from todos.views import acting, calendar, calls, entries, feeds, notices, panels, start, tasks

app_name = "todos"
urlpatterns = [
    path("", start.start, name="start"),
    path("search/", start.search, name="search"),
    path("start/today/", panels.today, name="panel_today"),
    path("start/waiting/", panels.waiting, name="panel_waiting"),
    path("start/news/", panels.news, name="panel_news"),
    path("start/coming/", panels.coming, name="panel_coming"),
    path("start/arrange/", panels.arrange, name="arrange"),
    path("todos/", tasks.mine, name="mine"),
    path("todos/calendar/", calendar.calendar, name="calendar"),
    path("profile/calendar/", feeds.feeds, name="feeds"),
    path("profile/calendar/<int:pk>/revoke/", feeds.revoke, name="revoke_feed"),
    path("calendar/<str:secret>.ics", feeds.feed, name="feed"),
    path("anruf/", calls.call, name="call"),  # telephone systems are told this address
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/seen/", notices.seen, name="seen"),
    path("notices/live/", notices.live, name="live"),
    path("profile/notices/", notices.mail_choices, name="mail_choices"),
    path("todos/new/", entries.new, name="new"),
    path("todos/understood/", entries.understood, name="understood"),
    path("todos/<int:pk>/", entries.entry, name="entry"),
    path("todos/<int:pk>/edit/", entries.edit, name="edit"),
    path("todos/<int:pk>/status/", acting.status, name="status"),
    path("todos/<int:pk>/take/", acting.take, name="take"),
    path("todos/<int:pk>/tick/", acting.tick, name="tick"),
    path("todos/<int:pk>/photo/<slug:version>/", entries.photo, name="photo"),
    path("todos/<int:pk>/comment/", entries.comment, name="comment"),
    path("todos/<int:pk>/acknowledge/", acting.acknowledge, name="acknowledge"),
    path("todos/<int:pk>/remind-me/", acting.remind_me, name="remind_me"),
    path("todos/<int:pk>/remind/", acting.remind, name="remind"),
    path("todos/<int:pk>/delete/", acting.delete, name="delete"),
    path("todos/<int:pk>/restore/", acting.restore, name="restore"),
    path("todos/contact/<int:pk>/", entries.of_contact, name="of_contact"),
    path("customers/<int:pk>/todos/", entries.stream, name="stream"),
    path("customers/<int:pk>/follow/", entries.follow, name="follow"),
    path("customers/<int:pk>/todos/new/", entries.add, name="add"),
]
