"""Many customers at once: each action, its sentence before, what it refuses, and its undo."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import Substitution, User
from contacts.services import change_contact
from customers import history, sharing
from customers.models import Access, Customer, Status, UserGrant
from customers.openings import out_of_step
from customers.services import change_customer, change_status
from lists.bulk import services
from lists.models import BulkRun
from tests.cast import firm
from tests.lists.bulk import outcomes, picked, sentence, started, undone, worked_off

BLOCK = {"status": "blocked", "blocked_reason": "zahlt nicht"}
LEAD = {"status": "lead", "blocked_reason": ""}
FORBIDDEN = "Das dürfen Sie hier nicht ändern."
GONE = "Nicht mehr da, oder nicht für Sie."
SINCE = "Wurde seitdem geändert."


@pytest.fixture
def three(anna: User) -> list[Customer]:
    return [firm(f"{name} KG", by=anna, number=f"2000{n}") for n, name in enumerate(["Alt", "Bau", "Cura"])]


@pytest.fixture
def shown(anna: User, cleo: User) -> Customer:
    """Restricted; anna may see it, not change it."""
    customer = firm("Siegel AG", by=cleo, responsible=cleo, access=Access.RESTRICTED)
    sharing.share(customers=[customer.pk], to=anna, level=FileLevel.SEE, by=cleo)
    return customer


def stored(customers: list[Customer], *fields: str) -> list[tuple[Any, ...]]:
    return list(Customer.objects.filter(pk__in=[one.pk for one in customers]).order_by("pk").values_list(*fields))


def test_the_status_of_many_is_changed_and_taken_back(three: list[Customer], anna: User) -> None:
    change_status(customer=three[2], status=Status.BLOCKED, reason="älter", by=anna)
    before = stored(three, "status", "blocked_reason")
    assert sentence("status", picked(three), anna) == "Betrifft 3 Kunden, 1 davon gesperrt."
    run = started("status", BLOCK, picked(three), anna)
    assert (run.state, run.counts["changed"]) == ("done", 3)
    assert stored(three, "status", "blocked_reason") == [("blocked", "zahlt nicht")] * 3
    run = undone(run, anna)
    assert (run.state, run.counts["back"], run.counts["stays"]) == ("undone", 3, 0)
    assert stored(three, "status", "blocked_reason") == before


def test_what_one_may_not_change_stays_and_is_named(three: list[Customer], shown: Customer, anna: User) -> None:
    everything = picked([*three, shown])
    assert sentence("status", everything, anna) == "Betrifft 4 Kunden, 1 dürfen Sie nicht ändern."
    run = started("status", BLOCK, everything, anna)
    assert outcomes(run)[shown.pk] == ("refused", FORBIDDEN)
    assert run.counts["changed"] == 3
    assert stored([shown], "status") == [("active",)]


def test_files_that_one_may_not_see_are_as_good_as_missing(three: list[Customer], hidden: Customer, anna: User) -> None:
    foreign = f"{picked([*three, hidden])}&selected=99999999&selected=x&selected=-3&selected={'9' * 30}"
    assert sentence("status", foreign, anna) == "Betrifft 3 Kunden."
    run = started("status", BLOCK, foreign, anna)
    assert set(outcomes(run)) == {one.pk for one in three}
    with pytest.raises(services.NothingSelected):
        started("status", BLOCK, picked([hidden]), anna)
    assert stored([hidden], "status") == [("active",)]


def test_all_means_what_the_state_of_the_list_shows_to_the_person(
    three: list[Customer], hidden: Customer, anna: User, cleo: User
) -> None:
    change_status(customer=three[1], status=Status.ARCHIVED, by=anna)
    assert sentence("status", "all=1", anna) == "Betrifft 2 Kunden."
    assert sentence("status", "all=1", cleo) == "Betrifft 3 Kunden."
    assert sentence("status", "all=1&q=cura", anna) == "Betrifft 1 Kunde."
    assert sentence("status", "all=1&q=bau&status=archived", anna) == "Betrifft 1 Kunde."
    run = started("status", LEAD, "all=1&q=hamburg", anna)
    assert set(outcomes(run)) == {three[0].pk, three[2].pk}


def test_the_rights_of_the_moment_count_not_those_of_the_start(
    three: list[Customer], anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 0)
    run = started("status", BLOCK, picked(three), anna)
    assert run.state == "gathering"
    anna.groups.clear()
    run = worked_off(run)
    # without a role one does not even see the list any more
    assert (run.state, run.total) == ("done", 0)
    assert stored(three, "status") == [("active",)] * 3


def test_what_was_closed_between_start_and_turn_is_refused(
    three: list[Customer], anna: User, cleo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 0)
    run = started("status", BLOCK, picked(three), anna)
    from lists.bulk import working

    working.step(run)  # which ones are meant is settled now
    change_customer(customer=three[0], responsible=cleo, by=cleo)
    sharing.restrict(customer=three[0], by=cleo)
    run = worked_off(run)
    assert outcomes(run)[three[0].pk] == ("refused", GONE)
    assert run.counts["changed"] == 2


def test_the_one_who_is_responsible_changes_and_comes_back(three: list[Customer], anna: User, cleo: User) -> None:
    change_customer(customer=three[0], responsible=anna, by=anna)
    run = started("responsible", {"responsible": cleo.pk}, picked(three), anna)
    assert stored(three, "responsible") == [(cleo.pk,)] * 3
    undone(run, anna)
    assert stored(three, "responsible") == [(anna.pk,), (None,), (None,)]


def test_a_restricted_file_that_nobody_could_share_any_more_is_refused_alone(three: list[Customer], anna: User) -> None:
    lonely = firm("Einsam AG", by=anna, responsible=anna, access=Access.RESTRICTED)
    run = started("responsible", {"responsible": None}, picked([*three, lonely]), anna)
    outcome, reason = outcomes(run)[lonely.pk]
    assert outcome == "refused"
    assert reason.startswith("Jemand muss die Akte freigeben können")
    assert [outcomes(run)[one.pk][0] for one in three] == ["unchanged"] * 3
    assert stored([lonely], "responsible") == [(anna.pk,)]


def test_a_restricted_file_is_handed_over_by_whoever_may_share_it(
    three: list[Customer], shown: Customer, anna: User, cleo: User
) -> None:
    """Else whoever may edit it would make it their own."""
    sharing.share(customers=[shown.pk], to=anna, level=FileLevel.BILL, by=cleo)
    run = started("responsible", {"responsible": anna.pk}, picked([*three, shown]), anna)
    assert outcomes(run)[shown.pk] == ("refused", FORBIDDEN)
    assert stored([*three, shown], "responsible") == [(anna.pk,)] * 3 + [(cleo.pk,)]


def test_tags_are_added_and_removed_and_both_undone(three: list[Customer], anna: User) -> None:
    from accounts.actions import Action
    from contacts.bulk import Words, tag_actions  # the form makes the values

    change_contact(contact=three[0].contact, tags=["Messe", "VIP"], by=anna)
    add, remove = tag_actions(Action.EDIT_CUSTOMER)
    form = Words(anna, {"tags": "messe, neu"})
    assert form.is_valid()
    run = started("tag", add.values(form), picked(three), anna)
    assert tags(three) == [{"Messe", "VIP", "neu"}, {"Messe", "neu"}, {"Messe", "neu"}]
    taken = started("untag", remove.values(form), picked(three[:2]), anna)
    assert tags(three) == [{"VIP"}, set(), {"Messe", "neu"}]
    # the first run finds two of three touched since
    first = undone(run, anna)
    assert {outcomes(first)[one.pk] for one in three[:2]} == {("stays", SINCE)}
    assert tags(three) == [{"VIP"}, set(), set()]
    undone(taken, anna)
    assert tags(three) == [{"Messe", "VIP", "neu"}, {"Messe", "neu"}, set()]


def tags(customers: list[Customer]) -> list[set[str]]:
    return [set(one.contact.tags.values_list("name", flat=True)) for one in customers]


def test_access_of_many_is_restricted_and_opened_again(three: list[Customer], anna: User, cleo: User) -> None:
    change_customer(customer=three[0], responsible=cleo, by=anna)
    sharing.share(customers=[three[0].pk], to=anna, level=FileLevel.SHARE, by=cleo)
    run = started("access", {"access": "restricted"}, picked(three), anna)
    assert stored(three, "access") == [("restricted",)] * 3
    assert UserGrant.objects.filter(user=anna, level=FileLevel.SHARE).count() == 3
    assert not out_of_step()
    undone(run, anna)
    assert stored(three, "access") == [("module",)] * 3
    assert list(UserGrant.objects.filter(user=anna).values_list("content_object", flat=True)) == [three[0].pk]
    assert not out_of_step()


def test_sharing_needs_the_right_to_share_each_file(three: list[Customer], shown: Customer, anna: User) -> None:
    ben = User.objects.create_user("ben2@acme.example", name="Ben")
    sharing.share(customers=[three[0].pk], to=ben, level=FileLevel.EDIT, by=anna)
    values = {"principal": ben.pk, "level": int(FileLevel.SEE), "until": "2099-12-31"}
    run = started("share", values, picked([*three, shown]), anna)
    assert outcomes(run)[shown.pk] == ("refused", FORBIDDEN)
    assert run.counts["changed"] == 3
    assert not UserGrant.objects.filter(user=ben, content_object=shown).exists()
    undone(run, anna)
    assert list(UserGrant.objects.filter(user=ben).values_list("content_object", "level", "until")) == [
        (three[0].pk, FileLevel.EDIT, None)
    ]


def test_undo_leaves_what_somebody_touched_since(three: list[Customer], anna: User, cleo: User) -> None:
    run = started("status", BLOCK, picked(three), anna)
    change_status(customer=three[1], status=Status.INACTIVE, by=cleo)
    three[2].delete()
    run = undone(run, anna)
    assert (run.counts["back"], run.counts["stays"]) == (1, 2)
    assert outcomes(run)[three[1].pk] == ("stays", SINCE)
    assert stored(three, "status") == [("active",), ("inactive",)]


def test_everybody_undoes_their_own(three: list[Customer], anna: User, cleo: User, boss: User) -> None:
    run = started("status", BLOCK, picked(three), anna)
    for other in (cleo, boss):
        with pytest.raises(services.NotNow):
            services.undo(run=run, by=other)
    undone(run, anna)
    with pytest.raises(services.NotNow):
        services.undo(run=run, by=anna)


def test_undo_asks_the_gate_again(three: list[Customer], anna: User, cleo: User) -> None:
    run = started("status", BLOCK, picked(three), anna)
    change_customer(customer=three[0], responsible=cleo, by=cleo)
    sharing.restrict(customer=three[0], by=cleo)
    run = undone(run, anna)
    assert outcomes(run)[three[0].pk] == ("stays", GONE)
    assert stored(three[:1], "status") == [("blocked",)]


def test_history_says_in_one_entry_that_it_was_a_bulk_change(
    committed_db: str, three: list[Customer], anna: User
) -> None:
    run = started("status", BLOCK, picked(three), anna)
    undone(run, anna)
    back, there = history.history(anna, three[0]).entries[:2]
    assert (there.who, there.through, len(there.lines)) == ("Anna", "Massenänderung", 2)
    assert back.through == "Rücknahme einer Massenänderung"


def test_history_says_for_whom_one_stood_in(committed_db: str, three: list[Customer], anna: User, cleo: User) -> None:
    secret = firm("Urlaub AG", by=cleo, responsible=cleo, access=Access.RESTRICTED)
    today = timezone.localdate()
    Substitution.objects.create(absent=cleo, substitute=anna, first_day=today, last_day=today + timedelta(days=3))
    anna = User.objects.with_rights().get(pk=anna.pk)
    run = started("status", BLOCK, picked([*three, secret]), anna)
    assert run.counts["changed"] == 4
    who = [history.history(anna, one).entries[0].who for one in (three[0], secret)]
    assert who == ["Anna", "Anna in Vertretung für Cleo"]


def test_others_than_those_that_were_named_are_not_changed(three: list[Customer], anna: User) -> None:
    from lists.bulk.actions import bulk_list
    from tests.lists.bulk import selection

    worked = bulk_list("customers")
    action = worked.action("status")
    assert action
    with pytest.raises(services.SelectionChanged):
        services.start(
            worked=worked, action=action, selection=selection("all=1", anna), values=BLOCK, by=anna, expected=2
        )
    assert not BulkRun.objects.exists()
