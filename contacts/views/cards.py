"""Contacts for other programs and telephones: vCards, and a code to be photographed."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import recording
from accounts.access import Request, gate
from accounts.actions import AccessKind, Action
from contacts import vcards
from contacts.models import Contact
from contacts.selectors import cards as selectors
from timecount.addresses import record_key
from timecount.codes import qr_svg
from timecount.downloads import download

MOST_CARDS = 2_000


@require_safe
@gate(Action.VIEW_CONTACT, opens=Contact, records=AccessKind.DOWNLOAD)
def vcard(request: Request, contact: Contact) -> HttpResponse:
    return answer(request, selectors.cards(request.user, [contact.pk]), name=contact.name)


@require_http_methods(["GET", "POST"])
@gate(Action.VIEW_CONTACT)
def selection(request: Request) -> HttpResponse:
    """Those whose ids are given, as far as the person may see them, in one file."""
    typed = (request.POST or request.GET).getlist("id")
    keys = {key for one in typed if (key := record_key(one)) is not None}
    if not keys or len(keys) > MOST_CARDS:
        raise BadRequest(_("Choose between 1 and %(most)d contacts.") % {"most": MOST_CARDS})
    found = selectors.cards(request.user, keys)
    action = Action.VIEW_CONTACT
    recording.record(AccessKind.EXPORT, who=request.user, of=Contact, action=action, hits=len(found), durable=True)
    return answer(request, found, name=_("Contacts"))


@require_safe
@gate(Action.VIEW_CONTACT, opens=Contact, records=AccessKind.DOWNLOAD)
def code(request: Request, contact: Contact) -> HttpResponse:
    """A picture, fetched when somebody wants to see it: what is photographed has left the house."""
    (card,) = selectors.cards(request.user, [contact.pk])
    picture = HttpResponse(qr_svg(vcards.write_small(card)), content_type="image/svg+xml")
    picture.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    picture.headers["Cache-Control"] = "private, no-store"
    return picture


def answer(request: Request, cards: list[vcards.Card], *, name: str) -> HttpResponse:
    """A file of cards, in the version that the address names: by default the latest."""
    asked = request.GET.get("version") == vcards.Version.V3
    version = vcards.Version.V3 if asked else vcards.Version.V4
    return download(vcards.write(cards, version), name=name, ending="vcf", content_type=vcards.CONTENT_TYPE)
