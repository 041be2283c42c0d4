"""YAML and TOML files that people write: read safely, quickly, and with line numbers for errors.

The YAML read here is the part that needs no surprises: mappings, lists, text, numbers, ``true``,
``false`` and ``null``. ``off`` and ``no`` are text, a key may stand only once, and there are no
tags and no aliases of collections, so a small file cannot unfold into a huge one.

Line numbers cost time and are only wanted when something is wrong. A document therefore keeps its
text and looks a line up when an error asks for it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from msgsec_lint import toml
from msgsec_lint.policy.schema import KeyPath, find_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

MAX_BYTES = 1 << 20
"""Longest document that is read; nobody writes a longer one by hand."""
MAX_DEPTH = 40
"""Deepest nesting that is read."""
CACHE_FORMAT = 1
"""Raise when the reader gives other data for the same text."""


class PolicyError(Exception):
    """Something wrong in a file, option or name that the user wrote; says where and what to do."""

    def __init__(self, path: str, line: int, message: str, hint: str = "") -> None:
        super().__init__(path, line, message, hint)
        self.path = path
        """The file as it was named; empty if the fault is in no file."""
        self.line = line
        """1-based; 0 if the fault is in no line."""
        self.message = message
        """What is wrong, without full stop."""
        self.hint = hint
        """What to do, a whole sentence; may be empty."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        sentence = f"{place if self.path else ''}{self.message}."
        return f"{sentence} {self.hint}" if self.hint else sentence


class Document(NamedTuple):
    """The data of one file, and its text for when something is wrong with the data."""

    path: str
    text: bytes
    data: Any
    within: tuple[str, ...] = ()
    """The table of a TOML file that ``data`` is; empty for YAML."""

    def line(self, at: KeyPath) -> int:
        """The line on which the key or list entry at ``at``, or its nearest parent, stands."""
        if self.path.endswith(".toml"):
            return _toml_line(self.text.decode("utf-8", "replace"), (*self.within, *at), self.data)
        return _yaml_line(_compose(self.path, self.text), at)

    def error(self, at: KeyPath, message: str, hint: str = "") -> PolicyError:
        """An error about the value at ``at``, for the caller to raise."""
        return PolicyError(self.path, self.line(at), message, hint)

    def convert(self, type_: type[T]) -> T:
        """The data as ``type_``; raises PolicyError where it does not fit."""
        try:
            return msgspec.convert(self.data, type_)
        except msgspec.ValidationError as error:
            problem = find_problem(self.data, type_)
            if problem is None:
                raise PolicyError(self.path, 0, str(error)) from error
            raise self.error(*problem) from None


def load_document(path: Path | str) -> Document:
    """Read one YAML file."""
    text = read_text(path)
    return Document(str(path), text, _parse(str(path), text))


def load_toml(path: Path | str, table: tuple[str, ...]) -> Document | None:
    """Read one table of a TOML file; None if the file does not have it."""
    text = read_text(path)
    if table[-1].encode() not in text:
        return None
    data: Any = _parse_toml(str(path), text)
    for part in table:
        data = data.get(part) if isinstance(data, dict) else None
    return None if data is None else Document(str(path), text, data, table)


def load_documents(paths: Iterable[Path], cache_dir: Path | None = None) -> list[Document]:
    """Read many YAML files, in the order given; with ``cache_dir``, parse only what has changed.

    The cache is one file for each set of paths. It is trusted, so ``cache_dir`` must belong to the
    user; it must never lie in the scanned tree.
    """
    texts = [(str(path), read_text(path)) for path in paths]
    cache = _Cache(cache_dir, [path for path, _ in texts]) if cache_dir else None
    known = cache.read() if cache else {}
    used: dict[bytes, Any] = {}
    documents = []
    for path, text in texts:
        key = hashlib.blake2b(text, digest_size=16).digest()
        if key not in used:
            used[key] = known[key] if key in known else _parse(path, text)
        documents.append(Document(path, text, used[key]))
    if cache and used.keys() != known.keys():
        cache.write(used)
    return documents


def yaml_files(directory: Path) -> list[Path]:
    """The YAML files under a directory, sorted by path; links are not followed."""
    found = []
    for parent, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in names if name.endswith((".yaml", ".yml"))]
    return sorted(found)


def read_text(path: Path | str) -> bytes:
    """The bytes of a regular file of bearable size, without a byte order mark."""
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            raise PolicyError(str(path), 0, "this is no regular file", "Name a file.")
        if status.st_size > MAX_BYTES:
            message = f"the file has {status.st_size} bytes; at most {MAX_BYTES} are read"
            raise PolicyError(str(path), 0, message, "Split it.")
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES).removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise PolicyError(str(path), 0, f"cannot read the file: {reason}") from error


