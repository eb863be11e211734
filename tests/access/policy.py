"""Who may call which URL: the expected answers, written down apart from the decorators.

`POLICY` says what each URL needs; a URL that stands nowhere here fails the matrix.  `MAY` says who may do that by
their roles, `HOLDS` who may do it in a restricted file, where the role allows everything and the grant decides.
"""

from collections.abc import Collection, Mapping

_EDITOR = {
    *("use", "read customers", "edit customers", "share customers"),
    *("read contacts", "edit contacts", "read todos", "edit todos"),
    *("read documents", "edit documents"),
}
# What the people of the cast may do.  dora has no role, emil is deactivated.
MAY = {
    "anna": _EDITOR,
    "ben": {"use", "read customers", "read contacts", "read todos", "read documents"},
    "cleo": _EDITOR,
    "paula": _EDITOR,
    "lena": {
        "use",
        *("read customers", "edit customers", "share customers", "delete customers"),
        *("read contacts", "edit contacts", "delete contacts"),
        *("read todos", "edit todos"),
        *("read documents", "edit documents", "delete documents"),
    },
    "dora": {"use"},
    "emil": set[str](),
    "boss": {
        "use",
        *("read customers", "edit customers", "share customers", "delete customers"),
        *("read contacts", "edit contacts", "delete contacts"),
        *("read todos", "edit todos"),
        *("read documents", "edit documents", "delete documents"),
        "administer",
    },
}

# In a restricted file: whoever does not even read it is told the same as if it did not exist.
# Notes change nothing in the file: whoever sees it writes them.
READS = {"read customers", "read contacts", "read todos", "edit todos", "read documents"}
EDITS = READS | {
    *("edit customers", "delete customers", "edit contacts", "delete contacts"),
    *("edit documents", "delete documents"),
}
HOLDS: dict[str, set[str]] = {
    "sees": READS,
    "edits": EDITS,
    "bills": EDITS,
    "shares": EDITS | {"share customers"},
    "boss": EDITS | {"share customers"},
    "nobody": set(),  # no grant at all
    "elsewhere": set(),  # the team has grants, in another file
    "gone": set(),  # holds everything, and is deactivated
}


def answer(need: str, held: Collection[str]) -> str:
    """What somebody who holds this gets to hear who asks for a record with an address that needs that."""
    module = need.rpartition(" ")[2]
    if f"read {module}" not in held:
        return "missing"
    return "done" if need in held else "refused"


def edge(need: str, held: Mapping[str, Collection[str]], turn: int) -> list[str]:
    """Who is asked in every run: whoever may and has least, whoever may not and has most (with and without the right
    to read), and of all the others one in turn, so that over some addresses everybody is."""
    module = need.rpartition(" ")[2]
    may = [who for who in held if need in held[who]]
    refused = [who for who in held if who not in may and f"read {module}" in held[who]]
    rest = [who for who in held if who not in (*may, *refused)]
    nearest = [max(some, key=lambda who: len(held[who])) for some in (refused, rest) if some]
    nearest.append(min(may, key=lambda who: (len(held[who]), who == "boss")))
    others = [who for who in held if who not in nearest]
    return [*nearest, others[turn % len(others)]]


