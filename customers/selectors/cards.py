"""The cards of a file: the customer, then who works there."""

from datetime import date

from accounts.models import User
from contacts.models import Contact
from contacts.selectors.cards import Work, cards_of
from contacts.vcards import Card
from customers.models import Customer
from customers.selectors.file import assignments


def customer_cards(user: User, customer: Customer, *, today: date) -> list[Card]:
    """Of the people those whom the reader may see and who have not left."""
    places = [place for place in assignments(user, customer) if not place.valid_until or place.valid_until >= today]
    work = {place.person_id: Work(customer.contact.name, place.position) for place in places}
    own, people = Contact.objects.filter(pk=customer.pk), Contact.objects.filter(pk__in=work)
    return [*cards_of(own, {}), *cards_of(people, work)]
