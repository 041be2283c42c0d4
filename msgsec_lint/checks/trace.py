"""How the analyzer sees one line: asked from the engine itself, and told by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from msgsec_lint.checks.allowed import Allowances
from msgsec_lint.checks.analysis import Analysis, analyse, composer, scope_of
from msgsec_lint.checks.collect import read_all
from msgsec_lint.checks.compose import Composer
from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.flow import MAX_WRAPPERS, FlowCheck
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.listening import Heard, Listener
from msgsec_lint.checks.request import ScanRequest, find_files
from msgsec_lint.checks.shape import ShapeCheck
from msgsec_lint.checks.sinks import Sinks
from msgsec_lint.checks.spots import Spot, denoted, lines_with_code, modelled, spots
from msgsec_lint.checks.witness import Handed
from msgsec_lint.facts import model as f
from msgsec_lint.facts.store import Store
from msgsec_lint.files.errors import FilesError
from msgsec_lint.findings import suppression
from msgsec_lint.findings.lines import LineMap
from msgsec_lint.findings.model import Confidence, Finding
from msgsec_lint.findings.trace import Place, Source, Stop, Trace, Value
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.state import Hit, shown_as
from msgsec_lint.policy.models import Entry

MAX_TEXT = 80
"""Characters shown of what is written somewhere."""


class Asked(NamedTuple):
    """The place that somebody asks about."""

    path: str
    """Relative to the root of the scan."""
    line: int
    column: int
    """0 for the whole line."""


def trace(request: ScanRequest, asked: Asked) -> Trace:
    """How a line is seen. Raises FilesError where there is nothing to see."""
    scope = scope_of(request)
    _check_file(request, {file.path for file in scope.read.files}, asked.path)
    store = Store(request.cache_dir)
    reads = read_all(request.root, scope.read.files, None)
    builds = read_all(request.root, scope.read.build_files, None)
    made = analyse(request, reads, builds, store)
    store.close()
    units = [at for at, unit in enumerate(made.program.units) if unit.path == asked.path]
    if not units:
        reason = next(c.reason for c in made.collected if c.path == asked.path)
        raise FilesError(f"{asked.path} is not analysed ({reason}); a scan says more about it.")
    lines = LineMap(made.text(asked.path))
    found = spots(made.program, units[0], lines, asked.line, asked.column)
    if not found:
        raise FilesError(_nothing_there(asked, lines_with_code(made.program, units[0], lines)))
    return _Tracing(request, made, found).told(asked, units[0])


def _check_file(request: ScanRequest, known: set[str], path: str) -> None:
    if path in known:
        return
    alone = find_files(request.root, (path,), request.config, force_exclude=True)
    reason = f" ({next(iter(alone.skipped))})" if alone.skipped else ""
    raise FilesError(
        f"{path} is not among the files of the scan{reason}; `msgsec-lint scan --show-files` lists "
        "those that are."
    )


def _nothing_there(asked: Asked, known: list[int]) -> str:
    near = min(known, key=lambda line: (abs(line - asked.line), line), default=0)
    column = f", column {asked.column}" if asked.column and near == asked.line else ""
    hint = f"line {near} does" if near and not column else "leave the column out"
    if not near:
        hint = "nothing in this file does"
    return f"Line {asked.line}{column} of {asked.path} holds no call and no assignment; {hint}."


class _Tracing:
    """One run of the checks for one line."""

    def __init__(self, request: ScanRequest, made: Analysis, asked: list[Spot]) -> None:
        self._request = request
        self._made = made
        self._program = made.program
        self._spots = asked
        self._composer: Composer = composer(request, made)
        self._rules = list(request.ruleset.rules.values())
        self._switches = Switches(made.search, made.project)
        spans = {(spot.function, spot.start, spot.end) for spot in asked}
        self._listener = Listener(made, spans)

    def told(self, asked: Asked, unit: int) -> Trace:
        """All about the line."""
        drafts = self._drafts(unit)
        shown, withheld = self._divided(drafts, asked)
        return Trace(
            path=asked.path,
            line=asked.line,
            zone=self._made.zones.of[unit],
            zone_why=self._made.zones.why[unit],
            places=tuple(self._place(spot) for spot in self._spots),
            findings=tuple(shown),
            withheld=tuple(withheld),
        )

    def _drafts(self, unit: int) -> list[Draft]:
        """Run the rules at all places that the line may hand something to."""
        made = self._made
        check = FlowCheck(made.fresh(), made.zones, self._rules, self._switches, self._listener)
        wanted = [True] * len(self._program.units)
        sinks = Sinks(made.search, check.places, wanted, self._listener).find()
        applicable = {zone for rule in self._rules for zone in rule.zones}
        handed_on = self._handed_on()
        here = {(spot.function, spot.start, spot.end) for spot in self._spots}
        drafts = list(check.run(
            sink for sink in sinks
            if (sink.function, sink.start, sink.end) in here
            or (sink.function in handed_on
                and made.zones.of[self._program.unit_of[sink.function]] in applicable)
        ))  # fmt: skip
        shapes = ShapeCheck(made.search, made.zones, self._switches)
        for rule in self._rules:
            drafts.extend(shapes.run(rule))
        return [draft for draft in drafts if self._program.unit_of[draft.function] == unit]

    def _handed_on(self) -> set[int]:
        """The functions that calls of the line reach, as far as wrappers are followed."""
        calls = self._made.search.calls
        level = {
            target.function
            for spot in self._spots
            if spot.call >= 0
            for target in calls.targets((spot.function, spot.call))
        }
        found = set(level)
        for _ in range(MAX_WRAPPERS - 1):
            level = {
                target.function
                for function in level
                for number, held in enumerate(self._program.body(function).values)
                if held[0] == f.CALL
                for target in calls.targets((function, number))
            } - found
            found |= level
        return found

    def _divided(
        self, drafts: list[Draft], asked: Asked
    ) -> tuple[list[Finding], list[tuple[Finding, str]]]:
        """The findings on the line that a scan shows, and the others with why it does not."""
        request, made = self._request, self._made
        permits = Allowances(made.search.linker, request.config, request.ruleset.rules).permits
        allowed = self._on_line([draft for draft in drafts if permits(draft)], asked)
        kept = self._on_line([draft for draft in drafts if not permits(draft)], asked)
        outcome = suppression.apply(
            kept,
            made.comments(made.collected),
            known=request.ruleset.known,
            selected=request.ruleset.rules,
            today=date.today(),  # noqa: DTZ011 - expiry dates are meant in the reader's own time
        )
        withheld = [(finding, "the policy file allows it") for finding in allowed]
        withheld += [(finding, _suppressed(finding)) for finding in outcome.suppressed]
        least = f"below {request.min_severity} severity or {request.min_confidence} confidence"
        withheld += [(one, f"it is {least}") for one in outcome.shown if not request.shows(one)]
        return [one for one in outcome.shown if request.shows(one)], withheld

    def _on_line(self, drafts: list[Draft], asked: Asked) -> list[Finding]:
        best: dict[tuple[str, int, int], Finding] = {}
        drafts = sorted(drafts, key=lambda draft: (-draft.confidence, len(draft.steps), draft))
        for finding in self._composer.findings(drafts):
            place = finding.primary
            if place.path == asked.path and place.line == asked.line:
                best.setdefault((finding.rule_id, place.line, place.column), finding)
        return list(best.values())

    def _place(self, spot: Spot) -> Place:
        span = (spot.function, spot.start, spot.end)
        search, site = self._made.search, (spot.function, spot.call)
        over = [
            f"{one.entry.sink}: {one.why}{_conditions(one.entry)}"
            for one in self._listener.passed_over[span]
        ]
        return Place(
            form="call" if spot.call >= 0 else "assignment",
            text=self._text(*span),
            location=self._composer.location(*span),
            denotes=tuple(denoted(search, site)) if spot.call >= 0 else (),
            models=tuple(modelled(search, site)) if spot.call >= 0 else (),
            passed_over=tuple(dict.fromkeys(over)),
            values=tuple(self._values(spot, self._listener.heard[span])),
        )

    def _values(self, spot: Spot, heard: list[Heard]) -> Iterator[Value]:
        arrived = {(one.handed.start, one.handed.end) for one in heard}
        told = list(heard)
        for handed in spot.values:
            if (handed.start, handed.end) not in arrived:
                one = Heard(self._made, handed, None, "")
                one.ask()
                told.append(one)
        told.sort(key=lambda one: (one.handed.start, one.handed.end))
        seen: dict[Value, None] = {}
        for one in told:
            seen[self._value(one, spot)] = None
        yield from seen

    def _value(self, heard: Heard, spot: Spot) -> Value:
        handed = heard.handed
        hits = _best(heard.hits)
        here = heard.entry is not None and spot.call >= 0
        through = heard.name if heard.entry is not None else ""
        return Value(
            text=self._text(handed.function, handed.start, handed.end),
            location=self._composer.location(handed.function, handed.start, handed.end),
            place=(heard.entry.sink or "") if heard.entry is not None else "",
            through=through if here else heard.name,
            shown=shown_as(handed.mode),
            sources=tuple(self._source(hit, heard) for hit in hits),
            origins=tuple(dict.fromkeys(self._origins(heard, handed))),
            stops=tuple(self._stops(heard)),
        )

    def _source(self, hit: Hit, heard: Heard) -> Source:
        judged = heard.judged.get(hit)
        sure = judged.confidence if judged is not None else 0
        lowered = tuple(judged.reasons) if judged is not None else ()
        said = [
            f"{one.rule_id}: {_name(one.confidence) if one.confidence else 'no finding'}"
            + (f", {one.why}" if one.why else "")
            for one in (judged.decisions if judged is not None else ())
        ]
        if heard.entry is not None and not said:
            said = [f"no chosen rule asks for {k.KIND_NAMES[hit.kind]} at a {heard.entry.sink}"]
            if judged is None:
                said = ["it does not get through what hands it on"]
            elif sure <= 0:
                said = ["nothing is left of the confidence"]
        return Source(
            kind=k.KIND_NAMES[hit.kind],
            confidence=_name(hit.confidence),
            why=hit.why,
            path=tuple(self._composer.step(step) for step in hit.steps),
            arrives=_name(sure) if sure > 0 else None,
            lowered=lowered,
            decisions=tuple(dict.fromkeys(said)),
        )

    def _origins(self, heard: Heard, handed: Handed) -> Iterator[str]:
        head = self._program.head(handed.function)
        known = len(self._made.search.calls.callers(handed.function))
        calls = f"{known or 'no'} known call{'' if known == 1 else 's'}"
        give = f"{calls} may give it" if known else "no known call gives it"
        for exit_ in heard.exits:
            name = head.parameters[exit_.parameter].name + "".join(exit_.path)
            where = f"the parameter `{name}` of {head.symbol or 'a function'}"
            yield f"{where}; {f'findings are at its calls, {calls}' if heard.wraps else give}"

    def _stops(self, heard: Heard) -> Iterator[Stop]:
        notes = sorted(
            heard.tracer.notes, key=lambda note: (note.function != heard.handed.function, note)
        )
        for note in notes:
            location = self._composer.location(note.function, note.start, note.end)
            text = self._text(note.function, note.start, note.end)
            yield Stop(code=note.sort, location=location, why=f"`{text}`: {note.why}")

    def _text(self, function: int, start: int, end: int) -> str:
        path = self._program.unit(function).path
        text = self._made.text(path)[start:end].decode("utf-8", "replace")
        line = " ".join(text.split())
        return line if len(line) <= MAX_TEXT else f"{line[: MAX_TEXT - 1]}…"


def _best(hits: list[Hit]) -> list[Hit]:
    """Of each kind the surest source, and of several the nearest."""
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.confidence, len(hit.steps), hit)):
        best.setdefault(hit.kind, hit)
    return list(best.values())


def _name(confidence: int) -> Confidence:
    return k.CONFIDENCE_NAMES[confidence]


def _suppressed(finding: Finding) -> str:
    made = finding.suppression
    if made is None:
        return "a comment silences it"
    return f"the comment in line {made.location.line} silences it: {made.reason}"


def _conditions(entry: Entry) -> str:
    said = [f"when {entry.when}" if entry.when else "", f"unless {entry.unless}"]
    told = ", ".join(said[: 1 + bool(entry.unless)]).strip(", ")
    return f" ({told})" if told else ""
