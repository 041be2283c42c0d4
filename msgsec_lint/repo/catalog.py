"""Version catalogs of Gradle: what ``libs.plugins.android.library`` and its like stand for."""

from __future__ import annotations

import importlib
import re
import sys
from typing import Any

from msgspec import Struct

_SEPARATORS = re.compile(r"[-_.]")


class CatalogError(Exception):
    """The text says why a catalog was not read."""


class Catalog(Struct, frozen=True):
    """Names as scripts write them (``android.library``) to what they stand for."""

    plugins: dict[str, str] = {}
    libraries: dict[str, tuple[str, ...]] = {}
    """``group:artifact``; several for a bundle, under ``bundles.<name>``."""


def parse(data: bytes) -> Catalog:
    """Read a ``*.versions.toml``. Raises CatalogError for a file that cannot be read."""
    tomllib = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        table: dict[str, Any] = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogError(f"it is no well-formed TOML: {error}") from error
    plugins = {
        _accessor(alias): name
        for alias, given in _section(table, "plugins").items()
        if (name := _plugin(given))
    }
    libraries: dict[str, tuple[str, ...]] = {
        _accessor(alias): (name,)
        for alias, given in _section(table, "libraries").items()
        if (name := _library(given))
    }
    for alias, given in _section(table, "bundles").items():
        if isinstance(given, list):
            parts = [libraries.get(_accessor(one), ()) for one in given if isinstance(one, str)]
            libraries[f"bundles.{_accessor(alias)}"] = tuple(
                name for part in parts for name in part
            )
    return Catalog(plugins, libraries)


def merged(catalogs: list[Catalog]) -> Catalog:
    """One catalog out of several; the first that knows a name decides."""
    plugins: dict[str, str] = {}
    libraries: dict[str, tuple[str, ...]] = {}
    for catalog in reversed(catalogs):
        plugins.update(catalog.plugins)
        libraries.update(catalog.libraries)
    return Catalog(plugins, libraries)


def _section(table: dict[str, Any], name: str) -> dict[str, Any]:
    found = table.get(name)
    return found if isinstance(found, dict) else {}


def _accessor(alias: str) -> str:
    return _SEPARATORS.sub(".", alias)


def _plugin(given: Any) -> str:
    if isinstance(given, dict):
        given = given.get("id")
    return given.partition(":")[0] if isinstance(given, str) else ""


def _library(given: Any) -> str:
    if isinstance(given, dict):
        module = given.get("module")
        if not isinstance(module, str):
            module = f"{given.get('group')}:{given.get('name')}"
        given = module
    return ":".join(given.split(":")[:2]) if isinstance(given, str) else ""