POLICY: dict[str, list[str]] = {
    "use": [
        "todos:start",
        "todos:search",
        "todos:arrange",
        "accounts:profile",
        "accounts:remove_photo",
        "accounts:theme",
        "accounts:language",
        "accounts:substitutes",
        "accounts:end_substitute",
        "accounts:restore_substitute",
        "accounts:photo",
        "accounts:sign_out_device",
        "accounts:first_steps",
        "accounts:leave_view",
        "accounts:help",
        "accounts:help_page",
        "accounts:pick_colleague",
        "accounts:pick_person_or_team",
        # a saved view answers 404 to whom it is not shared with (tests/lists/test_saved_views.py)
        "lists:views",
        "lists:restore",
        "lists:edit",
        "lists:save",
        "lists:pin",
        "lists:move",
        "lists:delete",
        # answers 404 to whose address it is not (tests/todos/test_feeds.py)
        "todos:revoke_feed",
    ],
    "read customers": [
        "customers:list",
        "customers:chips",
        "customers:filters",
        "customers:export_csv",
        "customers:export_xlsx",
        "customers:columns",
        "customers:save_view",
        "customers:menu",
        "customers:pin",
        "customers:pick_customer",
        "customers:mine",
        "customers:at_hand",
        "customers:recent",
        "customers:file",
        "customers:master_data",
        "customers:people",
        "customers:history",
        "customers:latest",
        "customers:printed",
        "customers:vcards",
    ],
    "edit customers": [
        "customers:new",
        "customers:likely",
        "customers:likely_people",
        "customers:status",
        "customers:undo_status",
        "customers:edit",
        "customers:edit_field",
        "customers:add_person",
        "customers:restore_person",
        "customers:assign_person",
        "customers:edit_person",
        "customers:make_main",
        "customers:end_person",
        "customers:reopen_person",
        "customers:remove_person",
        "customers:bulk",
        "customers:bulk_run",
        "customers:bulk_undo",
        "customers:bulk_resume",
        "customers:import",
        "customers:import_run",
        "customers:import_columns",
        "customers:import_csv",
        "customers:import_start",
        "customers:import_resume",
        "customers:import_undo",
        "customers:import_questions",
        "customers:import_discard",
    ],
    "share customers": [
        "customers:opened",
        "customers:sharing",
        "customers:sharing_effect",
        "customers:restrict",
        "customers:unrestrict",
        "customers:withdraw",
        "customers:undo_sharing",
    ],
    "delete customers": ["customers:delete", "customers:hand_over"],
    "read contacts": [
        "contacts:list",
        "contacts:chips",
        "contacts:filters",
        "contacts:export_csv",
        "contacts:export_xlsx",
        "contacts:columns",
        "contacts:save_view",
        "contacts:menu",
        "contacts:pin",
        "contacts:duplicate_people",
        "contacts:duplicate_organisations",
        "contacts:contact",
        "contacts:printed",
        "contacts:vcard",
        "contacts:vcards",
        "contacts:code",
        "contacts:photo",
        "customers:of_contact",
    ],
    "edit contacts": [
        "contacts:import",
        "contacts:import_run",
        "contacts:import_columns",
        "contacts:import_questions",
        "contacts:import_csv",
        "contacts:import_start",
        "contacts:import_resume",
        "contacts:import_undo",
        "contacts:import_discard",
        "contacts:new_person",
        "contacts:new_organisation",
        "contacts:bulk",
        "contacts:bulk_run",
        "contacts:bulk_undo",
        "contacts:bulk_resume",
        "contacts:edit",
        "contacts:edit_field",
        "contacts:change_photo",
        "contacts:remove_photo",
        "contacts:add_person",
        "contacts:assign",
        "contacts:restore_place",
        "contacts:place",
        "contacts:remove_place",
    ],
    "read todos": [
        "todos:panel_today",
        "todos:panel_waiting",
        "todos:panel_coming",
        "todos:panel_news",
        "todos:notices",
        "todos:remind_me",
        "todos:notice",
        "todos:seen",
        "todos:live",
        "todos:mail_choices",
        "todos:mine",
        "todos:calendar",
        "todos:feeds",
        "todos:entry",
        "todos:stream",
        "todos:of_contact",
        "todos:acknowledge",
        "todos:photo",
        "todos:follow",
    ],
    "edit todos": [
        "todos:call",
        "todos:new",
        "todos:understood",
        "todos:add",
        "todos:edit",
        "todos:status",
        "todos:take",
        "todos:tick",
        "todos:comment",
        "todos:remind",
        "todos:delete",
        "todos:restore",
    ],
    "read documents": [
        "documents:list",
        "documents:chips",
        "documents:filters",
        "documents:export_csv",
        "documents:export_xlsx",
        "documents:zip",
        "documents:columns",
        "documents:save_view",
        "documents:menu",
        "documents:pin",
        "documents:of_customer",
        "documents:chips_of_customer",
        "documents:filters_of_customer",
        "documents:document",
        "documents:download",
        "documents:download_version",
        "documents:picture",
        "documents:thumbnail",
        "documents:deadlines",
        "documents:panel_deadlines",
    ],
    "edit documents": [
        "documents:bulk",
        "documents:bulk_run",
        "documents:bulk_undo",
        "documents:bulk_resume",
        "documents:new",
        "documents:start",
        "documents:start_version",
        "documents:upload",
        "documents:finish",
        "documents:edit",
        "documents:renew",
        "documents:give_notice",
        "documents:undo",
        "documents:move",
        "documents:keep",
        "documents:make_current",
        "documents:cancel",
        "documents:send_version",
        "documents:send_again",
        "documents:share_version",
        "documents:revoke_link",
    ],
    "delete documents": [
        "documents:hold",
        "documents:trash",
        "documents:in_trash",
        "documents:restore",
    ],
    "administer": [
        "explaining:index",
        "explaining:person",
        "explaining:file",
        "accounts:view_as",
    ],
    "delete contacts": ["contacts:delete", "contacts:restore"],
}

# Pages of the sign-in: for everybody, or for whoever is signed in about themselves.
PUBLIC = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "healthz",
    "favicon",
    # whoever knows the secret address (tests/documents/test_share_links.py)
    "documents:shared",
    "documents:shared_download",
    "todos:feed",  # whoever knows the secret address (tests/todos/test_feeds.py)
]
OWN_ACCOUNT = [
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "usersessions_list",
]
