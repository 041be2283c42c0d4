"""Operators and literals of Java, and static methods that are literals in all but syntax."""

from __future__ import annotations

from msgsec_lint.syntax.java.signature import string_content
from msgsec_lint.syntax.lowering import Expression
from msgsec_lint.syntax.operators.binary import Binary
from msgsec_lint.syntax.operators.collections import Items, Makers
from msgsec_lint.syntax.operators.conditional import Conditional
from msgsec_lint.syntax.operators.literals import Number, Single, quoted
from msgsec_lint.syntax.operators.text import Interpolated, interpolation
from msgsec_lint.syntax.operators.unary import Unary, wrapped

BINARY = Binary(truth=True)
MAKERS = Makers(
    holders=frozenset(
        {
            "List.of", "Set.of", "Stream.of", "Arrays.asList", "Collections.singletonList",
            "Collections.singleton", "Optional.of", "Optional.ofNullable", "ImmutableList.of",
            "ImmutableSet.of", "Lists.newArrayList", "Sets.newHashSet", "EnumSet.of", "Mono.just",
            "Flux.just", "Single.just", "Observable.just", "Flowable.just", "Maybe.just",
            "CompletableFuture.completedFuture", "Futures.immediateFuture",
        }
    ),
    same=frozenset(
        {
            "List.copyOf", "Set.copyOf", "Map.copyOf", "Collections.unmodifiableList",
            "Collections.unmodifiableSet", "Collections.unmodifiableMap", "Arrays.stream",
            "Collections.unmodifiableCollection", "Collections.synchronizedList",
            "Collections.synchronizedMap", "ImmutableList.copyOf", "ImmutableSet.copyOf",
            "ImmutableMap.copyOf",
        }
    ),
    pairs=frozenset({"Map.entry", "Maps.immutableEntry", "Pair.of", "Pair.create"}),
    mappings=frozenset({"Map.of", "ImmutableMap.of", "Collections.singletonMap"}),
)  # fmt: skip
_STRING = Interpolated(
    opening=b"\\{",
    plain=string_content,
    between={"string_interpolation": interpolation},
    pieces=frozenset({"string_fragment", "multiline_string_fragment", "escape_sequence"}),
)
_SINGLE = Single({"true": True, "false": False, "null_literal": None})
OPERATORS: dict[str, Expression] = {
    "binary_expression": BINARY,
    "unary_expression": Unary(),
    "update_expression": wrapped,
    "parenthesized_expression": wrapped,
    "ternary_expression": Conditional(),
    "array_initializer": Items(),
    "string_literal": _STRING,
    "character_literal": quoted,
    **dict.fromkeys(("true", "false", "null_literal"), _SINGLE),
    **dict.fromkeys(
        (
            "decimal_integer_literal",
            "hex_integer_literal",
            "octal_integer_literal",
            "binary_integer_literal",
            "decimal_floating_point_literal",
            "hex_floating_point_literal",
        ),
        Number("lLfFdD"),
    ),
}
