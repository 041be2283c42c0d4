"""Which language a file is written in, by its name or its first line.

Only languages that messengers are written in have a place here: a file without one is not source
code to this tool and is not counted at all. A new front end adds its language to ``SUPPORTED``.
"""

from __future__ import annotations

import re

SUPPORTED = frozenset(
    {"go", "java", "javascript", "kotlin", "python", "svelte", "tsx", "typescript", "vue"}
)
"""Languages with a front end; files of the others are counted as ``unsupported``."""

EXTENSIONS: dict[str, str] = {
    ".py": "python",
    ".pyw": "python",
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
    ".go": "go",
    ".hs": "haskell",
    ".java": "java",
    ".cjs": "javascript",
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".kt": "kotlin",
    ".kts": "kotlin",
    ".m": "objective-c",
    ".mm": "objective-cpp",
    ".php": "php",
    ".rb": "ruby",
    ".rs": "rust",
    ".scala": "scala",
    ".svelte": "svelte",
    ".swift": "swift",
    ".cts": "typescript",
    ".mts": "typescript",
    ".ts": "typescript",
    ".tsx": "tsx",
    ".vue": "vue",
}
"""Extension in lower case, with its dot, to language."""

INTERPRETERS: dict[str, str] = {
    "python": "python",
    "pypy": "python",
    "node": "javascript",
    "deno": "typescript",
    "bun": "typescript",
    "ruby": "ruby",
    "php": "php",
    "escript": "erlang",
    "elixir": "elixir",
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
