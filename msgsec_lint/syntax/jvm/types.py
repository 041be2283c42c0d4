"""Neutral names of the types that Java and Kotlin are built on.

Type expressions in facts use ``builtins.…`` for plain values, ``list[T]`` for whatever holds or
will give elements of one type, and ``dict[K,V]`` for mappings, so that the linker and the models
need one notion of each.
"""

from __future__ import annotations

_TEXT = ("String", "CharSequence", "char", "Char", "Character", "StringBuilder", "StringBuffer",
         "Editable", "Spannable", "Spanned", "CharArray", "JsonPrimitive")  # fmt: skip
_NUMBERS = ("int", "long", "short", "byte", "Int", "Long", "Short", "Byte", "Integer",
            "UInt", "ULong", "UByte", "UShort", "AtomicInteger", "AtomicLong")  # fmt: skip
PLAIN: dict[str, str] = {
    **dict.fromkeys(_TEXT, "builtins.str"),
    **dict.fromkeys(_NUMBERS, "builtins.int"),
    **dict.fromkeys(("float", "double", "Float", "Double", "BigDecimal"), "builtins.float"),
    **dict.fromkeys(("boolean", "Boolean", "AtomicBoolean"), "builtins.bool"),
    **dict.fromkeys(("ByteArray", "ByteBuffer", "byte[]", "Byte[]", "ByteString"),
                    "builtins.bytes"),
    **dict.fromkeys(("void", "Void", "Unit", "Nothing"), "None"),
    **dict.fromkeys(("Object", "Any", "?", "*", "var", "val"), "Any"),
}  # fmt: skip
"""Type as written → neutral name."""

HOLDERS = frozenset(
    {
        # Collections
        "List", "ArrayList", "LinkedList", "MutableList", "Collection", "MutableCollection", "Set",
        "MutableSet", "HashSet", "LinkedHashSet", "TreeSet", "SortedSet", "NavigableSet", "EnumSet",
        "Queue", "Deque", "ArrayDeque", "PriorityQueue", "BlockingQueue", "LinkedBlockingQueue",
        "ConcurrentLinkedQueue", "CopyOnWriteArrayList", "Vector", "Stack", "Iterable", "Iterator",
        "MutableIterator", "ListIterator", "Stream", "Sequence", "Array", "ImmutableList",
        "ImmutableSet", "ImmutableCollection", "PersistentList", "Enumeration",
        # What gives a value later, or perhaps
        "Optional", "Result", "Future", "CompletableFuture", "CompletionStage", "ListenableFuture",
        "SettableFuture", "Deferred", "CompletableDeferred", "Task", "Callable", "Supplier", "Lazy",
        "Provider", "Single", "SingleSource", "Maybe", "Observable", "Flowable", "Mono", "Flux",
        "Publisher", "Flow", "StateFlow", "MutableStateFlow", "SharedFlow", "MutableSharedFlow",
        "Channel", "SendChannel", "ReceiveChannel", "LiveData", "MutableLiveData", "State",
        "MutableState", "AtomicReference", "WeakReference", "SoftReference", "ThreadLocal",
        "Subject", "BehaviorSubject", "PublishSubject", "Call",
    }
)  # fmt: skip
"""Generic types of one parameter whose value is got by reading, waiting or iterating."""

MAPPINGS = frozenset(
    {
        "Map", "HashMap", "MutableMap", "LinkedHashMap", "TreeMap", "SortedMap", "NavigableMap",
        "ConcurrentMap", "ConcurrentHashMap", "ImmutableMap", "PersistentMap", "EnumMap",
        "WeakHashMap", "Hashtable", "Multimap", "MultiValueMap", "ListMultimap", "LruCache",
    }
)  # fmt: skip

ELSEWHERE = frozenset({"Entry", "Pair", "Triple"})
"""Generic types that hold one of each of their arguments."""


def neutral(name: str, arguments: list[str]) -> str:
    """The neutral type expression for a type as written, with its arguments already neutral."""
    last = name.rsplit(".", 1)[-1]
    plain = PLAIN.get(last)
    if plain is not None and not arguments:
        return plain
    if last in HOLDERS and len(arguments) == 1:
        return f"list[{arguments[0]}]"
    if last in MAPPINGS and len(arguments) == 2:
        return f"dict[{','.join(arguments)}]"
    if last in ELSEWHERE and arguments:
        return f"tuple[{','.join(arguments)}]"
    if not arguments:
        return name
    return f"{name}[{','.join(arguments)}]"
