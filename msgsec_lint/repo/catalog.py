"""Version catalogs of Gradle: what ``libs.plugins.android.library`` and its like stand for."""

from __future__ import annotations

import re
from typing import Any

from msgsec_lint import toml

_SEPARATORS = re.compile(r"[-_.]")


class CatalogError(Exception):
    """The text says why a catalog was not read."""


def parse(name: str, data: bytes) -> dict[str, tuple[str, ...]]:
    """What the names of the catalog ``name`` stand for, as scripts write them: ``libs.x.y``,
    ``libs.bundles.x`` and ``libs.plugins.x`` to ids and ``group:artifact``. Raises CatalogError.
    """
    try:
        table = toml.loads(data)
    except toml.TomlError as error:
        raise CatalogError(f"it is no well-formed TOML: {error}") from error
    found: dict[str, tuple[str, ...]] = {}
    for alias, given in _section(table, "plugins").items():
        found[f"{name}.plugins.{_accessor(alias)}"] = _plugin(given)
    libraries = {
        _accessor(alias): _library(given) for alias, given in _section(table, "libraries").items()
    }
    found.update({f"{name}.{alias}": library for alias, library in libraries.items()})
    for alias, given in _section(table, "bundles").items():
        parts = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
        # Libraries only: what bundles of bundles stand for would double with each.
        held = [library for one in parts for library in libraries.get(_accessor(one), ())]
        found[f"{name}.bundles.{_accessor(alias)}"] = tuple(dict.fromkeys(held))
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
