from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import AccessRule, DemoPart, Holding, NavigationItem, NewItem, Panel, Tab, registry


class TodosConfig(AppConfig):
    name = "todos"
    verbose_name = _("Notes and to-dos")

    def ready(self) -> None:
        from todos import access, handing_over, news, notice_words  # models are loaded by now, not before
        from todos.demo import load as demo
        from todos.models import DeletedEntry, Entry, News, Notification
        from todos.photos import photo_url
        from todos.selectors.notices import state, unseen
        from todos.sentences import repeats_in_words
        from todos.text import as_html

        registry.navigation.append(NavigationItem(_("Start page"), "home", "todos:start", "use", 0))
        registry.navigation.append(NavigationItem(_("My tasks"), "checkbox", "todos:mine", "todos.view", 60))
        call = NavigationItem(_("Call"), "phone-call", "todos:call", "todos.edit", 10)
        registry.customer_actions.append(call)
        registry.contact_actions.append(call)
        registry.new_items.append(NewItem(_("Call"), "phone-call", "todos:call", "todos.edit", 31))
        registry.own_pages += [
            NavigationItem(_("Notices"), "bell", "todos:mail_choices", "todos.view", 5),
            NavigationItem(_("Calendar"), "calendar", "todos:feeds", "todos.view", 10),
        ]
        registry.new_items.append(NewItem(_("Note or to-do"), "note", "todos:new", "todos.edit", 30))
        registry.customer_tabs.append(Tab("todos", _("Notes and to-dos"), "todos:stream", "todos.view", 70))
        registry.contact_panels.append(Panel("todos", _("Notes and to-dos"), "todos:of_contact", "todos.view", 20))
        registry.start_panels += [
            Panel("today", _("Overdue and today"), "todos:panel_today", "todos.view", 1),
            Panel("waiting", _("Waiting for me"), "todos:panel_waiting", "todos.view", 2),
            Panel("news", _("News"), "todos:panel_news", "todos.view", 3),
            Panel("coming", _("Coming up"), "todos:panel_coming", "todos.view", 4),
        ]
        registry.template_globals |= {"note_html": as_html, "entry_photo": photo_url}
        registry.template_globals |= {"unseen": unseen, "notice_state": state, "repeats_in_words": repeats_in_words}
        registry.template_globals |= {"notice_words": notice_words, "day_words": notice_words.day_words}
        rule = AccessRule(access.visible_entries, access.opens_entry, stood_in_for=access.stood_in_for)
        registry.access_rules[Entry] = registry.access_rules[DeletedEntry] = rule
        registry.access_rules[Notification] = AccessRule(access.visible_notices, access.opens_notice)
        registry.access_rules[News] = AccessRule(news.visible_news, news.opens_news)
        registry.demo_parts.append(DemoPart("todos", demo.load, 40, demo.is_loaded))
        registry.announcements.append(news.hear)
        registry.holdings += [
            Holding("todos", _("open to-dos"), handing_over.count_todos, handing_over.url, 30, handing_over.todos),
            Holding(
                "reminders", _("reminders"), handing_over.count_reminders, handing_over.url, 40, handing_over.reminders
            ),
        ]
