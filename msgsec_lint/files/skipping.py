"""Why a source file is not analysed: it is foreign, made by a program, or no text.

Everything here is a pure function of a name or of bytes already read, so that no file is opened
twice and worker processes reach the same answer.
"""

from __future__ import annotations

import re

VENDORED_FOLDERS = frozenset(
    {
        ".eggs",
        ".nox",
        ".tox",
        ".venv",
        ".yarn",
        "3rdparty",
        "__pypackages__",
        "_vendor",
        "bower_components",
        "carthage",
        "dist-packages",
        "jspm_packages",
        "node_modules",
        "pods",
        "site-packages",
        "third-party",
        "third_party",
        "thirdparty",
        "vendor",
        "vendored",
    }
)
"""Folder names, in lower case, under which code of other people is kept. A folder with a
``pyvenv.cfg`` in it is one as well, whatever its name."""

_GENERATED_NAME = re.compile(
    r"""(?: _pb2(?:_grpc)?\.pyi?
        | \.pb(?:\.gw)?\.(?:go|cc|h) | \.pbobjc\.[hm] | \.pb\.swift
        | \.(?:g|freezed|gr|pb|pbenum|pbjson|pbserver)\.dart
        | \.(?:designer|g|g\.i)\.cs
        | \.generated\.\w+ | [._]gen\.(?:go|ts) | _generated\.\w+
      )$""",
    re.VERBOSE,
)
_MINIFIED_NAME = re.compile(r"[.-]min\.(?:js|mjs|cjs)$|\.bundle\.js$")

_HEAD = 4096
_COMMENT = rb"^[ \t]*(?:\#|//|/\*|\*|--|;|%)[^\n]*"
_GENERATED_MARK = re.compile(
    _COMMENT
    + rb"""(?: @generated\b
        | \bcode[ ]generated[ ]by\b[^\n]*\bdo[ ]not[ ]edit
        | \bgenerated[ ]by\b[^\n]*\bdo[ ]not[ ](?:edit|modify)
        | \bauto-?generated[ ]by\b
        | \bauto(?:matically|-)?[ ]?generated\b[^\n]*\bdo[ ]not[ ](?:edit|modify)
      )""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)

_BUNDLED = re.compile(
    rb"""webpackBootstrap|webpackUniversalModuleDefinition|\["webpackChunk\w*"\][ ]=|\A/\*{6}/"""
)
"""What bundlers write at the beginning of a file."""
_MAPPED = re.compile(rb"^//[#@][ ]sourceMappingURL=\S+\s*\Z", re.MULTILINE)
"""What ends a file of JavaScript that was made of others."""
_SCRIPTS = (".js", ".mjs", ".cjs")
_TAIL = 512

_MINIFIED_SIZE = 4096
_MINIFIED_MEAN_LINE = 500


def is_vendored_folder(name: str) -> bool:
    """Tell whether a folder of this name holds code of other people."""
    return name.lower() in VENDORED_FOLDERS


def name_skip_reason(path: str) -> str | None:
    """Return ``generated`` or ``minified`` where the name alone says so."""
    name = path.rsplit("/", 1)[-1]
    if _GENERATED_NAME.search(name):
        return "generated"
    if _MINIFIED_NAME.search(name):
        return "minified"
    return None


def content_skip_reason(path: str, data: bytes) -> str | None:
    """Return ``binary``, ``generated`` or ``minified`` where the content of a file says so.

    Text that is no UTF-8 is not skipped: the front ends cope with it. One long line is no reason
    either, since a table or a picture may stand in the middle of code worth reading; only a file
    that consists of long lines is.
    """
    if b"\0" in data[:8192]:
        return "binary"
    if _GENERATED_MARK.search(data, 0, _HEAD):
        return "generated"
    if path.endswith(_SCRIPTS) and (
        _BUNDLED.search(data, 0, _HEAD) or _MAPPED.search(data, max(len(data) - _TAIL, 0))
    ):
        return "generated"
    if len(data) > _MINIFIED_SIZE and len(data) > _MINIFIED_MEAN_LINE * (data.count(b"\n") + 1):
        return "minified"
    return name_skip_reason(path)
