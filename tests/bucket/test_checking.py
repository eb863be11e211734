"""`manage.py s3_check` on a real S3: a good bucket passes, and every way of being public is found."""

import json
import threading
from collections.abc import Callable
from copy import deepcopy
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from timecount.backup.objects import Bucket
from timecount.bucket import checking, needs, strangers
from timecount.bucket.checking import Verdict
from timecount.bucket.trial import Public, Trial


def verdicts() -> dict[str, Verdict]:
    return {finding.name: finding.verdict for finding in checking.findings()}


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_private_bucket_is_good_and_left_as_it_was(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("s3_check")
    said = lines(capsys)
    assert [line for line in said if line[0] not in "✓–"] == []
    assert [line for line in said if line.startswith("✓ für Fremde geschlossen")] != []
    assert bucket.is_empty()
    assert bucket.client.list_multipart_uploads(Bucket=bucket.name).get("Uploads", []) == []


def test_versions_leave_nothing_behind(bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    bucket.client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    call_command("s3_check")
    assert "– Versionierung: an" in lines(capsys)
    found = bucket.client.list_object_versions(Bucket=bucket.name)
    assert {"Versions", "DeleteMarkers"} & set(found) == set()


def policy(action: str, resource: str) -> Callable[[Bucket], None]:
    def allow(bucket: Bucket) -> None:
        statement = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": [action],
            "Resource": [f"arn:aws:s3:::{bucket.name}{resource}"],
        }
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        bucket.client.put_bucket_policy(Bucket=bucket.name, Policy=json.dumps(policy))

    return allow


def access_list(name: str) -> Callable[[Bucket], None]:
    return lambda bucket: bucket.client.put_bucket_acl(Bucket=bucket.name, ACL=name)


@pytest.mark.parametrize(
    ("opened", "found"),
    [
        (policy("s3:GetObject", "/*"), {"read", "policy"}),
        (policy("s3:ListBucket", ""), {"list", "policy"}),
        (policy("s3:PutObject", "/*"), {"policy"}),  # SeaweedFS lets no stranger write, whatever it says
        (access_list("public-read"), {"read", "list", "access list"}),
        (access_list("public-read-write"), {"read", "list", "access list"}),
    ],
    ids=["read", "list", "write", "public-read", "public-read-write"],
)
@pytest.mark.usefixtures("_english")
def test_a_public_bucket_is_refused(bucket: Bucket, opened: Callable[[Bucket], None], found: set[str]) -> None:
    opened(bucket)
    public = {name for name, verdict in verdicts().items() if verdict is Verdict.PUBLIC}
    assert {name.removeprefix("closed to strangers: ") for name in public} == found
    with pytest.raises(CommandError, match="The bucket is public"):
        call_command("s3_check")
    assert bucket.is_empty()


@pytest.fixture
def _english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize("wrong", [{"bucket_name": "missing"}, {"secret_key": "guessed"}])
def test_what_is_not_there_is_said(bucket: Bucket, settings: Settings, wrong: dict[str, str]) -> None:
    storages = deepcopy(settings.STORAGES)
    storages["default"]["OPTIONS"] |= wrong
    settings.STORAGES = storages
    assert list(verdicts().values()) == [Verdict.MISSING]
    with pytest.raises(CommandError, match="kann mit diesem Bucket nicht arbeiten"):
        call_command("s3_check")


def test_what_timecount_needs_is_missed(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ignores ranges and keeps what was deleted."""
    client = default_storage.connection.meta.client  # type: ignore[attr-defined]
    get = client.get_object
    monkeypatch.setattr(client, "get_object", lambda **words: get(**{**words, "Range": "bytes=0-"}))
    monkeypatch.setattr(client, "delete_object", lambda **_words: None)
    missed = [name for name, verdict in verdicts().items() if verdict is Verdict.MISSING]
    assert missed == [str(name) for name, check in needs.NEEDS.items() if check in {needs._ranges, needs._deletes}]


class Open(BaseHTTPRequestHandler):
    """Takes what anybody brings."""

    def do_PUT(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


def test_a_bucket_that_strangers_write_to_is_public() -> None:
    with HTTPServer(("127.0.0.1", 0), Open) as server:
        threading.Thread(target=server.handle_request).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        client = boto3.client("s3", endpoint_url=endpoint, aws_access_key_id="a", aws_secret_access_key="b")
        with pytest.raises(Public):
            strangers._writing_is_closed(Trial("any", client))
