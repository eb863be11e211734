"""Loads customer files with their contacts: by COPY, in one transaction, made by processes beside it."""

import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context

from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from contacts.demo import words
from contacts.models import Address, Assignment, Contact, ContactTag, Email, Phone, Website
from customers import openings
from customers.demo import bulk, events, past
from customers.demo.files import BLOCK, Plan
from customers.demo.rows import COLUMNS, block_text
from customers.demo.staging import Staging
from customers.demo.stories import STORIES
from customers.models import Customer, NumberRange
from customers.searchable import OWNER
from lists.models import Tag
from timecount.errors import Refused

MODELS: list[type[Model]] = [Contact, Address, Phone, Email, Website, ContactTag, Assignment, Customer]
SECONDS_BETWEEN_REPORTS = 5
# Lists answer from their indexes alone only where a vacuum has been; of the others, statistics are enough.
LISTED = ["contacts_contact", "customers_customer", "customers_opening"]
# Blocks made ahead of the database, per process: what bounds the memory.
AHEAD = 4


class NotEmpty(Refused):
    """Loaded rows bring their keys along."""


def is_loaded() -> bool:
    return Contact.objects.exists()


def load(customers: int, seed: int) -> None:
    if is_loaded():
        raise NotEmpty(_("The address book is not empty; the demo loads into an empty one only."))
    started = time.monotonic()
    numbers = NumberRange.objects.get(key="customer")
    plan = Plan(
        customers, seed, timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0), _keepers(),
        numbers.prefix, numbers.width, numbers.next_value, STORIES,
    )  # fmt: skip
    tables = [*COLUMNS, *events.event_tables()]
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic(using=OWNER))
        cursor = stack.enter_context(connections[OWNER].cursor())
        stack.enter_context(bulk.without_triggers(cursor, list(COLUMNS)))
        if customers >= bulk.WORTH_IT:
            stack.enter_context(bulk.without_indexes(cursor, tables))
        _fill(cursor, plan, started)
        _continue_counting(cursor, customers)
        openings.fill(cursor)
        if customers >= bulk.WORTH_IT:
            _say(_("Building indexes"), started)
    past.tell(customers=customers, today=plan.today)
    _tidy(tables)
    _say(_("%(count)s customers loaded") % {"count": customers}, started)


def _say(text: str, started: float) -> None:
    """Not through the log, whose level hides it under `make run`."""
    print(f"  {text}, {time.monotonic() - started:.0f} s", flush=True)


def _keepers() -> tuple[int, ...]:
    """Anna and Cleo first, then their colleagues; not those who only read, do the accounts or run the system."""
    staff = User.objects.filter(is_active=True, is_superuser=False).exclude(email__regex="^(ben|paula)@").order_by("id")
    names = dict(staff.values_list("email", "id"))
    first = [names.pop(email) for email in ("anna@demo.example", "cleo@demo.example") if email in names]
    return (*first, *names.values())


def _fill(cursor: CursorWrapper, plan: Plan, started: float) -> None:
    cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL temp_buffers = '64MB'")
    staging = Staging(cursor, MODELS, COLUMNS)
    reported = started
    for done, texts in enumerate(_texts(plan, _tag_ids()), start=1):
        staging.take(texts)
        staging.pass_on(authors=plan.keepers)
        if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
            reported = time.monotonic()
            _say(_("%(done)s of %(count)s customers") % {"done": done * BLOCK, "count": plan.customers}, started)
    staging.clear_away()


def _tag_ids() -> dict[str, int]:
    names = [*words.TAGS, words.PUBLIC_TAG]
    tags = Tag.objects.using(OWNER)
    tags.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
    return dict(tags.filter(name__in=names).values_list("name", "id"))


def _texts(plan: Plan, tag_ids: dict[str, int]) -> Iterator[dict[str, bytes]]:
    """The blocks in their order; more than a few are made by other processes, a few of them ahead."""
    make = partial(block_text, plan, tag_ids=tag_ids)
    blocks = range(-(-plan.customers // BLOCK))
    if len(blocks) <= AHEAD:
        yield from map(make, blocks)
        return
    workers = os.cpu_count() or 1
    waiting: deque[Future[dict[str, bytes]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for index in blocks:
            waiting.append(pool.submit(make, index))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _continue_counting(cursor: CursorWrapper, customers: int) -> None:
    for statement in connections[OWNER].ops.sequence_reset_sql(no_style(), MODELS):
        cursor.execute(statement)
    numbers = NumberRange.objects.using(OWNER).get(key="customer")
    numbers.next_value += customers
    numbers.save(update_fields=["next_value"])


def _tidy(tables: list[str]) -> None:
    """Without statistics, the first grants and imports would be planned for empty tables."""
    others = [*(table for table in tables if table not in LISTED), "customers_usergrant", "customers_teamgrant"]
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(LISTED)}")
        cursor.execute(f"ANALYZE {', '.join(others)}")
