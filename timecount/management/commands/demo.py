from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from timecount.errors import Refused
from timecount.extensions import ordered, registry


class Command(BaseCommand):
    """Every app fills its own part; what may run twice leaves alone what is there."""

    help = "Fills an empty local database with believable demo data (LOCAL_MODE=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customers", type=int, default=400, help="how many (default: 400)")
        parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same customers (default: 7)")
        parser.add_argument("--missing", action="store_true", help="only what an earlier demo did not have yet")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is data already")

    def handle(self, *args: Any, customers: int, seed: int, if_empty: bool, missing: bool, **options: Any) -> None:
        if not settings.LOCAL_MODE:
            raise CommandError(_("The demo with its well-known passwords exists in local mode only (LOCAL_MODE=1)."))
        parts = ordered(registry.demo_parts)
        if missing:
            parts = [part for part in parts if not part.is_loaded()]
        if if_empty and any(part.is_loaded() for part in parts):
            self.stdout.write(_("There is data already; nothing to do."))
            return
        for part in parts:
            try:
                part.load(customers, seed)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
