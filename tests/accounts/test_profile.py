"""The own profile, and what a photo may be."""

import re
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import services
from accounts.models import User
from tests.cast import Browse
from timecount import pictures

PROFILE = {"name": "Anna", "phone": "", "language": "de", "theme": "system", "view": "list"}


def picture(size: tuple[int, int] = (800, 600), kind: str = "JPEG", **options: object) -> bytes:
    answer = BytesIO()
    Image.new("RGB", size, "teal").save(answer, kind, **options)
    return answer.getvalue()


def upload(content: bytes, name: str = "ich.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def bomb() -> bytes:
    """A PNG of a few hundred bytes whose header claims 8,000 × 8,000 pixels."""
    small = bytearray(picture((10, 10), "PNG"))
    small[16:24] = (8000).to_bytes(4) + (8000).to_bytes(4)
    small[29:33] = zlib.crc32(bytes(small[12:29])).to_bytes(4)
    return bytes(small)


def test_a_photo_becomes_a_small_square_without_metadata(anna: User, browse: Browse) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Geheimer Ort"
    client = browse(anna)
    photo = upload(picture((800, 600), exif=exif))
    assert client.post(reverse("accounts:profile"), {**PROFILE, "photo": photo}).status_code == 302
    anna.refresh_from_db()
    answer = client.get(str(anna.photo_url))
    content = answer.content
    shown = Image.open(BytesIO(content))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("WEBP", (512, 512), {})
    assert b"Geheimer Ort" not in content
    headers = ("Content-Type", "X-Content-Type-Options", "Content-Disposition", "Cache-Control")
    assert [answer.headers[name] for name in headers] == [
        "image/webp",
        "nosniff",
        'inline; filename="photo.webp"',
        "private, max-age=604800, immutable",
    ]
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_colleagues_see_the_photo_and_strangers_do_not(anna: User, ben: User, browse: Browse) -> None:
    services.change_profile(
        user=anna, by=anna, name="Anna", phone="", language="de", theme="system", view="list",
        photo=pictures.square(BytesIO(picture()), size=None),
    )  # fmt: skip
    assert browse(ben).get(str(anna.photo_url)).status_code == 200
    assert Client().get(str(anna.photo_url)).status_code == 302
    assert browse(anna).get(f"/people/{ben.pk}/photo/x/").status_code == 404


def test_a_new_photo_replaces_the_old_one(
    anna: User, browse: Browse, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = browse(anna)
    names = []
    for colour in ("a", "b"):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("accounts:profile"), {**PROFILE, "photo": upload(picture(), f"{colour}.jpg")})
        anna.refresh_from_db()
        names.append(str(anna.photo.name))
    assert [default_storage.exists(name) for name in names] == [False, True]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:remove_photo"))
    anna.refresh_from_db()
    assert (anna.photo.name, anna.photo_url, default_storage.exists(names[1])) == ("", None, False)


def test_what_is_left_of_former_photos_goes_after_a_week(anna: User) -> None:
    anna.photo.name = default_storage.save("users/mine.webp", ContentFile(b"mine"))
    anna.save()
    lost = default_storage.save("users/lost.webp", ContentFile(b"its transaction failed"))
    services.forget_photos(now=timezone.now() + timedelta(days=6))
    assert default_storage.exists(lost)
    services.forget_photos(now=timezone.now() + timedelta(days=8))
    assert not default_storage.exists(lost)
    assert default_storage.exists(str(anna.photo.name))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7", "kein Bild|not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kein Bild|not a picture"),
        (b"\x00" * 2000, "kein Bild|not a picture"),
        (picture()[:-200], "beschädigt|damaged"),
        (bomb(), "50 [Mm]ega"),
    ],
    ids=["pdf", "svg", "zeros", "cut off", "bomb"],
)
def test_what_is_no_picture_is_refused_beside_the_field(anna: User, browse: Browse, content: bytes, says: str) -> None:
    page = browse(anna).post(reverse("accounts:profile"), {**PROFILE, "name": "Neu", "photo": upload(content)})
    assert page.status_code == 200
    text = page.content.decode()
    assert re.search(says, text)
    assert 'value="Neu"' in text  # nothing typed is lost
    anna.refresh_from_db()
    assert (anna.name, anna.photo.name) == ("Anna", "")


def test_a_picture_of_too_many_bytes_is_refused_unread() -> None:
    class Unreadable(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError

    with pytest.raises(pictures.NotAPicture, match="20 MB"):
        pictures.square(Unreadable(), size=20 * 1024 * 1024 + 1)


def test_pictures_stand_upright_on_white() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    lying = Image.new("RGB", (40, 20), "white")
    lying.paste("black", (0, 0, 20, 20))
    file = BytesIO()
    lying.save(file, "PNG", exif=exif)
    file.seek(0)
    upright = Image.open(pictures.square(file, size=None))
    assert upright.size == (20, 20)
    assert [upright.convert("L").getpixel((10, y)) in range(128, 256) for y in (2, 17)] == [False, True]
    empty = BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(empty, "PNG")
    empty.seek(0)
    assert Image.open(pictures.square(empty, size=None)).getpixel((5, 5)) == (255, 255, 255)


def test_telephones_are_kept_in_one_form_and_extensions_as_typed(anna: User, browse: Browse) -> None:
    client = browse(anna)
    kept = {}
    for typed in ("040 / 123 45-67", "312", "ruf mich an"):
        client.post(reverse("accounts:profile"), {**PROFILE, "phone": typed})
        anna.refresh_from_db()
        kept[typed] = anna.phone
    assert kept == {"040 / 123 45-67": "+49401234567", "312": "312", "ruf mich an": "312"}


def test_a_new_default_view_counts_in_every_list(anna: User, browse: Browse) -> None:
    User.objects.filter(pk=anna.pk).update(preferences={"views": {"customers": "cards"}, "other": 1})
    browse(anna).post(reverse("accounts:profile"), {**PROFILE, "view": "table"})
    anna.refresh_from_db()
    assert anna.preferences == {"view": "table", "views": {}, "other": 1}


@pytest.mark.parametrize(("field", "value"), [("theme", "dark"), ("language", "en")])
def test_theme_and_language_are_changed_from_the_menu(anna: User, browse: Browse, field: str, value: str) -> None:
    client = browse(anna)
    url = reverse(f"accounts:{field}")
    answer = client.post(url, {field: value, "next": "/help/?x=1"})
    assert answer["Location"] == "/help/?x=1"
    anna.refresh_from_db()
    assert getattr(anna, field) == value
    assert client.post(url, {field: value, "next": "https://evil.example/"})["Location"] == "/"
    assert client.post(url, {field: "pink"}).status_code == 400
    assert client.get(url).status_code == 405
    htmx = client.post(url, {field: value}, headers={"hx-request": "true"})
    assert (htmx.status_code, htmx.headers["HX-Refresh"]) == (204, "true")


def test_the_page_speaks_the_language_of_the_profile(anna: User, browse: Browse) -> None:
    client = browse(anna)
    assert '<html lang="de"' in client.get("/help/", headers={"accept-language": "en"}).content.decode()
    client.post(reverse("accounts:language"), {"language": "en"})
    assert '<html lang="en"' in client.get("/help/", headers={"accept-language": "de"}).content.decode()
