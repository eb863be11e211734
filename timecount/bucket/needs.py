"""What Timecount cannot do without."""

from typing import Any

from botocore.exceptions import ClientError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timecount.bucket.trial import DATA, Check, Missing, Trial

PART = 5 * 1024 * 1024  # the smallest that S3 takes, except for the last


def _exists(trial: Trial) -> str:
    trial.ask("head_bucket")
    return trial.name


def _stores(trial: Trial) -> None:
    trial.put(ContentType="application/pdf", Metadata={"check": "1"})
    if (found := trial.ask("get_object", Key=trial.key)["Body"].read()) != DATA:
        raise Missing(_("other bytes came back (%(n)s)") % {"n": len(found)})


def _tells(trial: Trial) -> None:
    head = trial.ask("head_object", Key=trial.key)
    found = (head["ContentLength"], head.get("ContentType"), head.get("Metadata"))
    if found != (len(DATA), "application/pdf", {"check": "1"}):
        raise Missing(str(found))


def _ranges(trial: Trial) -> None:
    if (found := trial.ask("get_object", Key=trial.key, Range="bytes=10-14")["Body"].read()) != DATA[10:15]:
        raise Missing(_("other bytes came back (%(n)s)") % {"n": len(found)})


def _lists(trial: Trial) -> None:
    if [each["Key"] for each in trial.ask("list_objects_v2", Prefix=trial.key).get("Contents", ())] != [trial.key]:
        raise Missing(_("an object just stored is not in the list"))


def _in_parts(trial: Trial) -> None:
    key = f"{trial.key}-parts"
    upload = trial.ask("create_multipart_upload", Key=key)["UploadId"]
    try:
        pieces = [b"a" * PART, b"end"]
        parts = [
            {
                "PartNumber": n,
                "ETag": trial.ask("upload_part", Key=key, UploadId=upload, PartNumber=n, Body=each)["ETag"],
            }
            for n, each in enumerate(pieces, 1)
        ]
        trial.keys.add(key)
        trial.ask("complete_multipart_upload", Key=key, UploadId=upload, MultipartUpload={"Parts": parts})
    except BaseException:
        trial.ask("abort_multipart_upload", Key=key, UploadId=upload)
        raise
    if (size := trial.ask("head_object", Key=key)["ContentLength"]) != PART + 3:
        raise Missing(_("other bytes came back (%(n)s)") % {"n": size})


def _gives_parts_up(trial: Trial) -> None:
    key = f"{trial.key}-given-up"
    upload = trial.ask("create_multipart_upload", Key=key)["UploadId"]
    trial.ask("abort_multipart_upload", Key=key, UploadId=upload)
    open_ones = trial.ask("list_multipart_uploads", Prefix=key).get("Uploads", ())
    if any(each["UploadId"] == upload for each in open_ones):
        raise Missing(_("an upload that was given up is still there"))


def _deletes(trial: Trial) -> None:
    trial.put(key=f"{trial.key}-deleted")
    trial.ask("delete_object", Key=f"{trial.key}-deleted")
    try:
        trial.ask("head_object", Key=f"{trial.key}-deleted")
    except ClientError:
        return
    raise Missing(_("what was deleted is still there"))


# In this order: later ones look at what the second one stored.
NEEDS: dict[Any, Check] = {
    gettext_lazy("bucket is there"): _exists,
    gettext_lazy("store and read"): _stores,
    gettext_lazy("size, type and notes of an object"): _tells,
    gettext_lazy("read a range"): _ranges,
    gettext_lazy("list the objects"): _lists,
    gettext_lazy("upload in parts"): _in_parts,
    gettext_lazy("give an upload in parts up"): _gives_parts_up,
    gettext_lazy("delete an object"): _deletes,
}
# Without these, nothing else can be asked.
FIRST = {_exists, _stores}
