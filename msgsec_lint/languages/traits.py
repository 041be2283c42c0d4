"""The record in which a language says how it differs from others beyond its syntax.

Later stages ask this record and never which language it is: a new language fills in a record and
touches no other room. A field is named for the property it states, so that reading a place which
asks for it says why that place differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Building = Literal["", "source-sets", "packages", "modules"]
"""What says to which part of a project a file belongs: ``source-sets`` of modules, as Gradle and
Maven have them; ``packages`` with a list of what they need, as npm has them; ``modules`` with the
paths of their packages, as in ``go.mod``; or nothing but its folder."""

Naming = Literal["module", "package", "script", "folder"]
"""What a file's names belong to: a ``module`` with a dotted name, one per file; a ``package`` that
the file states; a ``script`` that others import by its path; the ``folder`` that it lies in."""


class Traits(Struct, frozen=True, kw_only=True):
    """How one language behaves.

    The defaults state the commonest behaviour; a language names what it does differently.
    """

    name: str
    """The language, as facts and rules name it."""
    group: str
    """Languages of one group call each other's code and share their models of libraries; it is
    also the name under which models are kept."""

    # Files.

    endings: Mapping[str, str] = {}
    """How the names of its files end, with the dot and in lower case, and what its front end knows
    such a file as: the language, or the name of a form that the language is one part of."""
    interpreters: tuple[str, ...] = ()
    """Programs that run its scripts, as their first lines name them, without a version."""

    # Names and types: what the linker asks.

    naming: Naming
    """How names are found across files."""
    standard_modules: frozenset[str] = frozenset()
    """First parts of names of modules that come with the language and are none of the tree."""
    default_names: Mapping[str, frozenset[str]] = {}
    """Package → its names that every file sees without an import."""
    default_packages: tuple[str, ...] = ()
    """Packages that every file imports, as far as models know what is in them."""
    name_roots: frozenset[str] = frozenset()
    """First parts of full names that are written out in code."""
    facade_suffix: str = ""
    """Others of the group know what stands outside of classes in a file as members of a class that
    is named after the file, with this at the end."""
    global_objects: frozenset[str] = frozenset()
    """Names of the object whose members are the global names."""
    fields_and_methods_share_names: bool = False
    """A field and a method of a class may have one name."""
    properties_are_getters: bool = False
    """``x``, ``getX()`` and ``isX()`` are one property."""
    methods_read_properties: bool = False
    """``m.body()`` may be the accessor of the component ``body`` of a record."""
    keys_are_members: bool = False
    """What an object that is written out has under a key is read like a member: ``o.key``."""
    unpacks_fields: bool = False
    """Unpacking takes an object apart by the fields of its constructor, in their order."""
    several_results: bool = False
    """A function gives several results at once, of which models name the type of the first."""
    mappings_iterate_entries: bool = False
    """Iterating over a mapping gives its entries, and not its keys."""
    container_properties: Mapping[str, str] = {}
    """Properties by which containers, pairs and entries give what they hold: with each what it
    gives of a container, in the words of ``gives`` in models, or nothing where it gives a part."""
    components: Mapping[str, int] = {}
    """Names of the parts of pairs and entries, with the places of the parts."""
    entering_methods: tuple[str, ...] = ()
    """Methods that give what a block is entered with: ``with x as y``."""
    generator_managers: tuple[str, ...] = ()
    """How names of decorators end that make a generator something to enter a block with."""
    makers: tuple[str, ...] = ()
    """Functions that these stand in front of make what the rest names: ``pkg.NewClient`` gives a
    ``pkg.Client``. Where there are none, calling what begins with a capital makes one of that."""
    overloads_by_type: bool = False
    """Methods of one name are told apart by the types of their parameters."""
    structural_interfaces: bool = False
    """Types do not name the interfaces that they implement: they have all of their methods."""
    overrides_concrete_methods: bool = False
    """A method that does something of its own is overridden as a matter of course."""
    one_implementer_is_meant: bool = False
    """Of many types that keep what an interface promises, a call through it means one."""
    untyped_is_foreign: bool = False
    """The language knows the types of all values, so that one whose type is not known here is as a
    rule of a type outside the tree."""
    untyped_are_containers: bool = False
    """Lists, maps and promises mostly go without a type: what has no known type here is taken to be
    one of them."""
    constructor_names: tuple[str, ...] = ()
    """Names besides that of the class under which its constructor is called."""
    function_methods: frozenset[str] = frozenset()
    """The one method of common interfaces that stand for a function: ``f.accept(x)`` calls f.
    Without any, functions are called by themselves only."""
    beside_function_methods: frozenset[str] = frozenset()
    """Methods of these interfaces, and of all things, that do not call the function."""
    invoking_methods: frozenset[str] = frozenset()
    """Methods by which any value that is a function is called."""
    binding_methods: frozenset[str] = frozenset()
    """Methods of a function that give it back with its receiver filled in."""
    listens_by_name: bool = False
    """Functions are handed over for an event that a text or constant names, and called with what
    is sent under that name: ``o.on("message", f)``."""
    keywords_are_properties: bool = False
    """Keywords of a call are the properties of the one object that its function is given."""
    nameless_are_called_later: bool = False
    """What stands behind a function without a name in a call is handed over to it later, as it is
    to one with a name: ``call_later(1, lambda x: …, y)``."""
    later_function: frozenset[str] = frozenset()
    """Keywords by which threads and timers take a function to be called later, if they take too:"""
    later_arguments: frozenset[str] = frozenset()
    """Keywords by which they take what to hand to it: ``Thread(target=f, args=(x,))``."""

    # Values: what the search asks.

    # Places: what checks ask.

    built_by: Building = ""
    """What says to which part of a project a file belongs."""
    program_package: str = ""
    """The package whose files are a program of their own."""
    main_file: str = ""
    """What a file compares with itself to see whether it is the one that was started."""
    module_constants_hold: bool = False
    """What a file binds to a name once stays so: neither builds nor other files set it."""
    texts_name_next: bool = False
    """Logs write all that they are given in a row, so that a text says what comes behind it:
    ``log("token:", x)``."""
    makes_functions: bool = False
    """Libraries give back functions that are called like what they stand for:
    ``const say = debug("app"); say(x)``."""
    empty_methods_are_defaults: bool = False
    """A method that is only found by its name and does nothing leaves it to others of the name."""
    interfaces_name_receivers: bool = False
    """Where a method is only promised, the name of the interface says what its objects are."""
