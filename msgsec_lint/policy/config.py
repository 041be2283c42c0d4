"""The policy file of a project: ``msgsec.yaml`` or ``[tool.msgsec-lint]`` in ``pyproject.toml``.

It lies in the tree that is scanned and may come from a stranger. It can say what a project's own
names mean and which rules to run; it cannot name a file outside its tree or start anything.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from msgsec_lint.findings.model import Confidence, Severity
from msgsec_lint.policy.document import Document, PolicyError, load_document, load_toml
from msgsec_lint.policy.entries import MAX_ALL_NAMES, check_entry, count_names, subjects
from msgsec_lint.policy.models import Entry, FieldModel
from msgsec_lint.policy.patterns import Globs, glob_fault
from msgsec_lint.policy.schema import CANONICAL, NAME_PATTERN, KeyPath, nearest
from msgsec_lint.policy.vocabulary import Kind, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgsec_lint.policy.rules import RuleSet

FILE_NAME = "msgsec.yaml"
STATED = "the policy file says so"
"""Evidence for what the policy file states without a reason of its own."""
TOML_TABLE = ("tool", "msgsec-lint")

Text = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(min_length=1, pattern=CANONICAL)]
"""A dotted name; ``{a,b}`` stands for either."""
Pattern = Annotated[str, Meta(min_length=1, pattern=NAME_PATTERN)]
"""A name in which ``*`` stands for any letters: ``*_caption``, ``SmsMessage.note``."""


class ContentType(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of the project with fields that hold something sensitive."""

    type: Name
    """Dotted name, or the simple name of a class."""
    fields: dict[str, Kind | FieldModel]


class RuleChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rules run, and how severe they are in this project."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity | Literal["off"]] = {}
    """Rule id → severity here; ``off`` is the same as ``ignore``."""
    paths: tuple[Text, ...] = ()
    """Directories with the project's own rules, relative to the policy file."""


MAX_GLOBS = 1000
MAX_PATTERNS = 500
_WILD = frozenset("*?[")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The content of a policy file, as it is written."""

    zones: dict[Zone, tuple[Text, ...]] = {}
    """Zone → path globs. The first zone in the file that matches holds."""
    content_types: tuple[ContentType, ...] = ()
    fields: dict[Kind, tuple[Pattern, ...]] = {}
    """Own names of fields, of whatever type."""
    names: dict[Kind, tuple[Pattern, ...]] = {}
    """Own names of variables, parameters and fields."""
    not_sensitive: tuple[Pattern, ...] = ()
    """Names, or ``Type.field``, that are not what they sound like."""
    loggers: tuple[Name | Entry, ...] = ()
    sinks: tuple[Entry, ...] = ()
    sources: tuple[Entry, ...] = ()
    cleaners: tuple[Name | Entry, ...] | dict[Kind | Literal["all"], tuple[Name, ...]] = ()
    """Names that clean everything, entries, or a mapping from kinds to names."""
    models: tuple[Text, ...] = ()
    """Further model files, relative to the policy file."""
    approved_modules: tuple[Text, ...] = ()
    allowed_telemetry: tuple[Pattern, ...] = ()
    """Names of fields and events that telemetry may carry."""
    rules: RuleChoice = RuleChoice()
    exclude: tuple[Text, ...] = ()
    min_confidence: Confidence | None = None
    min_severity: Severity | None = None
    fail_on: Severity | Literal["never"] | None = None


class Config(Struct, frozen=True, kw_only=True):
    """The settings of a run, checked, with the paths they mean."""

    settings: Settings = Settings()
    source: str = ""
    """The policy file; empty if the project has none."""
    base: str = ""
    """Absolute directory that the settings' paths are relative to."""
    prefix: str = ""
    """The scanned root seen from ``base``: empty or ending in a slash."""
    entries: tuple[Entry, ...] = ()
    """Types, loggers, sinks, sources and cleaners of the project, all in the form of models."""
    model_files: tuple[str, ...] = ()
    """Absolute paths of further model files."""
    rule_dirs: tuple[str, ...] = ()
    """Absolute paths of directories with the project's own rules."""
    digest: str = ""
    """Identity of the settings for keys of caches, without the text of ``model_files``."""

    def zones(self) -> ZoneMap:
        """What the policy says about the zones of paths."""
        return ZoneMap(self)

    def excluded(self) -> Globs:
        """Paths, relative to ``base``, that are not scanned."""
        return Globs(self.settings.exclude)

    def error(self, at: KeyPath, message: str, hint: str = "") -> PolicyError:
        """An error about one of the settings, with its line."""
        document = _read(Path(self.source)) if self.source else None
        return document.error(at, message, hint) if document else PolicyError("", 0, message, hint)

    def check(self, ruleset: RuleSet) -> None:
        """Raise PolicyError for a rule that the settings name and nobody has."""
        from msgsec_lint.policy.rules import known_selectors

        rules = self.settings.rules
        selectors = known_selectors(ruleset)
        for key, words in (("select", rules.select), ("ignore", rules.ignore)):
            for number, word in enumerate(words):
                self._check_word(("rules", key, number), word, selectors)
        for word in rules.severity:
            self._check_word(("rules", "severity", word), word, ruleset.known)

    def _check_word(self, at: KeyPath, word: str, known: Iterable[str]) -> None:
        words = list(known)
        if word not in words:
            close = nearest(word, words)
            hint = f"Did you mean `{close}`?" if close else "See `msgsec-lint rules`."
            raise self.error(at, f"there is no rule `{word}`", hint)


