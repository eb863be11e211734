"""Other programs that help where they are installed: LibreOffice draws Office files, tesseract reads scans.

They inherit the limits of this process and die with its group.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from documents.sandbox.content import Unfit

OFFICE = ("soffice", "libreoffice")
OCR_WIDTH = 2000
# No macros, and nothing that a document points at: LibreOffice would fetch linked pictures from anywhere.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
)


def office() -> str | None:
    return next(filter(None, map(shutil.which, OFFICE)), None)


def to_pdf(path: Path, form: str, target: Path) -> None:
    """Draws an Office file as PDF, without macros and without anything from elsewhere."""
    program = office()
    if program is None:
        raise Unfit("no_program")
    here = Path.cwd()
    source = here / f"source.{form}"
    source.symlink_to(path)
    _settle(here / "profile")
    words = [program, f"-env:UserInstallation=file://{here}/profile", "--headless", "--norestore", "--nologo"]
    words += ["--convert-to", "pdf", "--outdir", str(here / "out"), str(source)]
    subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    drawn = here / "out" / "source.pdf"
    if not drawn.is_file():
        raise Unfit("damaged")
    shutil.move(drawn, target)


def _settle(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{where}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for where, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def read_scan(picture: bytes) -> str:
    """The words on a picture in German and English; nothing where tesseract is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise Unfit("no_program")
    from io import BytesIO

    from PIL import Image

    here = Path.cwd()
    Image.open(BytesIO(picture)).save(here / "scan.png")
    words = [program, str(here / "scan.png"), "stdout", "-l", "deu+eng"]
    result = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return result.stdout.decode(errors="replace")
