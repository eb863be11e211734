"""Files that are accepted or refused, one process for each."""

import zipfile
from pathlib import Path

import pytest
from PIL import Image

from documents.checking import Flag, Kind, NotAccepted, check
from documents.converting import page_count, raster, text_of


def test_a_file_is_what_it_contains_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    Image.new("RGB", (40, 20), "red").save(path, "PNG")

    verdict = check(path, "Vertrag.pdf")

    assert (verdict.kind, verdict.content_type, verdict.ending) == (Kind.IMAGE, "image/png", ".png")
    assert (verdict.name, verdict.flags, verdict.pages) == ("Vertrag.png", frozenset(), 1)
    assert page_count(path, verdict.form) == 1
    assert raster(path, verdict.form, 1, 30)[8:12] == b"WEBP"


def test_a_refusal_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b"MZ\x90\x00")

    with pytest.raises(NotAccepted, match="Programme werden nicht angenommen") as refused:
        check(path, "Rechnung.pdf")

    assert refused.value.code == "program"


def test_text_is_read_and_flagged_where_a_table_calls_programs(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_text("Name;Ort\n=cmd|'/C calc'!A0;Köln\n")

    verdict = check(path, "kunden.csv")

    assert verdict.flags == {Flag.ACTIVE}
    assert "Köln" in text_of(path, verdict.form).parts[0]


def test_a_bomb_inside_a_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 60_000_000)

    with pytest.raises(NotAccepted) as refused:
        check(path, "Brief.docx")

    assert refused.value.code == "bomb"
