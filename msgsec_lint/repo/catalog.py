"""Version catalogs of Gradle: what ``libs.plugins.android.library`` and its like stand for."""

from __future__ import annotations

import importlib
import re
import sys
from typing import Any

_SEPARATORS = re.compile(r"[-_.]")


class CatalogError(Exception):
    """The text says why a catalog was not read."""


def parse(name: str, data: bytes) -> dict[str, tuple[str, ...]]:
    """What the names of the catalog ``name`` stand for, as scripts write them: ``libs.x.y``,
    ``libs.bundles.x`` and ``libs.plugins.x`` to ids and ``group:artifact``. Raises CatalogError.
    """
    tomllib = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        table: dict[str, Any] = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogError(f"it is no well-formed TOML: {error}") from error
    found: dict[str, tuple[str, ...]] = {}
    for alias, given in _section(table, "plugins").items():
        found[f"{name}.plugins.{_accessor(alias)}"] = _plugin(given)
    for alias, given in _section(table, "libraries").items():
        found[f"{name}.{_accessor(alias)}"] = _library(given)
    for alias, given in _section(table, "bundles").items():
        parts = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
        found[f"{name}.bundles.{_accessor(alias)}"] = tuple(
            library for one in parts for library in found.get(f"{name}.{_accessor(one)}", ())
        )
    return found


def _section(table: dict[str, Any], name: str) -> dict[str, Any]:
    found = table.get(name)
    return found if isinstance(found, dict) else {}


def _accessor(alias: str) -> str:
    return _SEPARATORS.sub(".", alias)


def _plugin(given: Any) -> tuple[str, ...]:
    if isinstance(given, dict):
        given = given.get("id")
    return (given.partition(":")[0],) if isinstance(given, str) else ()


def _library(given: Any) -> tuple[str, ...]:
    if isinstance(given, dict):
        module = given.get("module")
        given = module if isinstance(module, str) else f"{given.get('group')}:{given.get('name')}"
    return (":".join(given.split(":")[:2]),) if isinstance(given, str) else ()
