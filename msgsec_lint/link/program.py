"""All files of a scan as one program: functions and classes by number, bodies on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from msgsec_lint.facts import model as f
from msgsec_lint.languages.registry import LANGUAGES
from msgsec_lint.languages.traits import Traits


class Unit(Struct, frozen=True):
    """One file of the program."""

    path: str
    """POSIX path relative to the root of the scan."""
    facts: f.FileFacts
    first: int
    """Program-wide number of its first function (the module body)."""
    traits: Traits
    """How its language behaves."""

    @property
    def family(self) -> str:
        """The languages whose code it can call."""
        return self.traits.group


ValueRef = tuple[int, int]
"""``(function, value)``."""

CallSite = ValueRef
"""``(function, value)`` of a call."""

ClassRef = tuple[int, int]
"""``(unit, class index)``."""


class Program:
    """The facts of every file, addressed by program-wide function numbers.

    Bodies are decoded when first asked for, so that the cost of a scan follows what flows touch.
    """

    def __init__(self, files: Sequence[tuple[str, f.FileFacts]]) -> None:
        self.units: list[Unit] = []
        self.unit_of: list[int] = []
        first = 0
        for index, (path, facts) in enumerate(files):
            self.units.append(Unit(path, facts, first, LANGUAGES[facts.language]))
            count = len(facts.functions)
            self.unit_of.extend([index] * count)
            first += count
        self._bodies: list[f.Body | None] = [None] * first
        self._classes_by_name: dict[str, list[ClassRef]] | None = None
        self._classes_by_base: dict[str, list[ClassRef]] | None = None
        self._methods_by_name: dict[str, list[int]] | None = None
        self._extensions_by_name: dict[str, list[int]] | None = None
        self._extensions_by_type: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._lambdas: dict[int, dict[int, list[CallSite]]] = {}
        self._sites: dict[str, list[CallSite]] = {}
        self._calls: dict[str, list[tuple[int, list[int]]]] | None = None
        self._stores_index: dict[str, list[tuple[int, list[int]]]] | None = None
        self._stores: dict[str, list[tuple[int, f.Store]]] = {}

    def units_named_by(self, naming: str) -> list[int]:
        """The files of languages that find names in one way."""
        return [index for index, unit in enumerate(self.units) if unit.traits.naming == naming]

    def unit(self, function: int) -> Unit:
        """The file that holds a function."""
        return self.units[self.unit_of[function]]

    def traits(self, function: int) -> Traits:
        """How the language behaves in which a function is written."""
        return self.units[self.unit_of[function]].traits

    def head(self, function: int) -> f.Function:
        """The signature of a function."""
        unit = self.units[self.unit_of[function]]
        return unit.facts.functions[function - unit.first]

    def body(self, function: int) -> f.Body:
        """The value graph of a function."""
        body = self._bodies[function]
        if body is None:
            unit = self.units[self.unit_of[function]]
            body = f.decode_body(unit.facts.bodies[function - unit.first])
            self._bodies[function] = body
        return body

    def class_head(self, ref: ClassRef) -> f.Class:
        """The head of a class."""
        return self.units[ref[0]].facts.classes[ref[1]]

    def owner(self, function: int) -> ClassRef | None:
        """The class whose method or body a function is."""
        index = self.unit_of[function]
        owner = self.units[index].facts.functions[function - self.units[index].first].owner
        return (index, owner) if owner >= 0 else None

    def enclosing_class(self, function: int) -> ClassRef | None:
        """The class of the method in which a function stands, through nested functions."""
        unit = self.unit(function)
        local = function - unit.first
        while local >= 0:
            head = unit.facts.functions[local]
            if head.owner >= 0:
                return (self.unit_of[function], head.owner)
            local = head.parent
        return None

    def method(self, ref: ClassRef, name: str) -> int:
        """The function number of a class's own method, or -1."""
        local = self.class_head(ref).methods.get(name, -1)
        return self.units[ref[0]].first + local if local >= 0 else -1

    def methods(self, ref: ClassRef, name: str) -> list[int]:
        """The function numbers of a class's own methods of a name."""
        head = self.class_head(ref)
        first = self.units[ref[0]].first
        local = head.constructor if name == "<init>" else head.methods.get(name, -1)
        if local < 0:
            return []
        return [first + local, *(first + other for other in head.overloads.get(name, ()))]

    def own_parameters(self, function: int) -> list[f.Parameter]:
        """The parameters of a function but its receiver."""
        head = self.head(function)
        bound = head.flags & (f.METHOD | f.EXTENSION) and not head.flags & f.STATIC
        return head.parameters[1:] if bound else head.parameters

    def global_values(self, unit: int, name: str) -> list[ValueRef]:
        """Every binding of a module-level name of a file."""
        flat = self.units[unit].facts.globals.get(name, [])
        first = self.units[unit].first
        return [(first + flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]

    def shares_names(self, ref: ClassRef) -> bool:
        """Whether a field and a method of a class may have one name."""
        return self.units[ref[0]].traits.fields_and_methods_share_names

    def other_names(self, ref: ClassRef, name: str) -> tuple[str, ...]:
        """Names under which other languages of a group know a property: ``x`` is ``getX()``."""
        if not name or not self.units[ref[0]].traits.properties_are_getters:
            return ()
        for prefix in ("get", "is"):
            rest = name[len(prefix) :]
            if name.startswith(prefix) and rest[:1].isupper():
                return (rest[0].lower() + rest[1:],)
        upper = name[0].upper() + name[1:]
        return (f"get{upper}", f"is{upper}")

    def classes_named(self, name: str) -> list[ClassRef]:
        """All classes of that simple name."""
        if self._classes_by_name is None:
            self._classes_by_name = {}
            for index, unit in enumerate(self.units):
                for number, head in enumerate(unit.facts.classes):
                    self._classes_by_name.setdefault(head.name, []).append((index, number))
        return self._classes_by_name.get(name, [])

    def classes_based_on(self, name: str) -> list[ClassRef]:
        """All classes that name a class of that simple name among their bases."""
        if self._classes_by_base is None:
            self._classes_by_base = {}
            for index, unit in enumerate(self.units):
                for number, head in enumerate(unit.facts.classes):
                    for base in head.bases:
                        self._classes_by_base.setdefault(simple_type(base), []).append(
                            (index, number)
                        )
        return self._classes_by_base.get(name, [])

    def methods_named(self, name: str) -> list[int]:
        """All methods of that name, in any class."""
        if self._methods_by_name is None:
            self._methods_by_name = {}
            for unit in self.units:
                for head in unit.facts.classes:
                    for method, local in head.methods.items():
                        held = self._methods_by_name.setdefault(method, [])
                        held.append(unit.first + local)
                        held.extend(unit.first + o for o in head.overloads.get(method, ()))
                for local in _extensions(unit.facts):
                    name_ = unit.facts.functions[local].name
                    self._methods_by_name.setdefault(name_, []).append(unit.first + local)
        return self._methods_by_name.get(name, [])

    def extensions_named(self, name: str) -> list[int]:
        """All functions of that name that stand outside a class and are called like methods."""
        if self._extensions_by_name is None:
            self._extensions_by_name = {}
            for unit in self.units:
                for local in _extensions(unit.facts):
                    held = self._extensions_by_name.setdefault(unit.facts.functions[local].name, [])
                    held.append(unit.first + local)
        return self._extensions_by_name.get(name, [])

    def extensions_of(self, group: str, name: str, types: set[str]) -> list[int]:
        """Those of a name whose receivers are declared as one of some types, by simple names."""
        by_type = self._extensions_by_type.get((group, name))
        if by_type is None:
            by_type = self._extensions_by_type[group, name] = {}
            for function in self.extensions_named(name):
                if self.traits(function).group == group:
                    declared = simple_type(self.head(function).parameters[0].type or "")
                    by_type.setdefault(declared, []).append(function)
        found = [by_type[type_] for type_ in types if type_ in by_type]
        return found[0] if len(found) == 1 else sorted(x for part in found for x in part)

    def calls_named(self, name: str) -> list[CallSite]:
        """All calls whose callee's last name is that; ``&name`` for names handed to calls.

        Calls of a module that is called itself, by whatever name, go by the module's name too.
        """
        sites = self._sites.get(name)
        if sites is None:
            index = self._calls
            if index is None:
                index = self._calls = self._index_calls()
            held = index.get(name, [])
            whole = index.get(f.whole_module(name))
            sites = [
                (first + flat[i], flat[i + 1])
                for first, flat in (held + whole if whole else held)
                for i in range(0, len(flat), 2)
            ]
            if whole:
                sites = sorted(set(sites))
            self._sites[name] = sites
        return sites

    def handing(self, function: int) -> list[CallSite]:
        """The calls that a function may be handed to, by its name or, nameless, where it stands."""
        head = self.head(function)
        if head.name:
            return self.calls_named("&" + head.name)
        index = self.unit_of[function]
        found = self._lambdas.get(index)
        if found is None:
            found = self._lambdas[index] = {}
            unit = self.units[index]
            flat = unit.facts.calls.get("&<lambda>", [])
            for at in range(0, len(flat), 2):
                site = (unit.first + flat[at], flat[at + 1])
                values = self.body(site[0]).values
                call = values[site[1]]
                for argument in (*call[4], *(value for _, value in call[5])):
                    if argument >= 0 and values[argument][0] == f.FUNC:
                        number = unit.first + values[argument][3]
                        found.setdefault(number, []).append(site)
        return found.get(function, [])

    def _index_calls(self) -> dict[str, list[tuple[int, list[int]]]]:
        """Name → first function number and flat call list of every file that calls it."""
        index: dict[str, list[tuple[int, list[int]]]] = {}
        for unit in self.units:
            first, facts = unit.first, unit.facts
            for name, flat in facts.calls.items():
                held = index.get(name)
                if held is None:
                    index[name] = [(first, flat)]
                else:
                    held.append((first, flat))
            for name, others in facts.aliases.items():
                for other in others:
                    if other in facts.calls:
                        index.setdefault(name, []).append((first, facts.calls[other]))
        return index

    def stores_named(self, name: str) -> list[tuple[int, f.Store]]:
        """All attribute assignments of that name, with the function that makes them."""
        found = self._stores.get(name)
        if found is None:
            found = []
            index = self._stores_index
            if index is None:
                index = self._stores_index = {}
                for unit in self.units:
                    for stored, flat in unit.facts.stores.items():
                        index.setdefault(stored, []).append((unit.first, flat))
            for first, flat in index.get(name, ()):
                for i in range(0, len(flat), 2):
                    function = first + flat[i]
                    found.append((function, self.body(function).stores[flat[i + 1]]))
            self._stores[name] = found
        return found

    def functions(self) -> Iterator[int]:
        """All function numbers."""
        return iter(range(len(self.unit_of)))


def _extensions(facts: f.FileFacts) -> list[int]:
    return [at for at, head in enumerate(facts.functions) if head.flags & f.EXTENSION]


def simple_type(declared: str) -> str:
    """The last part of the name of a type, without its arguments."""
    return declared.split("[", 1)[0].rsplit(".", 1)[-1]


def shared_folders(one: str, other: str) -> int:
    """How many folders two paths have in common, from the root."""
    count = 0
    for a, b in zip(one.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        count += 1
    return count
