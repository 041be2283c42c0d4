"""What ``package.json`` and ``tsconfig.json`` say: names of packages, entries and aliases."""

from __future__ import annotations

from posixpath import dirname, normpath
from typing import Any, Literal

from msgspec import Struct

from msgsec_lint.repo import jsonc

MAX_NESTED = 8
"""Conditions of an entry nested deeper, and longer chains of settings, are not read."""
_CLIENT = frozenset(
    {
        "@angular/core", "@capacitor/core", "@ionic/core", "@tauri-apps/api", "cordova", "expo",
        "inferno", "lit", "mithril", "nativescript", "nw", "preact", "quasar", "react",
        "react-dom", "react-native", "solid-js", "vue",
    }
)  # fmt: skip
_BUILDS_CLIENT = frozenset({"electron", "expo", "nw", "svelte"})
"""What client apps are built with rather than ship as a dependency."""
_SERVER = frozenset(
    {
        "@adonisjs/core", "@feathersjs/express", "@feathersjs/koa", "@hapi/hapi", "@nestjs/core",
        "express", "fastify", "hapi", "koa", "matrix-appservice", "matrix-appservice-bridge",
        "meteor-node-stubs", "restify", "sails", "socket.io",
    }
)  # fmt: skip
_SHIPPED = ("dependencies", "optionalDependencies", "peerDependencies", "bundledDependencies")
_ENTRIES = ("source", "svelte", "module", "browser", "main", "react-native")
_TYPES = ("types", "typings")


class Package(Struct, frozen=True, kw_only=True):
    """One ``package.json``."""

    folder: str
    name: str
    entries: tuple[str, ...]
    """Paths of the file that the bare name of the package means, the likeliest first."""
    exports: dict[str, tuple[str, ...]]
    """``./x`` and ``./x/*`` to paths from the root of the scan."""
    imports: dict[str, tuple[str, ...]]
    """``#x`` to paths, or to names of packages where they do not begin with the folder."""
    side: Literal["client", "server"] | None
    """Where its code runs, by what it needs; None where nothing tells, or both."""


class Settings(Struct, frozen=True, kw_only=True):
    """One ``tsconfig.json`` or ``jsconfig.json``."""

    path: str
    extends: tuple[str, ...]
    base: str | None
    """``baseUrl`` from the root of the scan."""
    paths: dict[str, tuple[str, ...]] | None
    """As written, relative to the base."""


def package(path: str, data: bytes) -> Package:
    """Read a ``package.json``. Raises JsonError for a file that is none."""
    told = jsonc.parse(data)
    folder = dirname(path)
    name = told.get("name")
    exports = told.get("exports")
    if not (isinstance(exports, dict) and any(key.startswith(".") for key in exports)):
        exports = {".": exports}
    given = {key: _paths(folder, value) for key, value in exports.items()}
    plain = [one for key in _ENTRIES for one in jsonc.texts(told.get(key))]
    declared = [one for key in _TYPES for one in jsonc.texts(told.get(key))]
    entries = [_inside(folder, one) for one in plain]
    entries += (*given.pop(".", ()), *(_inside(folder, one) for one in declared))
    return Package(
        folder=folder,
        name=name if isinstance(name, str) else "",
        entries=tuple(dict.fromkeys(entries)),
        exports=given,
        imports={
            key: _paths(folder, value)
            for key, value in jsonc.entries(told.get("imports")).items()
            if key.startswith("#")
        },
        side=_side(told),
    )


def _paths(folder: str, told: Any, depth: int = 0) -> tuple[str, ...]:
    """Every path that an entry may mean, whatever the conditions."""
    if depth > MAX_NESTED:
        return ()
    if isinstance(told, str):
        own = told.startswith(".") or not depth
        return (_inside(folder, told) if own or "/" in told else told,)
    if isinstance(told, dict):
        # Declarations come last: they say nothing of what a function does.
        told = [told[key] for key in sorted(told, key=lambda key: key == "types")]
    if not isinstance(told, list):
        return ()
    return tuple(one for part in told for one in _paths(folder, part, depth + 1))


def _inside(folder: str, path: str) -> str:
    return normpath(f"{folder}/{path}" if folder else path)


def _side(told: dict[str, Any]) -> Literal["client", "server"] | None:
    names = {name for group in _SHIPPED for name in jsonc.entries(told.get(group))}
    built = names.union(jsonc.entries(told.get("devDependencies")))
    client = bool(names & _CLIENT or built & _BUILDS_CLIENT)
    server = bool(names & _SERVER)
    if client == server:
        return None
    return "client" if client else "server"


def settings(path: str, data: bytes) -> Settings:
    """Read a ``tsconfig.json``. Raises JsonError for a file that is none."""
    told = jsonc.parse(data)
    options = jsonc.entries(told.get("compilerOptions"))
    base, paths = options.get("baseUrl"), options.get("paths")
    return Settings(
        path=path,
        extends=tuple(jsonc.texts(told.get("extends"))),
        base=_inside(dirname(path), base) if isinstance(base, str) else None,
        paths={key: tuple(jsonc.texts(value)) for key, value in paths.items()}
        if isinstance(paths, dict)
        else None,
    )
