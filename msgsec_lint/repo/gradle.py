"""What a Gradle script says: plugins, dependencies, build types, rules of shrinkers, constants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from msgsec_lint.repo import script
from msgsec_lint.repo.maven import Needed
from msgsec_lint.repo.script import Placed, Statement, Token

RELEASE = "release"
FLAVOR = "flavor"
"""The scope of what stands under ``productFlavors``."""
_GETTERS = frozenset({"getByName", "named", "create", "register", "maybeCreate"})
_SHIPPED = ("implementation", "api", "compile", "compileonly", "runtimeonly", "runtime")
_MINIFY = frozenset({"minifyEnabled", "isMinifyEnabled", "setMinifyEnabled"})
_RULE_FILES = frozenset(
    {"proguardFiles", "proguardFile", "setProguardFiles", "addStaticSourceDirectory"}
)
"""The last one adds folders of any sort; those without files of rules say nothing."""
_CONSUMER_FILES = frozenset({"consumerProguardFiles", "consumerProguardFile"})
_FIELD = re.compile(r"(?:^|[a-z])[bB]uildConfigField(?:Bool(?:ean)?)?$")
_COMPUTED_HEAD = re.compile(r"^(?:\$\{[^}]*\}|\$\w+(?:\.\w+)*)/?")


class Scoped(Struct, frozen=True):
    """A value given in a build type (its name), a flavour (``flavor``) or for all (empty)."""

    scope: str
    value: str
    name: str = ""


class Script(Struct, frozen=True, kw_only=True):
    """The facts of one script. Names of plugins and dependencies are as written: an id, or a
    dotted reference such as ``libs.plugins.android.library``.
    """

    plugins: tuple[Needed, ...] = ()
    child_plugins: tuple[Needed, ...] = ()
    """Applied to every module below."""
    needed: tuple[Needed, ...] = ()
    applied: tuple[str, ...] = ()
    """Scripts applied by file name."""
    minify: tuple[Scoped, ...] = ()
    """``true``, ``false`` or empty for what only the build knows."""
    rule_files: tuple[Scoped, ...] = ()
    consumer_files: tuple[str, ...] = ()
    unoptimized: int = 0
    """Line of ``getDefaultProguardFile('proguard-android.txt')``, whose rules switch optimisation
    off; 0 where there is none."""
    flags: tuple[Scoped, ...] = ()
    """Boolean constants of ``BuildConfig``: ``true``, ``false`` or empty."""


def parse(path: str, text: str) -> Script:
    """Read a script of any name."""
    found = _Found(path)
    for placed in script.walk(script.parse(text)):
        found.look(placed)
    return Script(
        plugins=tuple(found.plugins),
        child_plugins=tuple(found.child_plugins),
        needed=tuple(found.needed),
        applied=tuple(found.applied),
        minify=tuple(found.minify),
        rule_files=tuple(found.rule_files),
        consumer_files=tuple(found.consumer_files),
        unoptimized=found.unoptimized,
        flags=tuple(found.flags),
    )


class _Found:
    """Facts as they come up."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.plugins: list[Needed] = []
        self.child_plugins: list[Needed] = []
        self.needed: list[Needed] = []
        self.applied: list[str] = []
        self.minify: list[Scoped] = []
        self.rule_files: list[Scoped] = []
        self.consumer_files: list[str] = []
        self.unoptimized = 0
        self.flags: list[Scoped] = []

    def look(self, placed: Placed) -> None:
        """Take what one statement says."""
        statement = placed.statement
        last = statement.name.rsplit(".", 1)[-1]
        block = placed.around[-1].name.rsplit(".", 1)[-1] if placed.around else ""
        if block == "plugins":
            if not placed.within("pluginManagement", "gradlePlugin", "versionCatalogs"):
                self._plugin(placed, _declared(statement, self.path))
        elif last == "apply":
            self._apply(placed)
        elif block == "dependencies" and not _is_for_tests(placed):
            self.needed.extend(_dependencies(statement, self.path))
        elif last in _MINIFY or (last == "enable" and block == "optimization"):
            self.minify.append(Scoped(_scope(placed), _constant(statement.arguments())))
        elif last in _CONSUMER_FILES:
            self.consumer_files.extend(_files(statement))
        elif last in _RULE_FILES or (block == "keepRules" and last in ("file", "files")):
            scope = _scope(placed)
            self.rule_files.extend(Scoped(scope, name) for name in _files(statement))
            if "proguard-android.txt" in statement.texts():
                self.unoptimized = self.unoptimized or statement.line
        elif _FIELD.search(last):
            self._flag(placed)

    def _plugin(self, placed: Placed, found: Needed | None) -> None:
        if found is not None:
            to_children = placed.within("subprojects", "allprojects")
            (self.child_plugins if to_children else self.plugins).append(found)

    def _apply(self, placed: Placed) -> None:
        """``apply plugin: 'x'``, ``apply(from = "x.gradle")``, ``plugins.apply("x")``."""
        statement = placed.statement
        if placed.within("configure"):
            return
        words = {token.text for token in statement.tokens if token.kind == "word"}
        named = next((t for t in statement.tokens if t.kind in ("text", "built")), None)
        if named is None:
            return
        if "from" in words:
            self.applied.append(_COMPUTED_HEAD.sub("", named.text))
        elif (
            "plugin" in words
            or "plugins" in words
            or "pluginManager" in words
            or any("pluginManager" in {t.text for t in one.tokens} for one in placed.around)
        ):
            self._plugin(placed, Needed(named.text, self.path, named.line))

    def _flag(self, placed: Placed) -> None:
        given = placed.statement.arguments()
        plain = placed.statement.name.rsplit(".", 1)[-1] == "buildConfigField"
        if plain:
            if len(given) < 3 or given[0][-1].text.lower() != "boolean":
                return
            given = given[1:]
        if len(given) < 2 or given[0][-1].kind != "text":
            return
        value = _constant(given[1:])
        if plain or value:
            self.flags.append(Scoped(_scope(placed), value, given[0][-1].text))


