"""Who may open a file.  Administrators see the number and the name of every file, for they administer its access;
what else is in it stays in the application, behind the gate."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.actions import Action, FileLevel
from accounts.administration import Page, RefusableForm, Section, administrator, show_history
from accounts.autocomplete import person
from customers import sharing
from customers.admin.fields import FILES, ResponsibleFilter, file_label
from customers.admin.granting import GrantForm, TeamGrants, UserGrants
from customers.models import Access, Customer, TeamGrant, UserGrant
from customers.services import change_customer
from lists.words import words_of
from timecount.errors import Refused
from timecount.jinja import number

# More files than this are granted to a team, or to roles, in steps.
AT_ONCE = 20_000


class AccessForm(RefusableForm):
    responsible = person(
        Customer._meta.get_field("responsible"),
        label=_("Responsible"),
        required=False,
        help_text=_("Always sees the file and may share it."),
    )

    class Meta:
        model = Customer
        fields = ("access", "responsible")
        help_texts = {  # noqa: RUF012 -- Django's own form
            "access": _("Grants count while only named people may open the file.")
        }


@admin.register(Customer)
class CustomerPage(Page):
    section = Section.ACCESS
    place = 45
    heading = _("Access to customer files")
    form = AccessForm
    fields = ("number", "named", "access", "responsible")
    readonly_fields = ("number", "named")
    list_display = ("number", "named", "seen_by", "responsible")
    list_select_related = ("contact", "responsible")
    list_filter = (ResponsibleFilter, "access")
    search_fields = ("number",)
    search_help_text = _("part of the number or the name")
    ordering = ("number",)
    sortable_by = ("number",)
    actions = ("grant",)
    inlines = (UserGrants, TeamGrants)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return FILES.all()

    def option_label(self, customer: Customer) -> str:
        return file_label(customer)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By number and name alone: what else is in a file must not be found out here.

        `search` holds both and much more; it is only asked because its index finds the few that are looked at.
        """
        for word in words_of(search_term):
            shown = Q(sort_key__contains=word) | Q(number__icontains=word)
            queryset = queryset.filter(shown, search__contains=word)
        return queryset, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        return False

    @admin.display(description=_("name"))
    def named(self, customer: Customer) -> str:
        return str(customer.contact.name)

    @admin.display(description=_("access"))
    def seen_by(self, customer: Customer) -> str:
        """In a word or two: the whole sentence would make every row four lines high."""
        return str(_("named people") if customer.access == Access.RESTRICTED else _("everybody"))

    def get_fields(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        opened = obj and may(request.user, Action.VIEW_CUSTOMER, obj)
        return (*self.fields, "explained", *(["in_application"] if opened else []))

    def get_readonly_fields(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        return (*self.readonly_fields, "explained", "in_application")

    @admin.display(description=_("customer file"))
    def in_application(self, customer: Customer) -> str:
        url = reverse("customers:file", args=[customer.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open the customer file"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {"title": gettext("Access to the customer file"), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    @admin.display(description=_("explanation"))
    def explained(self, customer: Customer) -> str:
        url = reverse("explaining:file", args=[customer.pk])
        return format_html('<a href="{}">{}</a>', url, _("Who sees this file, and why?"))

    # --- saving -------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Customer, form: Any, change: bool) -> None:  # noqa: FBT001
        """`save_related` does it, in the order in which somebody always may share the file."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        by, customer = administrator(request), form.instance
        for formset in formsets:
            formset.save(commit=False)
        lines = [line for formset in formsets for line in formset.forms if _to_save(line, formset)]
        keeping = [line for line in lines if _keeps(line)]
        self._share(customer, keeping, by)
        if "responsible" in form.changed_data:
            change_customer(customer=customer, responsible=form.cleaned_data["responsible"], by=by)
        if "access" in form.changed_data:
            restricted = form.cleaned_data["access"] == Access.RESTRICTED
            (sharing.restrict if restricted else sharing.unrestrict)(customer=customer, by=by)
        self._share(customer, [line for line in lines if line not in keeping], by)
        sharing.withdraw(grants=[grant for formset in formsets for grant in formset.deleted_objects], by=by)

    @staticmethod
    def _share(customer: Customer, lines: list[Any], by: Any) -> None:
        for line in lines:
            level, until = FileLevel(line.cleaned_data["level"]), line.cleaned_data["until"]
            sharing.share(customers=[customer.pk], to=line.to, level=level, until=until, by=by)

    # --- many at once -------------------------------------------------------------------------

    @admin.action(description=_("Grant to a person or a team …"))
    def grant(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        keys = list(queryset.order_by().values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(keys) > AT_ONCE:
            text = gettext("At most %(most)s files at once: narrow the list by a filter first.")
            messages.error(request, text % {"most": number(AT_ONCE)})
            return None
        form = GrantForm(request.POST if "apply" in request.POST else None)
        if form.is_valid() and granted(request, form, keys):
            return None
        return self.shown(
            request,
            gettext("Grant"),
            form,
            lead=_what_is_granted(keys),
            hidden=selection(request, "grant"),
            submit=gettext("Grant"),
            back=request.get_full_path(),
        )


def _to_save(line: Any, formset: Any) -> bool:
    return line.has_changed() and bool(line.cleaned_data) and not formset._should_delete_form(line)  # noqa: SLF001 -- what the admin asks itself


def _keeps(line: Any) -> bool:
    return line.cleaned_data["level"] == FileLevel.SHARE and not line.cleaned_data["until"]


def selection(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    """What the page sends along, so that the same rows are meant."""
    rows = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
    across = request.POST.get("select_across", "0")
    chosen = [(helpers.ACTION_CHECKBOX_NAME, row) for row in rows]
    return [("action", action), ("select_across", across), ("apply", "1"), *chosen]


def _what_is_granted(keys: list[int]) -> list[str]:
    count = len(keys)
    sentences = [ngettext("This is about %(n)s file.", "This is about %(n)s files.", count) % {"n": number(count)}]
    if everybody := Customer.objects.filter(pk__in=keys, access=Access.MODULE).count():
        text = ngettext(
            "%(n)s of them is open to everybody with the module: there the grant counts once it is restricted.",
            "%(n)s of them are open to everybody with the module: there the grant counts once they are restricted.",
            everybody,
        )
        sentences.append(text % {"n": number(everybody)})
    return sentences


def granted(request: HttpRequest, form: GrantForm, keys: list[int]) -> bool:
    chosen = form.cleaned_data
    try:
        count = sharing.share(
            customers=keys, to=form.to, level=chosen["level"], until=chosen["until"], by=administrator(request)
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    text = ngettext("%(n)s file granted to %(to)s.", "%(n)s files granted to %(to)s.", count)
    messages.success(request, text % {"n": number(count), "to": form.to})
    return True


for model in (Customer, UserGrant, TeamGrant):
    show_history(model)