class ZoneMap:
    """Path → zone, as far as the policy file says."""

    def __init__(self, config: Config) -> None:
        self._prefix = config.prefix
        self._zones = [(zone, Globs(globs)) for zone, globs in config.settings.zones.items()]

    def zone(self, path: str) -> Zone | None:
        """The zone of a path relative to the scanned root; None if the policy says nothing."""
        full = self._prefix + path
        return next((zone for zone, globs in self._zones if globs.match(full)), None)


def load_config(root: Path, explicit: Path | None = None) -> Config:
    """The policy file that holds for a scan of ``root``, or ``explicit``; defaults without one.

    Looked for in ``root`` and upward to the root of its git repository, never beyond.
    """
    root = root.absolute()
    if explicit is not None:
        document = _read(explicit)
        if document is None:
            hint = f"Add one, or name a file such as {FILE_NAME}."
            raise PolicyError(str(explicit), 0, "there is no table [tool.msgsec-lint]", hint)
        folder = explicit.absolute().parent
        return _resolve(document, root, folder if root.is_relative_to(folder) else root)
    folders = _upward(root)
    for folder in folders:
        document = _find(folder, folders[-1])
        if document is not None:
            return _resolve(document, root, folder)
    return Config(base=str(root), digest=_digest(Settings(), ""))


def _upward(root: Path) -> list[Path]:
    """``root`` and its parents up to the git root; only ``root`` outside of a repository."""
    folders = []
    for folder in (root, *root.parents):
        folders.append(folder)
        if (folder / ".git").exists():
            return folders
    return [root]


def _find(folder: Path, top: Path) -> Document | None:
    wrong = folder / "msgsec.yml"
    if wrong.exists() and not (folder / FILE_NAME).exists():
        raise PolicyError(str(wrong), 0, "a file of this name is not read", f"Call it {FILE_NAME}.")
    for name in (FILE_NAME, "pyproject.toml"):
        path = folder / name
        if name == FILE_NAME and path.exists() and not path.is_file():
            hint = "Put a file there, or remove it."
            raise PolicyError(str(path), 0, "this is no regular file", hint)
        if path.is_file():
            if not path.resolve().is_relative_to(top.resolve()):
                hint = "Put the file itself there."
                raise PolicyError(str(path), 0, "this is a link to outside of the tree", hint)
            document = _read(path)
            if document is not None:
                return document
    return None


def _read(path: Path) -> Document | None:
    """The document, empty for an empty file; None for a TOML file without our table."""
    if path.suffix == ".toml":
        return load_toml(path, TOML_TABLE)
    document = load_document(path)
    return document._replace(data={}) if document.data is None else document


def _resolve(document: Document, root: Path, base: Path) -> Config:
    settings = document.convert(Settings)
    _check_globs(settings, document)
    _check_names(settings, document)
    entries = tuple(_entries(settings, document))
    _check_count(entries, document)
    relative = root.relative_to(base).as_posix()
    models = [
        _inside(base, path, document, ("models", number))
        for number, path in enumerate(settings.models)
    ]
    rules = [
        _inside(base, path, document, ("rules", "paths", number))
        for number, path in enumerate(settings.rules.paths)
    ]
    prefix = "" if relative == "." else f"{relative}/"
    return Config(
        settings=settings,
        source=document.path,
        base=str(base),
        prefix=prefix,
        entries=entries,
        model_files=tuple(models),
        rule_dirs=tuple(rules),
        digest=_digest(settings, prefix),
    )