def _declared(statement: Statement, path: str) -> Needed | None:
    """The plugin that a line of a ``plugins`` block applies."""
    tokens = statement.tokens
    if not tokens:
        return None
    for at, token in enumerate(tokens[1:], 1):
        if token.text == "apply" and any(t.text == "false" for t in tokens[at + 1 : at + 3]):
            return None
    first = tokens[0]
    if first.text in ("id", "alias", "kotlin") and len(tokens) > 1:
        name = _reference(tokens[1:])
        if first.text == "kotlin" and name:
            name = f"org.jetbrains.kotlin.{name}"
        return Needed(name, path, first.line) if name else None
    if first.kind == "word" and len(tokens) == 1:
        return Needed(first.text, path, first.line)
    return None


def _dependencies(statement: Statement, path: str) -> Iterator[Needed]:
    configuration = statement.name.lower()
    if not configuration.endswith(_SHIPPED) or configuration.startswith("debug"):
        return
    parts: dict[str, str] = {}
    for argument in statement.arguments():
        head = argument[0].text
        if head in ("group", "name") and len(argument) > 2:
            parts[head] = argument[-1].text
        elif argument[0].kind in ("text", "built"):
            yield Needed(":".join(head.split(":")[:2]), path, argument[0].line)
        elif len(argument) > 2 and argument[1].text == ".":
            yield Needed(_reference(argument), path, argument[0].line)
    if "name" in parts:
        yield Needed(f"{parts.get('group', '')}:{parts['name']}", path, statement.line)


def _reference(tokens: list[Token]) -> str:
    """The first string, or the dotted name that stands for one."""
    parts: list[str] = []
    for token in tokens:
        if token.kind == "text":
            return token.text
        if token.kind == "word" and token.text != "get":
            parts.append(token.text)
        elif token.kind == "word" or (parts and token.text != "."):
            break
    return ".".join(parts)


def _is_for_tests(placed: Placed) -> bool:
    names = [one.name.lower() for one in (*placed.around, placed.statement)]
    built = {"buildscript", "constraints", "dependencymanagement"}
    return any("test" in name or name in built for name in names)


def _scope(placed: Placed) -> str:
    """The build type that a statement is about, ``flavor``, or empty."""
    chain = [*placed.around, placed.statement]
    for at, one in enumerate(chain):
        parts = one.name.split(".")
        if "productFlavors" in parts:
            return FLAVOR
        if "buildTypes" in parts:
            inner = parts[parts.index("buildTypes") + 1 :]
            if inner and one is not placed.statement:
                return _type_name(inner[0], one)
            if len(inner) > 1:
                return inner[0].lower()
            if at + 1 < len(chain) - 1:
                named = chain[at + 1]
                return _type_name(named.name.split(".")[0], named)
    return ""


def _type_name(name: str, statement: Statement) -> str:
    if name and name not in _GETTERS:
        return name.lower()
    for argument in statement.arguments() or [statement.tokens]:
        if argument and argument[0].kind == "text":
            return argument[0].text.lower()
        return _reference(argument).rsplit(".", 1)[-1].lower()
    return ""


def _constant(given: list[list[Token]]) -> str:
    """``true`` or ``false`` where exactly that is given, as a word or as text."""
    said = given[0] if given else []
    word = said[0].text.lower() if len(said) == 1 else ""
    return word if word in ("true", "false") else ""


def _files(statement: Statement) -> Iterator[str]:
    """Names of files of this project that a statement lists."""
    tokens = statement.tokens
    for at, token in enumerate(tokens):
        before = {t.text for t in tokens[max(0, at - 2) : at]}
        if token.kind in ("text", "built") and "getDefaultProguardFile" not in before:
            yield _COMPUTED_HEAD.sub("", token.text)
