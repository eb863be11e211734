"""What is good to know; Timecount works without."""

from http import HTTPStatus
from typing import Any

from botocore.exceptions import ClientError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timecount.bucket.trial import Check, Trial


def _refuses_to_overwrite(trial: Trial) -> str:
    try:
        trial.put(IfNoneMatch="*")
    except ClientError as error:
        return (
            _("yes") if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.PRECONDITION_FAILED else ""
        )
    return _("no; Timecount never uses a key twice")


def _notices_wrong_bytes(trial: Trial) -> str:
    try:
        trial.put(key=f"{trial.key}-sum", ChecksumSHA256="A" * 43 + "=")
    except ClientError:
        return _("yes")
    return _("no; Timecount reads every upload again")


def _versions(trial: Trial) -> str:
    return _("switched on") if trial.ask("get_bucket_versioning").get("Status") == "Enabled" else _("switched off")


def _locks(trial: Trial) -> str:
    found = trial.ask("get_object_lock_configuration").get("ObjectLockConfiguration", {})
    return _("switched on") if found.get("ObjectLockEnabled") == "Enabled" else _("switched off")


def _encrypts(trial: Trial) -> str:
    rules = trial.ask("get_bucket_encryption")["ServerSideEncryptionConfiguration"]["Rules"]
    return ", ".join(each["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] for each in rules)


ABILITIES: dict[Any, Check] = {
    gettext_lazy("refuses to overwrite"): _refuses_to_overwrite,
    gettext_lazy("notices wrong bytes"): _notices_wrong_bytes,
    gettext_lazy("versioning"): _versions,
    gettext_lazy("object lock"): _locks,
    gettext_lazy("encryption"): _encrypts,
}
