"""Which language a file is written in, by its name or its first line.

Only languages that messengers are written in have a place here: a file without one is not source
code to this tool and is not counted at all. What has a front end says so in its record.
"""

from __future__ import annotations

import re

from msgsec_lint.languages.registry import LANGUAGES

SUPPORTED = frozenset(form for traits in LANGUAGES.values() for form in traits.endings.values())
"""Languages with a front end; files of the others are counted as ``unsupported``."""

EXTENSIONS: dict[str, str] = {
    ".pyi": "python-stub",
    ".c": "c",
    ".h": "c",
    ".cc": "cpp",
    ".cpp": "cpp",
    ".cxx": "cpp",
    ".hh": "cpp",
    ".hpp": "cpp",
    ".hxx": "cpp",
    ".cs": "csharp",
    ".dart": "dart",
    ".ex": "elixir",
    ".exs": "elixir",
    ".erl": "erlang",
    ".hs": "haskell",
    ".m": "objective-c",
    ".mm": "objective-cpp",
    ".php": "php",
    ".rb": "ruby",
    ".rs": "rust",
    ".scala": "scala",
    ".swift": "swift",
    **{ending: form for traits in LANGUAGES.values() for ending, form in traits.endings.items()},
}
"""Extension in lower case, with its dot, to language."""

INTERPRETERS: dict[str, str] = {
    "ruby": "ruby",
    "php": "php",
    "escript": "erlang",
    "elixir": "elixir",
    **{name: traits.name for traits in LANGUAGES.values() for name in traits.interpreters},
}
"""Name of a program in a shebang line, without its version, to language."""

_BUILD_FILES = re.compile(
    r"AndroidManifest\.xml|go\.mod|pom\.xml|[\w.-]+\.gradle(?:\.kts)?|[\w.-]+\.versions\.toml"
    r"|package\.json|[jt]sconfig[\w.-]*\.json"
    r"|[\w.-]+\.pro|proguard[\w.-]*\.(?:txt|cfg|flags)|[\w.-]+-rules\.txt"
)
_VERSION = re.compile(r"[\d.]*$")


def by_name(name: str) -> str | None:
    """Return the language that the extension of a file name says, None where it says nothing."""
    dot = name.rfind(".")
    return EXTENSIONS.get(name[dot:].lower()) if dot > 0 else None


def is_build_file(name: str) -> bool:
    """Whether a file of that name says how code is built and shipped."""
    return _BUILD_FILES.fullmatch(name) is not None


def by_shebang(head: bytes) -> str | None:
    """Return the language of a script from its first bytes, None without a shebang we know."""
    if not head.startswith(b"#!"):
        return None
    words = head[2:].split(b"\n", 1)[0].decode("utf-8", "replace").split()
    programs = [word.rsplit("/", 1)[-1] for word in words]
    if programs and programs[0] == "env":
        programs = [p for p in programs[1:] if not p.startswith("-") and "=" not in p]
    return INTERPRETERS.get(_VERSION.sub("", programs[0])) if programs else None
