from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from customers import searchable
from timecount.extensions import registry


class Command(BaseCommand):
    help = "Recomputes the folded columns of contacts and customers where they differ from their sources."

    def handle(self, *args: Any, **options: Any) -> None:
        contacts, customers = searchable.rebuild()
        counts = {"contacts": contacts, "customers": customers}
        self.stdout.write(_("Recomputed: %(contacts)s contacts, %(customers)s customers.") % counts)
        for name, rebuild in registry.searchable.items():
            self.stdout.write(f"{name}: {rebuild()}")