class _Cache:
    """Parsed documents of one set of paths, by digest of their text."""

    def __init__(self, directory: Path, paths: Sequence[str]) -> None:
        name = hashlib.blake2b("\0".join(paths).encode(errors="replace"), digest_size=12)
        self.path = directory / f"documents-{CACHE_FORMAT}-{name.hexdigest()}.msgpack"

    def read(self) -> dict[bytes, Any]:
        try:
            return msgspec.msgpack.decode(self.path.read_bytes(), type=dict[bytes, Any])
        except (OSError, msgspec.MsgspecError, RecursionError):
            return {}

    def write(self, data: dict[bytes, Any]) -> None:
        """Replace the file in one step; a cache that cannot be written is no error."""
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(msgspec.msgpack.encode(data))
            temporary.replace(self.path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()


def _parse(path: str, text: bytes) -> Any:
    node = _compose(path, text)
    return None if node is None else _Builder(path).build(node, 0)


def _compose(path: str, text: bytes) -> Any:
    """The node tree of a YAML text; raises PolicyError where it is no YAML."""
    import yaml

    from msgsec_lint.policy.yaml_subset import Loader, deep_line, may_be_deep

    try:
        decoded = text.decode("utf-8")
        if may_be_deep(text) and (line := deep_line(decoded, MAX_DEPTH)):
            raise PolicyError(path, line, f"this is nested deeper than {MAX_DEPTH} levels")
        loader = Loader(decoded)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise PolicyError(path, line, "the file is not UTF-8", "Save it as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        said = error.problem or error.context or "it cannot be read"
        if "nesting depth" in said:
            # The scanner of libyaml has a limit of its own since PyYAML 6.0.4.
            deep = f"this is nested deeper than {MAX_DEPTH} levels"
            raise PolicyError(path, line, deep) from None
        raise PolicyError(path, line, f"this is no YAML: {said}", _indent_hint(said)) from None
    except (yaml.YAMLError, RecursionError) as error:
        said = getattr(error, "reason", None) or "it cannot be read"
        raise PolicyError(path, 0, f"this is no YAML: {said}") from None


def _indent_hint(said: str) -> str:
    if "\\t" in said or "tab" in said:
        return "Indent with blanks."
    return "Check the indentation, and put text that holds `: ` or ` #` in quotes."


class _Builder:
    """Turns the nodes of one document into plain data."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.seen: set[int] = set()
        """Collections that were built; one that comes again was named by an alias."""

    def build(self, node: Any, depth: int) -> Any:
        if node.id == "scalar":
            return self._scalar(node)
        if id(node) in self.seen:
            hint = "Write the value out where it is needed."
            raise self._error(node, "aliases of lists and mappings are not read", hint)
        if depth > MAX_DEPTH:
            raise self._error(node, f"this is nested deeper than {MAX_DEPTH} levels")
        self.seen.add(id(node))
        if node.tag not in ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise self._tag_error(node)
        if node.id == "sequence":
            return [self.build(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: Any, depth: int) -> dict[str | int, Any]:
        data: dict[str | int, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if key_node.id == "scalar" else None
            if type(key) is not str and type(key) is not int:
                raise self._error(key_node, "a key must be text", "Put it in quotes.")
            if key in data:
                message = f"the key `{key}` stands here a second time"
                raise self._error(key_node, message, "Keep one of them.")
            data[key] = self.build(value_node, depth + 1)
        return data

    def _scalar(self, node: Any) -> str | int | float | bool | None:
        kind, value = node.tag.rpartition(":")[2], node.value
        if kind == "str" and node.tag.startswith("tag:yaml.org,2002:"):
            return str(value)
        try:
            if kind == "int":
                return int(value, 16) if value[:2] == "0x" else int(value)
            if kind == "float":
                return float(value)
            if kind in ("bool", "null") and value.lower() in _CONSTANTS:
                return _CONSTANTS[value.lower()]
        except ValueError:
            pass
        raise self._tag_error(node)

    def _tag_error(self, node: Any) -> PolicyError:
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        return self._error(node, f"the tag `{tag}` is not read here", "Leave the tag out.")

    def _error(self, node: Any, message: str, hint: str = "") -> PolicyError:
        return PolicyError(self.path, node.start_mark.line + 1, message, hint)


_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


def _yaml_line(node: Any, at: KeyPath) -> int:
    """The line of the key or entry at ``at``; of the last one that exists if the way breaks off."""
    line = node.start_mark.line if node is not None else 0
    for part in at:
        if node.id == "mapping":
            found = [pair for pair in node.value if pair[0].value == str(part)]
            if not found:
                break
            line, node = found[0][0].start_mark.line, found[0][1]
        elif node.id == "sequence" and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


def _parse_toml(path: str, text: bytes) -> dict[str, Any]:
    try:
        return toml.loads(text)
    except toml.TomlError as error:
        raise PolicyError(path, error.line, f"this is no TOML: {error}") from None


def _toml_line(text: str, at: KeyPath, data: Any) -> int:
    """The line where the words of ``at`` come one after the other; exact enough for a person.

    An entry of a list has no name, so the text of the entry itself is looked for.
    """
    position = 0
    for depth, part in enumerate(at):
        word = part if isinstance(part, str) else _entry_text(data, at[: depth + 1])
        if not word:
            continue
        # Not behind a comment sign, and as a whole word.
        pattern = rf"^[^#\n]*?(?<![\w-])({re.escape(word)})(?![\w-])"
        found = re.compile(pattern, re.MULTILINE).search(text, position)
        if found is None and position:
            start = text.rfind("\n", 0, position) + 1
            found = re.compile(re.escape(word)).search(text, start)
        if found is None:
            break
        position = found.end()
    return text.count("\n", 0, position) + 1


def _entry_text(data: Any, at: KeyPath) -> str:
    for part in at:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            # The words of the table itself are no part of the data.
            continue
    return data if isinstance(data, str) else ""