def _digest(settings: Settings, prefix: str) -> str:
    encoded = msgspec.msgpack.encode((settings, prefix))
    return hashlib.blake2b(encoded, digest_size=16).hexdigest()


def _check_globs(settings: Settings, document: Document) -> None:
    places: list[tuple[KeyPath, str]] = [
        (("exclude", number), glob) for number, glob in enumerate(settings.exclude)
    ]
    for zone, globs in settings.zones.items():
        places += [(("zones", zone, number), glob) for number, glob in enumerate(globs)]
    if len(places) > MAX_GLOBS:
        hint = "Name folders instead of what is in them."
        raise document.error(places[MAX_GLOBS][0], f"there are more than {MAX_GLOBS} globs", hint)
    for at, glob in places:
        fault = glob_fault(glob)
        if fault:
            raise document.error(at, f"the glob `{glob[:60]}` {fault}")


def _check_names(settings: Settings, document: Document) -> None:
    """Names with wildcards are compared one by one with all names of the program."""
    places: list[KeyPath] = [
        (key, kind, number)
        for key, told in (("names", settings.names), ("fields", settings.fields))
        for kind, patterns in told.items()
        for number, pattern in enumerate(patterns)
        if not _WILD.isdisjoint(pattern)
    ]
    places += [
        ("not_sensitive", number)
        for number, pattern in enumerate(settings.not_sensitive)
        if not _WILD.isdisjoint(pattern)
    ]
    if len(places) > MAX_PATTERNS:
        message = f"there are more than {MAX_PATTERNS} names with wildcards"
        raise document.error(places[MAX_PATTERNS], message, "Write names without wildcards.")


def _check_count(entries: Iterable[Entry], document: Document) -> None:
    total = 0
    for entry in entries:
        total += sum(count_names(name) for name in subjects(entry).values())
        if total > MAX_ALL_NAMES:
            message = f"all entries together stand for more than {MAX_ALL_NAMES} names"
            raise document.error((), message, "Use fewer alternatives.")


def _inside(base: Path, path: str, document: Document, at: KeyPath) -> str:
    """The absolute path of a file or directory that must lie in the tree."""
    if "\0" in path:
        raise document.error(at, "a path holds a zero byte", "Name one inside of the tree.")
    full = base / path
    if not full.resolve().is_relative_to(base.resolve()):
        hint = "Name one inside, relative to the policy file."
        raise document.error(at, f"`{path}` lies outside of the tree", hint)
    if not full.exists():
        hint = "Write the path as seen from the policy file."
        raise document.error(at, f"there is no `{path}`", hint)
    return str(full)


def _entries(settings: Settings, document: Document) -> Iterable[Entry]:
    for number, content_type in enumerate(settings.content_types):
        fields = {
            name: FieldModel(kind=field, why=STATED) if isinstance(field, str) else field
            for name, field in content_type.fields.items()
        }
        entry = Entry(class_=content_type.type, fields=fields)
        check_entry(entry, document, ("content_types", number))
        yield entry
    for number, logger in enumerate(settings.loggers):
        if isinstance(logger, str):
            entry = Entry(call=logger, sink="log")
        else:
            entry = msgspec.structs.replace(logger, sink=logger.sink or "log")
        check_entry(entry, document, ("loggers", number))
        yield entry
    for at, entry in _cleaners(settings):
        check_entry(entry, document, at)
        if not (entry.cleans or entry.cleans_places):
            raise document.error(at, "the key `cleans` is missing", "Add `cleans: all`.")
        yield entry
    for key, entries in (("sinks", settings.sinks), ("sources", settings.sources)):
        for number, entry in enumerate(entries):
            at = (key, number)
            check_entry(entry, document, at)
            if not (entry.sink if key == "sinks" else entry.source or entry.fields):
                wanted = "sink" if key == "sinks" else "source"
                raise document.error(at, f"the key `{wanted}` is missing", f"Add `{wanted}: …`.")
            yield entry


def _cleaners(settings: Settings) -> Iterable[tuple[KeyPath, Entry]]:
    if isinstance(settings.cleaners, dict):
        for kind, names in settings.cleaners.items():
            cleans: list[Kind] | Literal["all"] = "all" if kind == "all" else [kind]
            for number, name in enumerate(names):
                yield ("cleaners", kind, number), Entry(call=name, cleans=cleans)
        return
    for number, cleaner in enumerate(settings.cleaners):
        entry = Entry(call=cleaner, cleans="all") if isinstance(cleaner, str) else cleaner
        yield ("cleaners", number), entry
