"""Static methods that are literals in all but syntax: ``List.of``, ``Map.of``, ``Map.entry``."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

_HOLDERS = frozenset(
    {
        "List.of", "Set.of", "Stream.of", "Arrays.asList", "Collections.singletonList",
        "Collections.singleton", "Optional.of", "Optional.ofNullable", "ImmutableList.of",
        "ImmutableSet.of", "Lists.newArrayList", "Sets.newHashSet", "EnumSet.of", "Mono.just",
        "Flux.just", "Single.just", "Observable.just", "Flowable.just", "Maybe.just",
        "CompletableFuture.completedFuture", "Futures.immediateFuture",
    }
)  # fmt: skip
"""Methods whose result holds their arguments."""
_SAME = frozenset(
    {
        "List.copyOf", "Set.copyOf", "Map.copyOf", "Collections.unmodifiableList",
        "Collections.unmodifiableSet", "Collections.unmodifiableMap", "Arrays.stream",
        "Collections.unmodifiableCollection", "Collections.synchronizedList",
        "Collections.synchronizedMap", "ImmutableList.copyOf", "ImmutableSet.copyOf",
        "ImmutableMap.copyOf",
    }
)  # fmt: skip
"""Methods that give the elements of their first argument."""
_MAPPINGS = frozenset({"Map.of", "ImmutableMap.of", "Collections.singletonMap"})
_PAIRS = frozenset({"Map.entry", "Maps.immutableEntry", "Pair.of", "Pair.create"})


def made_of(low: Lowering, node: Node, receiver: int, method: str, given: list[int]) -> int:
    """What a static method that makes a collection of its arguments gives; -1 for others."""
    scope = low.scope
    held = scope.values[receiver]
    if held[0] != f.NAME or not given:
        return -1
    name = f"{held[3]}.{method}"
    start, end = node.start_byte, node.end_byte
    if name in _HOLDERS:
        return scope.add(f.SEQ, start, end, [*given])
    if name in _SAME:
        return given[0]
    if name in _PAIRS and len(given) == 2:
        return scope.add(f.SEQ, start, end, [*given])
    if name in _MAPPINGS:
        pairs = zip(given[::2], given[1::2], strict=False)
        entries = [[_literal(low, key), key, value] for key, value in pairs]
        return scope.add(f.MAP, start, end, entries)
    return -1


def _literal(low: Lowering, value: int) -> object:
    held = low.scope.values[value]
    return held[3] if held[0] == f.CONST else None
