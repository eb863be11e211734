"""Turns a block of customer files into text for COPY, one per table."""

from contacts.demo import rows
from contacts.demo.rows import Lines, line
from customers.demo.files import File, Plan, block

COLUMNS = {
    **rows.COLUMNS,
    "customers_customer": (
        "contact_id", "number", "search_name", "status", "blocked_reason", "access", "responsible_id", "industry",
        "customer_since", "parent_id", "language", "vat_id", "tax_number", "iban", "account_holder",
        "buyer_reference", "debtor_account", "invoice_email", "created_at", "updated_at",
    ),
}  # fmt: skip


def block_text(plan: Plan, index: int, tag_ids: dict[str, int]) -> dict[str, bytes]:
    lines: Lines = {table: [] for table in COLUMNS}
    for file in block(plan, index):
        _add_file(lines, file, tag_ids)
    return {table: "".join(entries).encode() for table, entries in lines.items()}


def _add_file(lines: Lines, file: File, tag_ids: dict[str, int]) -> None:
    party = file.party
    for one in (party, *file.people):
        rows.add_party(lines, one, tag_ids=tag_ids)
    for i, work in enumerate(file.work):
        rows.add_work(lines, work, id=party.id * rows.ROWS + i)
    lines["customers_customer"].append(line((
        party.id, file.number, file.search_name, file.status, file.blocked_reason, file.access, file.responsible,
        file.industry, file.customer_since, file.parent, file.language, file.vat_id, file.tax_number, file.iban,
        file.account_holder, file.buyer_reference, file.debtor_account, file.invoice_email, party.created_at,
        party.updated_at,
    )))  # fmt: skip
