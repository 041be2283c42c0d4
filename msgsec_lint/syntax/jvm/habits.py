"""Habits of naming in Java and Kotlin: what the name of a method says that it does.

Libraries have no bodies here, and builders, beans and collections are what most data goes through;
their methods follow habits that are firm enough to act on: getters read a property, setters and
builders put one in, ``add``, ``put`` and ``append`` put something into a container.
"""

from __future__ import annotations

from functools import lru_cache

VERBS = frozenset(
    {
        "abort", "abs", "accept", "acknowledge", "acquire", "activate", "add", "advance",
        "allocate", "append", "apply", "arrive", "as", "ask", "assert", "attach", "await",
        "begin", "bind", "build", "builder", "cancel", "capture", "check", "choose",
        "clear", "clone", "close", "collapse", "collect", "commit", "compact", "complete",
        "compute", "configure", "confirm", "connect", "consume", "convert", "copy",
        "create", "cycle", "decode", "decrement", "decrypt", "deflate", "delete", "dequeue",
        "derive", "deselect", "deserialize", "destroy", "detach", "disable", "discard",
        "disconnect", "dismiss", "dispatch", "dispose", "distinct", "divide", "do", "drain",
        "drop", "dump", "edit", "elements", "emit", "enable", "encode", "encrypt",
        "enqueue", "ensure", "enter", "equals", "establish", "evict", "exec", "execute",
        "exists", "exit", "expand", "expire", "fetch", "filter", "finalize", "find",
        "finish", "fire", "flip", "flush", "focus", "force", "fork", "from", "generate",
        "get", "handle", "has", "hide", "increment", "inflate", "init", "initialize",
        "insert", "intern", "interrupt", "into", "invalidate", "invert", "invoke", "is",
        "iterator", "join", "keep", "keys", "kill", "launch", "leave", "listen", "load",
        "lock", "login", "logout", "make", "mark", "marshal", "maybe", "measure", "merge",
        "migrate", "minus", "move", "multiply", "must", "negate", "new", "next", "nextInt",
        "normalize", "not", "notify", "notifyAll", "now", "observe", "obtain", "of",
        "offer", "on", "open", "or", "orElse", "orElseThrow", "ordinal", "pack", "parallel",
        "parse", "pause", "peek", "perform", "persist", "play", "plus", "poll", "pop",
        "prepare", "prevent", "previous", "process", "publish", "purge", "push", "put",
        "queue", "random", "read", "rebuild", "receive", "reconnect", "recreate", "recycle",
        "reduce", "refresh", "register", "rehash", "release", "reload", "remove", "render",
        "replace", "reply", "require", "reset", "resolve", "restart", "restore", "resume",
        "retain", "retry", "return", "reverse", "rewind", "rollback", "rotate", "run",
        "save", "scan", "schedule", "scroll", "seal", "select", "send", "serialize", "set",
        "setup", "shift", "should", "show", "shuffle", "shut", "shutdown", "sign",
        "simulate", "skip", "sleep", "sort", "split", "spliterator", "start", "stop",
        "stream", "strip", "submit", "subscribe", "subtract", "sum", "super", "suspend",
        "swap", "switch", "sync", "synchronize", "take", "terminate", "test", "throw",
        "tick", "to", "toggle", "touch", "transfer", "transform", "translate", "trigger",
        "trim", "try", "unbind", "unlock", "unmarshal", "unpack", "unregister",
        "unsubscribe", "unwrap", "update", "upgrade", "upload", "validate", "values",
        "verify", "visit", "wait", "wake", "was", "will", "wipe", "with", "wrap", "write",
        "yield",
    }
)  # fmt: skip
"""First words of methods that do something, or that convert, instead of reading a property."""

ALONE = frozenset(
    {
        "first", "last", "map", "list", "entries", "values", "hash", "digest", "call", "stream",
        "iterator", "log", "count", "array", "match", "toString", "hashCode", "getClass", "get",
        "entrySet", "keySet", "lines", "chars", "getAndSet", "getOrNull", "getOrThrow", "getFirst",
        "getLast", "component1", "component2", "component3",
    }
)  # fmt: skip
"""Methods that give elements or a digest of their receiver, or are known to every object."""

