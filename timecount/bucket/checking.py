from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import cast

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from timecount.bucket.abilities import ABILITIES
from timecount.bucket.needs import FIRST, NEEDS
from timecount.bucket.strangers import CLOSED, SAID
from timecount.bucket.trial import Check, Missing, Public, Trial
from timecount.storage import Storage


class Verdict(Enum):
    GOOD = "✓"
    MISSING = "✗"  # Timecount needs it
    PUBLIC = "‼"
    INFO = "–"


@dataclass(frozen=True)
class Finding:
    name: str
    verdict: Verdict
    text: str = ""

    @property
    def line(self) -> str:
        return f"{self.verdict.value} {self.name}" + (f": {self.text}" if self.text else "")

    @property
    def is_serious(self) -> bool:
        return self.verdict in {Verdict.MISSING, Verdict.PUBLIC}


def findings() -> Iterator[Finding]:
    """One after the other, as they are found; without a bucket only that."""
    storage = cast("Storage", default_storage)
    trial = Trial(storage.bucket_name, storage.connection.meta.client)
    try:
        for name, check in {**NEEDS, **CLOSED}.items():
            yield (finding := _finding(str(name), check, trial, otherwise=Verdict.MISSING))
            if check in FIRST and finding.is_serious:
                return
        for name, check in {**SAID, **ABILITIES}.items():
            yield _finding(str(name), check, trial, otherwise=Verdict.INFO)
    finally:
        for key in trial.keys:
            _take_away(trial, key)


def _finding(name: str, check: Check, trial: Trial, *, otherwise: Verdict) -> Finding:
    try:
        said = check(trial) or ""
    except Public as public:
        return Finding(name, Verdict.PUBLIC, f"{_('the bucket is public')}: {public}")
    except Missing as missing:
        return Finding(name, Verdict.MISSING, str(missing))
    except ClientError as error:
        return Finding(name, otherwise, _spoken(str(error.response["Error"].get("Code", ""))))
    except (BotoCoreError, OSError) as error:
        return Finding(name, otherwise, str(error))
    return Finding(name, Verdict.INFO if otherwise is Verdict.INFO else Verdict.GOOD, said)


def _take_away(trial: Trial, key: str) -> None:
    """With every version of it, where the bucket keeps versions."""
    trial.ask("delete_object", Key=key)
    try:
        found = trial.ask("list_object_versions", Prefix=key)
    except ClientError:
        return
    for each in [*found.get("Versions", ()), *found.get("DeleteMarkers", ())]:
        trial.ask("delete_object", Key=each["Key"], VersionId=each["VersionId"])


def _spoken(code: str) -> str:
    """What S3 answers where something was never set, or is not for us to know."""
    if code.startswith("NoSuchBucketPolicy") or code.endswith("NotFoundError"):
        return _("none")
    return {"AccessDenied": _("may not be read"), "NotImplemented": _("unknown here")}.get(code, code)
