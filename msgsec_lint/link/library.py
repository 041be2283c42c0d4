"""What the linker asks of the models of libraries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class LibraryTypes(Protocol):
    """What the linker asks of the library models."""

    @property
    def handlers(self) -> Iterable[str]:
        """Properties of library objects that functions are assigned to, to be called later."""

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

    def handler_type(self, name: str, index: int) -> str | None:
        """Type of a parameter of a function assigned to a property: ``WebSocket.onmessage``."""

    def is_known(self, name: str) -> bool:
        """Whether models describe calling a name."""

    def is_class(self, name: str) -> bool:
        """Whether a dotted name is known to be a class."""

    def is_named(self, name: str) -> bool:
        """Whether models speak of a class or annotation of that name, or of its members."""

    def gives(self, family: str, method: str) -> str:
        """What a method of a container gives: an element, the like of itself; empty if unknown."""

    def lineage(self, type_: str) -> list[str]:
        """A library type and the types it behaves like, nearest first."""