ELEMENT = frozenset(
    {
        "add", "addFirst", "addLast", "offer", "offerFirst", "offerLast", "push", "enqueue", "put",
        "set", "postValue", "tryEmit", "emit", "onNext", "complete", "send", "trySend",
        "addElement", "compareAndSet", "getAndSet", "lazySet", "setValue", "addView",
    }
)  # fmt: skip
"""Methods whose last argument becomes an element of the receiver."""
MERGE = frozenset(
    {
        "addAll", "putAll", "append", "insert", "write", "appendLine", "appendCodePoint",
        "appendText", "putExtras", "setAll", "plusAssign", "replaceAll", "mergeFrom", "writeBytes",
        "writeUTF", "writeString",
    }
)  # fmt: skip
"""Methods that take what the argument consists of into the receiver."""
KEYED = frozenset(
    {
        "header", "replace", "putIfAbsent", "getOrPut", "setProperty", "addHeader", "addProperty",
        "appendQueryParameter", "addQueryParameter", "queryParam", "param", "accumulate",
        "compute", "computeIfAbsent", "computeIfPresent",
    }
)  # fmt: skip
"""Methods of a key and a value; also every ``put…``, ``add…`` and ``set…`` of two arguments."""
BUILT = frozenset({"build", "buildPartial"})
"""Methods that end a chain of calls which builds something."""
BUILDERS = frozenset({"builder", "newBuilder", "toBuilder", "buildUpon"})
"""Methods that give a builder; so does all that is called or typed ``…Builder``."""
READERS = frozenset(
    {
        "get", "getString", "optString", "getOrDefault", "getStringExtra", "getByteArray", "opt",
        "getByteArrayExtra", "getJSONObject", "optJSONObject", "getParcelable", "remove",
        "getSerializable", "getParcelableExtra", "getCharSequence", "getAsString", "has",
        "getProperty", "getParameter", "getHeader", "getValue", "getAttribute", "path", "getInt",
        "getLong", "getBoolean", "optInt", "optLong", "optBoolean", "containsKey",
    }
)  # fmt: skip
"""Methods that read the value of a literal key."""

PUTTING = ("set", "put", "add", "with", "append")
"""First words of methods that put something into their receiver."""


def decapitalized(name: str) -> str:
    """``Body`` → ``body``, ``URLPath`` → ``urlPath``, ``ID`` → ``id``."""
    size = 0
    while size < len(name) and (name[size].isupper() or name[size].isdigit()):
        size += 1
    if size > 1 and size < len(name) and name[size - 1].isupper():
        size -= 1
    return name[:size].lower() + name[size:]


@lru_cache(maxsize=8192)
def first_word(name: str) -> str:
    """The first word of a name in camel case."""
    for at, char in enumerate(name):
        if char.isupper() or char == "_":
            return name[:at]
    return name


def _behind(name: str, prefix: str) -> str:
    """The property behind a prefix: ``getBody`` → ``body``; empty where it is no prefix."""
    rest = name[len(prefix) :]
    return decapitalized(rest) if rest[:1].isupper() and name.startswith(prefix) else ""


@lru_cache(maxsize=8192)
def read_property(method: str) -> str:
    """The property that a call without arguments reads, empty when it reads none."""
    if method in ALONE:
        return ""
    found = _behind(method, "get") or _behind(method, "is")
    if found:
        return found
    return "" if first_word(method) in VERBS or method in VERBS else method


@lru_cache(maxsize=8192)
def written_property(method: str) -> str:
    """``setBody`` → ``body``; empty when the name is not one of a setter."""
    return _behind(method, "set")


@lru_cache(maxsize=8192)
def put_property(method: str) -> str:
    """The property that a builder's method puts in: ``body`` for setBody, withBody, addBody."""
    for prefix in PUTTING:
        found = _behind(method, prefix)
        if found:
            return found
    return ""
