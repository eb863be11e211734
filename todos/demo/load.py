"""Life for the demo: for every customer something that was done, was said or is to be done, and some things by hand."""

from datetime import date, timedelta

from django.db import connections, transaction
from django.utils import timezone

from accounts.history import writing
from accounts.models import Team, User
from customers.demo import bulk
from customers.models import Customer
from customers.searchable import OWNER
from todos import news, services
from todos.demo import words
from todos.models import Entry, Kind, Priority, Repeats

# Of every responsible person's to-dos, so many are open: from some days ago until some days ahead.
OPEN, OVERDUE = 12, 2
TABLES = ["todos_entry", "todos_entryevent"]

# Three for every customer. The dice say the same for the same number and seed.
_FILL = """
WITH told AS (
  SELECT k.contact_id, k.responsible_id, p.person_id, coalesce(p.name, own.name) AS person, n,
    ('x' || substr(md5(k.number || n || %(seed)s), 1, 7))::bit(28)::int AS dice
  FROM customers_customer k JOIN contacts_contact own ON own.id = k.contact_id CROSS JOIN generate_series(1, 3) n
  LEFT JOIN LATERAL (
    SELECT s.person_id, c.name FROM contacts_assignment s JOIN contacts_contact c ON c.id = s.person_id
    WHERE s.organisation_id = k.contact_id AND s.is_main LIMIT 1
  ) p ON true
  WHERE k.responsible_id IS NOT NULL
), ranked AS (
  SELECT *, CASE WHEN n < 3 THEN 'todo' WHEN dice %% 2 = 0 THEN 'note' ELSE 'call' END AS kind,
    row_number() OVER (PARTITION BY responsible_id, n < 3 ORDER BY dice, contact_id) AS rank
  FROM told
), dated AS (
  SELECT *, kind = 'todo' AND rank <= %(open)s AS is_open, %(today)s::date - (dice / 7 %% 300) - 12 AS day,
    make_interval(hours => 8 + dice %% 9, mins => dice %% 60) AS hour
  FROM ranked
)
INSERT INTO todos_entry (kind, customer_id, contact_id, title, text, photo, author_id, assignee_id, created_at,
  updated_at, is_important, status, due_on, priority, repeats, done_at, done_by_id)
SELECT kind, contact_id, CASE WHEN kind = 'call' THEN person_id END,
  CASE WHEN kind = 'todo' THEN replace((%(titles)s::text[])[1 + dice %% %(tasks)s], '{person}', person) ELSE '' END,
  replace(CASE kind WHEN 'todo' THEN (%(texts)s::text[])[1 + dice %% %(tasks)s]
    WHEN 'note' THEN (%(notes)s::text[])[1 + dice / 2 %% cardinality(%(notes)s::text[])]
    ELSE (%(calls)s::text[])[1 + dice / 2 %% cardinality(%(calls)s::text[])] END, '{person}', person),
  '', responsible_id, CASE WHEN kind = 'todo' THEN responsible_id END, day + hour, day + hour, false,
  CASE WHEN is_open THEN 'open' WHEN kind = 'todo' THEN 'done' ELSE '' END,
  CASE WHEN is_open THEN %(today)s::date + rank::int - %(overdue)s - 1 WHEN kind = 'todo' THEN day + 1 + dice %% 9 END,
  CASE WHEN dice %% 11 = 0 THEN 'high' WHEN dice %% 7 = 0 THEN 'low' ELSE 'normal' END, 'none',
  CASE WHEN kind = 'todo' AND NOT is_open THEN day + dice %% 10 + hour END,
  CASE WHEN kind = 'todo' AND NOT is_open THEN responsible_id END
FROM dated ORDER BY day, contact_id, n
"""


def is_loaded() -> bool:
    return bool(Entry.objects.exists())


def load(customers: int, seed: int) -> None:
    """Nothing where there is something already, or nobody of the demo with a customer to write about."""
    if is_loaded() or not User.objects.filter(email="anna@demo.example", customers__isnull=False).exists():
        return
    today = timezone.localdate()
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        if Customer.objects.count() >= bulk.WORTH_IT:
            with bulk.without_triggers(cursor, ["todos_entry"]), bulk.without_indexes(cursor, TABLES):
                _fill(seed, today)
        else:
            _fill(seed, today)
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")
    with writing(None, through="demo"):
        _by_hand(today)


def _fill(seed: int, today: date) -> None:
    titles, texts = zip(*words.TASKS, strict=True)
    with connections[OWNER].cursor() as cursor:
        cursor.execute(_FILL, {
            "seed": str(seed), "today": today, "open": OPEN, "overdue": OVERDUE, "titles": list(titles),
            "texts": list(texts), "tasks": len(titles), "notes": list(words.NOTES), "calls": list(words.CALLS),
        })  # fmt: skip


def _by_hand(today: date) -> None:
    """What anna finds in the morning: something to acknowledge, something for her team, a question, news."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@demo.example")}
    anna, cleo, boss = (people[name] for name in ("anna", "cleo", "boss"))
    mine, hers = (list(Customer.objects.filter(responsible=user, access="module")[:4]) for user in (anna, cleo))
    if not (mine and hers):
        return
    soon = today + timedelta(days=1)
    services.add(
        by=boss, kind=Kind.NOTE, customer=mine[0], is_important=True, asked=[anna.pk, cleo.pk, people["ben"].pk],
        text="**Neue Preise ab 1. Januar** sind vereinbart. Bitte bis dahin keine alten Sätze mehr zusagen.",
    )  # fmt: skip
    offer = services.add(
        by=boss, kind=Kind.TODO, customer=mine[-1], title="Angebot für die Inventur schreiben", assignee=anna,
        due_on=soon, priority=Priority.HIGH, text="Zwölf Kräfte für zwei Tage.",
        checklist=["Zeiten mit dem Kunden abstimmen", "Kräfte anfragen", "Angebot schreiben"],
    )  # fmt: skip
    services.comment(entry=offer, by=cleo, text=f"@{anna.name} drei Leute aus meinem Team hätten Zeit.")
    services.add(
        by=cleo, kind=Kind.TODO, customer=hers[0], team=Team.objects.get(group__name="Nord"), due_on=soon,
        title="Ersatz für die Frühschicht finden", text="Krankmeldung von heute, die Schicht beginnt um 6 Uhr.",
    )  # fmt: skip
    services.add(
        by=anna, kind=Kind.TODO, customer=mine[0], title="Stundenzettel anfordern", assignee=anna, due_on=soon,
        repeats=Repeats.MONTHLY,
    )  # fmt: skip
    news.follow(customer=hers[0], by=anna)
    news.hear("responsible", of=[one.pk for one in mine[:2]], by=boss, values={"new": anna.name})
    news.hear("status", of=[hers[0].pk], by=cleo, values={"new": hers[0].status})
