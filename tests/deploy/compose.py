"""docker-compose.yml and Dockerfile, read as Docker reads them: what starts, and with which environment."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.services import ROOT

COMPOSE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rule>:\?|:-(?P<default>(?:[^{}]|\{[^{}]*\})*))?\}")


class Unset(Exception):
    """A variable that must be in `.env` is not."""


def services(variables: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Everything filled in from `variables`, which stand for `.env`."""
    filled: dict[str, dict[str, Any]] = _filled(yaml.safe_load(COMPOSE.read_text())["services"], variables)
    return filled


def service(name: str, variables: Mapping[str, str]) -> dict[str, Any]:
    return services(variables)[name]


def _filled(value: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, variables) for item in value]
    return fill(value, variables) if isinstance(value, str) else value


def fill(text: str, variables: Mapping[str, str]) -> str:
    def one(found: re.Match[str]) -> str:
        if value := variables.get(found["name"]):
            return value
        if found["default"] is not None:
            return fill(found["default"], variables)
        raise Unset(found["name"])

    return VARIABLE.sub(one, text)


def required() -> set[str]:
    return set(re.findall(r"\$\{(\w+):\?\}", COMPOSE.read_text()))


def image_command() -> list[str]:
    """What the image starts where compose names nothing else."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
    command: list[str] = json.loads(text.rpartition("\nCMD ")[2])
    return command


def template(path: Path, variables: Mapping[str, str]) -> str:
    """As the image of nginx fills its templates: variables of the environment, and no others."""
    names = "|".join(variables)
    return re.sub(rf"\$\{{({names})\}}", lambda found: variables[found[1]], path.read_text())
