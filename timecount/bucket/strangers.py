"""What nobody but Timecount may do: tried without a key, and read where the bucket tells."""

from http import HTTPStatus
from typing import Any, cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
from botocore.exceptions import ClientError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timecount.bucket.trial import DATA, Check, Missing, Public, Trial
from timecount.storage import Storage

EVERYBODY = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")
PATIENCE = 20  # seconds


def _closed_to(request: Request | str) -> None:
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 -- the configured address
            status = answer.status
    except HTTPError as error:
        if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return
        raise Missing(f"HTTP {error.code}") from None
    raise Public(_("without a key, the answer is %(status)s") % {"status": status})


def _reading_is_closed(trial: Trial) -> None:
    _closed_to(trial.address())


def _listing_is_closed(trial: Trial) -> None:
    _closed_to(trial.listing_address())


def _writing_is_closed(trial: Trial) -> None:
    key = f"{trial.key}-strange"
    trial.keys.add(key)
    _closed_to(Request(trial.address(key=key), data=DATA, method="PUT"))  # noqa: S310 -- the configured address


def _a_wrong_key_opens_nothing(trial: Trial) -> None:
    storage = cast("Storage", default_storage)
    stranger = boto3.client(
        "s3",
        endpoint_url=storage.endpoint_url,
        region_name=storage.region_name,
        aws_access_key_id=storage.access_key,
        aws_secret_access_key="guessed",  # noqa: S106
        config=storage.client_config,
    )
    try:
        stranger.get_object(Bucket=trial.name, Key=trial.key)
    except ClientError:
        return
    raise Public(_("a wrong key is accepted"))


def _policy_is_private(trial: Trial) -> str:
    if trial.ask("get_bucket_policy_status")["PolicyStatus"]["IsPublic"]:
        raise Public(_("the policy of the bucket says so"))
    return _("private")


def _rights_are_private(trial: Trial) -> str:
    for grant in trial.ask("get_bucket_acl")["Grants"]:
        if str(grant["Grantee"].get("URI", "")).endswith(EVERYBODY):
            raise Public(f"ACL: {grant['Permission']}")
    return _("private")


CLOSED: dict[Any, Check] = {
    gettext_lazy("closed to strangers: read"): _reading_is_closed,
    gettext_lazy("closed to strangers: list"): _listing_is_closed,
    gettext_lazy("closed to strangers: write"): _writing_is_closed,
    gettext_lazy("closed to wrong keys"): _a_wrong_key_opens_nothing,
}
# What a provider may not tell us.
SAID: dict[Any, Check] = {
    gettext_lazy("policy"): _policy_is_private,
    gettext_lazy("access list"): _rights_are_private,
}
