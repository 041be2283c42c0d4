"""Java and Kotlin, which compile to one machine and see each other's classes."""

from __future__ import annotations

from typing import Final

from msgspec import structs

from msgsec_lint.languages.traits import Traits

_JAVA_LANG: Final = frozenset(
    {
        "Appendable", "AutoCloseable", "Boolean", "Byte", "Character", "CharSequence", "Class",
        "ClassLoader", "Cloneable", "Comparable", "Deprecated", "Double", "Enum", "Float",
        "FunctionalInterface", "InheritableThreadLocal", "Integer", "Iterable", "Long", "Math",
        "Number", "Object", "Override", "Package", "Process", "ProcessBuilder", "Readable",
        "Record", "Runnable", "Runtime", "SafeVarargs", "SecurityManager", "Short",
        "StackTraceElement", "StrictMath", "String", "StringBuffer", "StringBuilder",
        "SuppressWarnings", "System", "Thread", "ThreadGroup", "ThreadLocal", "Throwable", "Void",
        "Exception", "RuntimeException", "Error", "AssertionError", "ArithmeticException",
        "ArrayIndexOutOfBoundsException", "ClassCastException", "ClassNotFoundException",
        "CloneNotSupportedException", "IllegalAccessException", "IllegalArgumentException",
        "IllegalMonitorStateException", "IllegalStateException", "IndexOutOfBoundsException",
        "InstantiationException", "InterruptedException", "NegativeArraySizeException",
        "NoSuchFieldException", "NoSuchMethodException", "NullPointerException",
        "NumberFormatException", "OutOfMemoryError", "SecurityException", "StackOverflowError",
        "UnsupportedOperationException",
    }
)  # fmt: skip
_ROOTS: Final = frozenset(
    {
        "java", "javax", "jakarta", "kotlin", "kotlinx", "android", "androidx", "com", "org", "net",
        "io", "de", "ch", "im", "network", "me", "dev", "eu",
    }
)  # fmt: skip
_FUNCTION_METHODS: Final = frozenset({"accept", "apply", "test", "invoke", "call", "handle"})
_BESIDE: Final = frozenset({"andThen", "compose", "negate", "and", "or", "reversed", "equals",
                            "hashCode", "toString", "let", "also", "run", "takeIf"})  # fmt: skip

JAVA = Traits(
    name="java",
    group="jvm",
    endings={".java": "java"},
    naming="package",
    default_names={"java.lang": _JAVA_LANG},
    name_roots=_ROOTS,
    fields_and_methods_share_names=True,
    properties_are_getters=True,
    methods_read_properties=True,
    unpacks_fields=True,
    mappings_iterate_entries=True,
    container_properties={
        "value": "element",
        "values": "values",
        "entries": "entries",
        "key": "",
        "first": "",
        "second": "",
        "third": "",
    },
    components={
        "key": 0,
        "getKey": 0,
        "first": 0,
        "value": 1,
        "getValue": 1,
        "second": 1,
        "third": 2,
        "getFirst": 0,
        "getSecond": 1,
        "getThird": 2,
    },
    overloads_by_type=True,
    overrides_concrete_methods=True,
    function_methods=_FUNCTION_METHODS,
    beside_function_methods=_BESIDE,
    invoking_methods=frozenset({"invoke"}),
    built_by="source-sets",
)
KOTLIN = structs.replace(
    JAVA,
    name="kotlin",
    endings={".kt": "kotlin", ".kts": "kotlin"},
    default_packages=(
        "kotlin",
        "kotlin.io",
        "kotlin.text",
        "kotlin.collections",
        "kotlin.sequences",
    ),
    facade_suffix="Kt",
    methods_read_properties=False,
    # Here `apply` is a scope function of every value.
    function_methods=_FUNCTION_METHODS - {"apply"},
    beside_function_methods=_BESIDE | {"apply"},
)
