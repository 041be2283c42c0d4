"""Rule files: their form, how they are read, and how a run chooses among them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

import msgsec_lint
from msgsec_lint.findings.model import Confidence, Severity
from msgsec_lint.policy.document import Document, PolicyError, load_documents, yaml_files
from msgsec_lint.policy.patterns import pattern_fault
from msgsec_lint.policy.schema import CANONICAL, KEBAB, VERSION, nearest, suggestion
from msgsec_lint.policy.sections import Policy, Section, read_policy
from msgsec_lint.policy.vocabulary import ENGINES, Engine, Kind, Language, Place, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

POLICY_FILE = "policy.yaml"
MODELS_FOLDER = "models"

Text = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(min_length=1, pattern=CANONICAL)]
Score = Annotated[float, Meta(ge=0.1, le=10.0)]
Literals = str | int | float | bool | None


class FlowBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A flow rule finds data of one of the kinds that arrives at one of the places."""

    kinds: Annotated[tuple[Kind, ...], Meta(min_length=1)]
    places: Annotated[tuple[Place, ...], Meta(min_length=1)]


class ShapeBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One alternative of a shape rule: a form of code that is a finding wherever it stands.

    Exactly one of ``call``, ``set``, ``effect`` and ``unasked`` is given.
    """

    call: Name | None = None
    """Canonical name of what is called; ``{a,b}`` stands for either."""
    set: Name | None = None
    """Canonical name of the attribute that is assigned."""
    effect: Annotated[str, Meta(pattern=KEBAB)] | None = None
    """A call that the models tag with this effect."""
    unasked: Literal["telemetry"] | None = None
    """A switch of telemetry that counts as on before anybody has set it."""
    argument: str | Annotated[int, Meta(ge=0)] | None = None
    """Keyword or 0-based position that ``equals``, ``not_equals`` or ``matches`` looks at."""
    equals: Literals | UnsetType = UNSET
    not_equals: Literals | UnsetType = UNSET
    matches: Text | None = None
    """Regular expression that must be found in the argument, a string literal."""
    missing: Text | None = None
    """Keyword that must be absent, with no ``**`` that could bring it."""
    unless: tuple[Text, ...] = ()
    """Keywords whose presence acquits the call."""
    beside: tuple[Text, ...] = ()
    """Methods of which one was called on the same builder, with a value that is not fixed."""
    within: tuple[Text, ...] = ()
    """Words of which one must stand in the name of the function, its class or its file."""
    unless_beside: dict[str, str] = {}
    """Method of the same builder → regular expression for its first argument, which acquits."""
    message: Text | None = None
    """Instead of the rule's message."""
    confidence: Confidence = "high"


class ManifestBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A setting that the manifest of an Android app must have, where what it is about is used."""

    lacks: Name
    """Name of a ``<meta-data>`` of the ``<application>``; its absence is the finding."""
    uses: Annotated[tuple[Text, ...], Meta(min_length=1)]
    """Imports, or libraries as ``group:artifact``, of which one makes the setting matter."""
    message: Text | None = None
    """Instead of the rule's message."""
    confidence: Confidence = "medium"


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of code that a rule must, or must not, report; test and documentation at once."""

    language: Language
    code: Text
    because: Text
    """One sentence: why this is wrong, or why it is right."""
    name: str = ""
    path: str = "app.py"
    """Where the code is put; zones are inferred from paths."""
    files: dict[str, str] = {}
    """Further files of the example: path → text."""
    at: tuple[int, ...] = ()
    """1-based lines of ``code`` with a primary location of a finding; empty for good examples."""
    confidence: Confidence = "medium"
    """Lowest confidence at which the example is run."""


class Examples(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bad: tuple[Example, ...]
    good: tuple[Example, ...]


class KindOverride(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is different when the data is of one kind."""

    severity: Severity | None = None
    security_severity: Score | None = None
    message: Text | None = None
    shift: Annotated[int, Meta(ge=-2, le=2)] = 0
    """Levels of confidence gained (or lost, if negative): how much a flow of this kind to this
    place says by itself."""


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is looked for, why, and what to do about it: the content of one rule file."""

    id: Annotated[str, Meta(pattern=KEBAB)]
    since: Annotated[str, Meta(pattern=VERSION)]
    status: Literal["preview", "stable", "deprecated"]
    section: str
    title: Text
    message: Text
    """Message of a finding. Flow rules may use ``{kind}`` and ``{place}``."""
    severity: Severity
    security_severity: Score
    precision: Literal["very-high", "high", "medium", "low"]
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)]
    zones: Annotated[tuple[Zone, ...], Meta(min_length=1)]
    why: Text
    remedy: Text
    engine: Engine
    tests: Examples
    cwe: tuple[Annotated[int, Meta(ge=1)], ...] = ()
    kinds: dict[Kind, KindOverride] = {}
    references: tuple[Text, ...] = ()
    flow: FlowBody | None = None
    shape: tuple[ShapeBody, ...] = ()
    manifest: tuple[ManifestBody, ...] = ()


class RuleSet(Struct, frozen=True, kw_only=True):
    """The rules of a run with the policy they belong to."""

    rules: dict[str, Rule]
    """By id, sorted."""
    policy: Policy
    origins: dict[str, str]
    """Rule id → the file it stands in."""
    known: dict[str, str]
    """Rule id → section of every rule that was loaded, chosen or not, sorted."""

    @property
    def digest(self) -> str:
        """Identity of the chosen rules with all their texts, for keys of caches."""
        encoded = msgspec.msgpack.encode((self.rules, self.policy))
        return hashlib.blake2b(encoded, digest_size=16).hexdigest()

    @property
    def sections(self) -> dict[str, Section]:
        """All sections by id, in the order of the policy."""
        return self.policy.sections()


def bundled_rules() -> Path:
    """The directory of the rules that come with the program: in the wheel or in the checkout."""
    package = Path(msgsec_lint.__file__).parent
    inside = package / "_bundled" / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load_rules(
    dirs: Sequence[Path] = (), *, cache_dir: Path | None = None, within: Path | None = None
) -> RuleSet:
    """The bundled rules and those of further directories or files.

    Raises PolicyError for the first thing that is wrong: a word, a duplicate, a missing example.
    """
    home = bundled_rules()
    paths = [home / POLICY_FILE, *_rule_files(home)]
    for directory in dirs:
        found = _rule_files(directory)
        if within is not None and directory.is_relative_to(within):
            _check_inside(found, within)
        paths += found
    documents = load_documents(paths, cache_dir)
    return assemble(read_policy(documents[0]), documents[1:])


def _check_inside(paths: Iterable[Path], within: Path) -> None:
    """No file of rules that a scanned tree names may be a link to outside of it."""
    top = within.resolve()
    for path in paths:
        if not path.resolve().is_relative_to(top):
            hint = "Put the file itself there."
            raise PolicyError(str(path), 0, "this is a link to outside of the tree", hint)


def assemble(policy: Policy, documents: Iterable[Document]) -> RuleSet:
    """Rules from documents that were read already."""
    rules: dict[str, Rule] = {}
    origins: dict[str, str] = {}
    for document in documents:
        rule = read_rule(document, policy)
        if rule.id in rules:
            message = f"the rule `{rule.id}` stands already in {origins[rule.id]}"
            raise document.error(("id",), message, "Give this one another id.")
        rules[rule.id] = rule
        origins[rule.id] = document.path
    rules = dict(sorted(rules.items()))
    known = {rule.id: rule.section for rule in rules.values()}
    return RuleSet(rules=rules, policy=policy.covered(known), origins=origins, known=known)


def _rule_files(directory: Path) -> list[Path]:
    """The rule files of a directory, without the policy and the models; or the one file named."""
    if directory.is_file():
        return [directory]
    if not directory.is_dir():
        raise PolicyError(str(directory), 0, "there is no such directory of rules")
    return [
        path
        for path in yaml_files(directory)
        if path.relative_to(directory).parts[0] not in (MODELS_FOLDER, POLICY_FILE)
    ]


def read_rule(document: Document, policy: Policy) -> Rule:
    """The rule in a document; raises PolicyError for what does not fit together."""
    rule = document.convert(Rule)
    if rule.id != Path(document.path).stem:
        message = f"the rule `{rule.id}` stands in a file of another name"
        raise document.error(("id",), message, f"Rename the file to {rule.id}.yaml.")
    sections = policy.sections()
    if rule.section not in sections:
        message = f"there is no section `{rule.section}`"
        raise document.error(("section",), message, suggestion(rule.section, sections))
    _check_body(rule, document)
    for number, body in enumerate(rule.shape):
        _check_shape(body, number, document)
    _check_examples(rule, document)
    return rule


def _check_body(rule: Rule, document: Document) -> None:
    bodies: dict[str, object] = {"flow": rule.flow, "shape": rule.shape}
    for engine, body in bodies.items():
        if body and engine not in (rule.engine, "shape"):
            message = f"`{engine}` is no body for the engine `{rule.engine}`"
            raise document.error((engine,), message, f"Keep `{rule.engine}` only.")
    if not bodies[rule.engine]:
        message = f"the engine is `{rule.engine}` and there is no key `{rule.engine}`"
        raise document.error(("engine",), message, f"Add `{rule.engine}: …`.")
    placeholders = {"kind", "place"} if rule.engine == "flow" else set()
    for word in re.findall(r"\{(\w*)\}", rule.message):
        if word not in placeholders:
            hint = "Flow rules may use {kind} and {place}."
            raise document.error(("message",), f"nothing stands for {{{word}}}", hint)


def _check_shape(body: ShapeBody, number: int, document: Document) -> None:
    at = ("shape", number)
    given = [
        name for name in ("call", "set", "effect", "unasked") if getattr(body, name) is not None
    ]
    if len(given) != 1:
        message = f"entry {number + 1} of `shape` names {' and '.join(given) or 'no code'}"
        raise document.error(
            at, message, "Give exactly one of `call`, `set`, `effect` and `unasked`."
        )
    tests = [
        name
        for name, value in (("equals", body.equals), ("not_equals", body.not_equals))
        if value is not UNSET
    ] + (["matches"] if body.matches is not None else [])
    if len(tests) > 1:
        raise document.error((*at, tests[1]), f"`{tests[0]}` and `{tests[1]}` exclude each other")
    if body.call is None:
        for name in ("argument", "missing"):
            if getattr(body, name) is not None:
                hint = "Leave it out, or name a `call`."
                raise document.error((*at, name), f"`{name}` belongs to a `call`", hint)
    elif tests and body.argument is None:
        hint = "Add `argument: …`, a keyword or a position."
        raise document.error((*at, tests[0]), f"`{tests[0]}` needs an argument to look at", hint)
    if body.matches is not None and (fault := pattern_fault(body.matches)):
        raise document.error((*at, "matches"), f"`matches` {fault}")
    for method, pattern in body.unless_beside.items():
        if fault := pattern_fault(pattern):
            raise document.error((*at, "unless_beside", method), f"the pattern {fault}")


def _check_examples(rule: Rule, document: Document) -> None:
    for group in ("bad", "good"):
        examples: tuple[Example, ...] = getattr(rule.tests, group)
        for language in rule.languages:
            if all(example.language != language for example in examples):
                message = f"the rule `{rule.id}` has no {group} example in {language}"
                raise document.error(("tests", group), message, "Add one: it tests the rule.")
        for number, example in enumerate(examples):
            _check_example(example, (group, number), document)


def _check_example(example: Example, where: tuple[str, int], document: Document) -> None:
    group, number = where
    at = ("tests", group, number)
    if group == "good" and example.at:
        hint = "Leave it out: a good example has no findings."
        raise document.error((*at, "at"), "a good example cannot have `at`", hint)
    if group == "bad" and not example.at:
        hint = "Add `at: [LINE]`, the lines of the findings."
        raise document.error(at, "a bad example needs `at`", hint)
    lines = example.code.count("\n") + (not example.code.endswith("\n"))
    for line in example.at:
        if not 1 <= line <= lines:
            message = f"line {line} is not in the code, which has {lines}"
            raise document.error((*at, "at"), message)
    for path in (example.path, *example.files):
        if path.startswith("/") or ".." in path.split("/") or not path:
            hint = "Write a path relative to the example's root."
            raise document.error(at, f"`{path}` is no path for an example's file", hint)
    if example.path in example.files:
        message = f"`{example.path}` is also the path of the example's code"
        raise document.error((*at, "files", example.path), message, "Give one of them another.")


def select(ruleset: RuleSet, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> RuleSet:
    """The rules that a run uses; a selector is a rule id, section, principle, engine or ``all``.

    Without ``select`` all rules are chosen except deprecated ones. The narrower selector decides
    where both lists name a rule: ``select III`` with ``ignore III.b`` leaves III.a and III.c,
    ``ignore III`` with ``select content-in-logs`` leaves one rule. At equal width ``ignore`` wins.
    """
    chosen, ignored = list(select), list(ignore)
    known = known_selectors(ruleset)
    for word in (*chosen, *ignored):
        if word not in known:
            close = nearest(word, known)
            hint = f"Did you mean `{close}`?" if close else "See `msgsec-lint rules`."
            message = f"no rule, section, principle or engine is called `{word}`"
            raise PolicyError("", 0, message, hint)
    rules = {
        rule.id: rule
        for rule in ruleset.rules.values()
        if _width(rule, chosen, default=not chosen and rule.status != "deprecated")
        > _width(rule, ignored, default=False)
    }
    return msgspec.structs.replace(ruleset, rules=rules)


def known_selectors(ruleset: RuleSet) -> list[str]:
    """Every word that ``select`` understands."""
    principles = [principle.id for principle in ruleset.policy.principles]
    return [*ruleset.known, *ruleset.sections, *principles, *ENGINES, "all"]


def _width(rule: Rule, selectors: Sequence[str], *, default: bool) -> int:
    """How narrowly the selectors name a rule: 5 by its id, 1 by ``all`` or by default, 0 not."""
    names = (rule.id, rule.section, rule.section.partition(".")[0], rule.engine, "all")
    for rank, name in enumerate(names):
        if name in selectors:
            return len(names) - rank
    return int(default)
