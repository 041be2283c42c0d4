"""What names of functions and methods say in Go."""

from __future__ import annotations

import re

FILLING_FROM_ARGUMENT = frozenset({"Unmarshal", "UnmarshalJSON", "UnmarshalStrict", "As"})
"""``json.Unmarshal(data, &x)``: what the last argument points to is filled from the first."""

FILLING_FROM_RECEIVER = frozenset(
    {
        "Decode", "DecodeElement", "DecodeContext", "Scan", "ScanStruct", "StructScan", "MapScan",
        "Bind", "BindJSON", "BindQuery", "BindUri", "ShouldBind", "ShouldBindJSON",
        "ShouldBindQuery", "ShouldBindUri", "ShouldBindWith", "BodyParser", "QueryParser",
        "ReadJSON", "ReadFull",
    }
)  # fmt: skip
"""``rows.Scan(&a, &b)``: what the arguments point to is filled from the receiver."""

WRITING = frozenset({"Write", "WriteString", "WriteByte", "WriteRune", "ReadFrom"})
"""``buffer.WriteString(s)``: the receiver then holds the argument."""

PRINTING = {"Fprint": 1, "Fprintln": 1, "Fprintf": 2}
"""``fmt.Fprintf(&buffer, format, …)`` → position of the first value that is written."""

KEYED = frozenset({"Set", "Add", "Store", "Put", "SetDefault", "LoadOrStore", "SetHeader"})
"""``header.Set(key, value)``: the receiver then holds the value under the key."""

COLLECTING = frozenset({"Push", "PushBack", "PushFront", "Append", "Enqueue", "Add", "Insert"})
"""``list.PushBack(x)``: the receiver then holds the argument."""

READING = frozenset(
    {
        "Get", "Query", "Param", "FormValue", "PostForm", "PostFormValue", "DefaultQuery",
        "DefaultPostForm", "GetHeader", "GetString", "GetQuery", "QueryParam", "PathValue",
        "Values", "Load",
    }
)  # fmt: skip
"""``header.Get("key")``: reads a literal key from the receiver."""

TEXT_OF_RECEIVER = frozenset({"String", "Error"})
"""Without arguments they give the text form of the receiver."""

LEAVING = frozenset({"Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln", "FailNow"})
"""Methods of loggers and tests that do not come back."""
LEAVERS = frozenset({"log", "logger", "t", "b", "tb", "logrus", "glog", "klog"})
"""What these are called."""
EXITS = frozenset({("os", "Exit"), ("runtime", "Goexit"), ("syscall", "Exit")})

_GETTER = re.compile(r"Get([A-Z]\w*)")
_BUILDER = re.compile(r"(?:Set|With|Add|Put)([A-Z]\w*)")
_ABBREVIATION = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]+(?![a-z])|[A-Z]")


def property_read(method: str) -> str:
    """The property that a getter reads: ``body`` for ``GetBody``; empty for other methods."""
    found = _GETTER.fullmatch(method)
    return _lowered(found.group(1)) if found is not None else ""


def property_built(method: str) -> str:
    """The property that a builder's method sets: ``field`` for ``WithField``."""
    found = _BUILDER.fullmatch(method)
    return _lowered(found.group(1)) if found is not None else ""


def _lowered(name: str) -> str:
    found = _ABBREVIATION.match(name)
    return name[: found.end()].lower() + name[found.end() :] if found is not None else name
