"""What the linker asks of the models of libraries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

Holding = Literal["itself", "first", "last", "elements", "values", "positions", "class"]
"""What the arguments of a generic type say of a thing of that type."""


class Conventions(Protocol):
    """What names mean wherever they are met in a group of languages."""

    @property
    def generics(self) -> Mapping[str, Holding]:
        """Last name of a generic type → what its arguments say of a thing of that type."""

    @property
    def copies(self) -> frozenset[str]:
        """Functions that copy what they are given first, with the parts set that keywords name."""

    @property
    def partials(self) -> frozenset[str]:
        """Functions that give back the function they are given first, with arguments filled in."""

    @property
    def listeners(self) -> frozenset[str]:
        """Last names of calls that take a function for an event of an emitter."""

    @property
    def emitters(self) -> tuple[str, ...]:
        """How names of types end that emit events."""

    @property
    def emits(self) -> tuple[str, ...]:
        """Last names of calls that emit an event."""

    @property
    def chains(self) -> frozenset[str]:
        """Methods of promises: a function handed to them is given the promise's result."""

    @property
    def filled_in(self) -> frozenset[str]:
        """Names of first parameters that whoever calls back fills in itself."""


class LibraryTypes(Protocol):
    """What the linker asks of the library models."""

    def conventions(self, group: str) -> Conventions:
        """What names mean in the languages of a group, wherever they are met."""

    @property
    def handlers(self) -> Iterable[str]:
        """Properties of library objects that functions are assigned to, to be called later."""

    @property
    def exposing(self) -> Iterable[str]:
        """Last names of calls that make functions global under a name that they are given."""

    def exposes(self, call: str) -> bool:
        """Whether a call does so."""

    def result_type(self, name: str) -> str | None:
        """Type of what a library function returns."""

    def attribute_type(self, type_: str, name: str) -> str | None:
        """Type of an attribute of a library type."""

    def value_type(self, name: str) -> str | None:
        """Type of a module-level value of a library."""

    def override_type(self, base: str, method: str, index: int, name: str) -> str | None:
        """Type of a parameter (receiver not counted) of a method that a subclass overrides."""

    def decorated_type(self, decorator: str, index: int, name: str) -> str | None:
        """Type of a parameter (receiver not counted) of a function under a decorator."""

    def callback_type(
        self, call: str, argument: int | str, index: int, first: object = None
    ) -> str | None:
        """Type of a parameter of a function handed to a library call.

        ``first`` is the literal that the call is given first, which may name an event.
        """

    def taking_objects(self) -> Iterable[tuple[str, str]]:
        """Calls by their last names, each with the property under which it takes a function.

        ``entries`` stands for all properties of an object that is written out.
        """

    def heard_at(self, call: str, argument: int | str) -> Iterable[tuple[str, int]]:
        """Channels over which a function that is handed to a call is sent what it is given.

        With each, how many parameters in front the library fills in itself.
        """

    def hearing(self, channel: str) -> Iterable[tuple[str, int | str]]:
        """Calls that hand functions over which hear a channel, and the arguments these are."""

    def sending(self, channel: str) -> Iterable[str]:
        """Calls that send over a channel."""

    def sent_over(self, call: str) -> Iterable[str]:
        """Channels over which a call sends what it is given behind the name of an event."""

    def sent_by_name(self, last: str, receiver: str) -> Iterable[str]:
        """The same by the last name of a call and what stands before the dot in the code."""

    def may_send(self, last: str) -> bool:
        """Whether a call of a last name sends over a channel."""

    def handler_type(self, name: str, index: int) -> str | None:
        """Type of a parameter of a function assigned to a property: ``WebSocket.onmessage``."""

    def is_known(self, name: str) -> bool:
        """Whether models describe calling a name."""

    def is_made_function(self, group: str, type_: str) -> bool:
        """Whether instances of a type are called like functions in the languages of a group."""

    def is_class(self, name: str) -> bool:
        """Whether a dotted name is known to be a class."""

    def speaks_of(self, owner: str) -> bool:
        """Whether models may describe something that belongs to a package, module or class."""
        ...

    def is_named(self, name: str) -> bool:
        """Whether models speak of a class or annotation of that name, or of its members."""

    def gives(self, group: str, method: str) -> str:
        """What a method of a container gives: an element, the like of itself; empty if unknown."""

    def lineage(self, type_: str) -> list[str]:
        """A library type and the types it behaves like, nearest first."""
