"""Functions of Kotlin's libraries that run a lambda at once, and what they make of it.

Their lambdas are lowered in place: what they do happens where the call stands, and their
parameters are bound to what the function is known to hand over.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

# What a parameter of the lambda is given.
SELF: Final = "self"
EACH: Final = "each"
INDEX: Final = "index"
SUM: Final = "sum"
"""What a fold has so far."""
CAUGHT: Final = "caught"

KEY: Final = "key"
VALUE: Final = "value"
"""The parts of an entry of the mapping that the receiver is."""

# What the call gives; ``SELF`` and ``EACH`` as above.
BODY: Final = "body"
ELEMENTS: Final = "elements"
"""A list of what the lambda gives."""
SPREAD: Final = "spread"
"""A list of the elements of what the lambda gives."""
VALUES: Final = "values"
"""A mapping to what the lambda gives."""
BY: Final = "by"
"""A mapping from what the lambda gives to elements of the receiver."""
GROUPS: Final = "groups"
"""A mapping from what the lambda gives to some elements of the receiver."""
NEW_KEYS: Final = "new keys"
"""The mapping that the receiver is, under other keys."""
NEW_VALUES: Final = "new values"
"""The mapping that the receiver is, with other values."""
PAIRS: Final = "pairs"
"""A mapping of the pairs that the lambda gives."""
HALVES: Final = "halves"
"""Two lists of elements of the receiver."""
EITHER: Final = "either"
"""What the receiver holds, or else what the lambda gives."""
OR_SELF: Final = "or self"
"""The receiver, or else what the lambda gives."""
TEXT: Final = "text"
TEST: Final = "test"
NOTHING: Final = "nothing"
CALL: Final = "call"
"""Whatever the function gives: what the lambda gives is no part of it."""
THIS: Final = "this"
"""What the lambda's receiver has become."""


class Operation(Struct, frozen=True):
    """What a function does with the lambda that it is given last."""

    result: str
    given: tuple[str, ...] = ()
    this: str = ""
    """What `this` is in the lambda: the receiver (``SELF``), the first argument (``first``), an
    empty text or list to be filled (``text``, ``list``), or unchanged."""
    repeats: bool = False
    """Runs any number of times."""
    puts: str = ""
    """How what the lambda gives gets into the receiver; an accessor."""


def _each(result: str, *before: str) -> Operation:
    return Operation(result, (*before, EACH), repeats=True)


def _named(made: Operation, *names: str) -> dict[str, Operation]:
    return dict.fromkeys(names, made)


METHODS: dict[str, Operation] = {
    # Scope functions
    "let": Operation(BODY, (SELF,)),
    "also": Operation(SELF, (SELF,)),
    "run": Operation(BODY, (), SELF),
    "apply": Operation(SELF, (), SELF),
    **_named(Operation(SELF, (SELF,)), "takeIf", "takeUnless"),
    **_named(Operation(BODY, (SELF,)), "use", "useLines", "withPermit"),
    "runCatching": Operation(ELEMENTS, (), SELF),
    # Results and what may be absent
    "onSuccess": Operation(SELF, (EACH,)),
    **_named(Operation(SELF, (CAUGHT,)), "onFailure", "catch", "doOnError", "onException"),
    **_named(Operation(EITHER, (CAUGHT,)), "getOrElse", "recover", "recoverCatching"),
    **_named(Operation(OR_SELF, ()), "ifEmpty", "ifBlank", "orElseGet", "onEmpty"),
    "edit": Operation(CALL, (), CALL),
    "mapFailure": Operation(SELF, (CAUGHT,)),
    "getOrPut": Operation(EITHER, (), puts="[]"),
    **_named(Operation(CALL, (EACH,), puts="[]"), "update", "updateAndGet", "getAndUpdate"),
    # From elements to other elements
    **_named(
        _each(ELEMENTS),
        "map", "mapNotNull", "mapLatest", "mapCatching", "mapToSet", "mapAsync", "mapSuccess",
        "mapState", "pmap", "concurrentMap", "mapNotNullTo",
    ),
    **_named(_each(ELEMENTS, INDEX), "mapIndexed", "mapIndexedNotNull"),
    **_named(_each(SPREAD), "flatMap", "flatMapLatest", "flatMapConcat", "flatMapMerge",
             "flatMapCatching", "flatMapSequence", "flatMapIterable", "flatMapSuccess"),
    "associateWith": Operation(VALUES, (EACH,), repeats=True),
    "mapValues": Operation(NEW_VALUES, (EACH,), repeats=True),
    "mapKeys": Operation(NEW_KEYS, (EACH,), repeats=True),
    **_named(Operation(BY, (EACH,), repeats=True), "associateBy", "keyBy"),
    "groupBy": Operation(GROUPS, (EACH,), repeats=True),
    **_named(Operation(ELEMENTS, (SELF,), repeats=True), "chunked", "windowed"),
    "zipWithNext": Operation(ELEMENTS, (EACH, EACH), repeats=True),
    "associate": Operation(PAIRS, (EACH,), repeats=True),
    "partition": Operation(HALVES, (EACH,), repeats=True),
    "zip": Operation(ELEMENTS, (EACH, "argument"), repeats=True),
    # The same elements
    **_named(
        _each(SELF),
        "filter", "filterNot", "filterTo", "takeWhile", "dropWhile",
        "takeLastWhile", "dropLastWhile", "transformWhile", "sortedBy", "sortedByDescending",
        "sortBy", "sortByDescending", "distinctBy", "distinctUntilChangedBy", "onEach",
        "onEachIndexed", "removeAll", "removeIf", "retainAll", "debounce", "chunkedBy",
        "distinctUntilChanged", "doOnNext", "doOnSuccess", "retryWhen", "retry",
    ),
    **_named(_each(SELF, INDEX), "filterIndexed"),
    "filterKeys": Operation(SELF, (KEY,), repeats=True),
    "filterValues": Operation(SELF, (VALUE,), repeats=True),
    **_named(Operation(SELF, ()), "onStart", "onCompletion", "onSubscription", "doFinally"),
    # One element
    **_named(
        _each(EACH),
        "find", "findLast", "first", "firstOrNull", "last", "lastOrNull", "single",
        "singleOrNull", "maxBy", "maxByOrNull", "minBy", "minByOrNull", "elementAtOrElse",
    ),
    **_named(_each(BODY), "firstNotNullOf", "firstNotNullOfOrNull", "maxOf", "minOf",
             "maxOfOrNull", "minOfOrNull", "sumOf", "sumBy"),
    # For their effect
    **_named(
        _each(NOTHING),
        "forEach", "collect", "collectLatest", "observe", "observeForever", "subscribe",
        "forEachLine", "collectIn", "observeAsEvents", "blockingSubscribe", "forEachAsync",
        "collectWithLifecycle", "collectAsEffect", "launchAndCollectIn", "forEachReversedByIndex",
        "fastForEach", "consumeEach", "onSuccessful", "subscribeBy",
    ),
    **_named(_each(NOTHING, INDEX), "forEachIndexed", "collectIndexed", "fastForEachIndexed"),
    # Others
    **_named(
        _each(TEST),
        "any", "all", "none", "count", "indexOfFirst", "indexOfLast", "contains",
    ),
    **_named(_each(TEXT), "joinToString", "joinTo"),
    **_named(Operation(SUM, (SUM, EACH), repeats=True), "fold", "reduce", "reduceOrNull"),
    **_named(Operation(SUM, (INDEX, SUM, EACH), repeats=True), "foldIndexed", "reduceIndexed"),
    **_named(Operation(SUM, (EACH, SUM), repeats=True), "foldRight"),
    **_named(Operation(SUM, (SUM, EACH), repeats=True), "scan", "runningFold"),
}  # fmt: skip
"""Methods with an explicit receiver."""

FUNCTIONS: dict[str, Operation] = {
    "with": Operation(BODY, (), "first"),
    **_named(
        Operation(BODY, ()),
        "run", "withContext", "coroutineScope", "supervisorScope", "runBlocking", "withTimeout",
        "withTimeoutOrNull", "synchronized", "withLock", "async", "lazy", "remember", "runTest",
        "rememberSaveable", "measureTimeMillis", "measureTime", "measureNanoTime", "trace",
        "measureTimedValue", "withTransaction", "transactionWithResult", "runInterruptible",
        "lazyOf", "unsafeLazy", "tryOrNull", "suspendCoroutine", "suspendCancellableCoroutine",
        "withSpan", "traceSection", "usePinned", "read", "write",
    ),
    **_named(Operation(ELEMENTS, ()), "derivedStateOf"),
    **_named(Operation(ELEMENTS, ()), "runCatching", "runCatchingExceptions", "tryCatching",
             "runCatchingCancellable", "suspendRunCatching"),
    **_named(
        Operation(CALL, ()),
        "launch", "LaunchedEffect", "SideEffect", "DisposableEffect", "thread", "runOnUiThread",
        "launchWhenStarted", "launchWhenResumed", "launchWhenCreated", "repeatOnLifecycle",
        "runOnIdle", "launchIO", "transaction", "launchUnit",
    ),
    "repeat": Operation(NOTHING, (INDEX,), repeats=True),
    "buildString": Operation(THIS, (), "text"),
    **_named(Operation(THIS, (), "list"), "buildList", "buildSet", "buildMap", "flow",
             "channelFlow", "callbackFlow", "sequence", "iterator", "buildJsonObject",
             "buildJsonArray", "produceState", "buildAnnotatedString"),
}  # fmt: skip
"""Functions without a receiver; where one is given, it is one that they do not touch."""

THROWING = frozenset({"require", "check", "requireNotNull", "checkNotNull", "assert"})
"""Functions that throw with the message that their lambda gives."""
TRANSFORM = "transform"
"""The parameter of ``joinToString`` that is a function of one element."""
FAILING = "error"
"""The function that throws with the message that it is given."""
LOGGING = frozenset(
    {
        "v", "d", "i", "w", "e", "wtf", "verbose", "trace", "debug", "info", "warn", "warning",
        "error", "fatal", "log", "println", "severe", "fine", "finest", "logcat", "notice",
    }
)  # fmt: skip
"""Methods that log the text that their lambda gives."""

ONE_TIME = frozenset({"with", "use", "let", "run", "apply", "also"})

SEQUENCES = frozenset(
    {
        "listOf", "mutableListOf", "arrayListOf", "setOf", "mutableSetOf", "hashSetOf",
        "linkedSetOf", "arrayOf", "sequenceOf", "listOfNotNull", "setOfNotNull", "sortedSetOf",
        "emptyList", "emptySet", "flowOf", "persistentListOf", "persistentSetOf", "Pair", "Triple",
        "immutableListOf",
    }
)  # fmt: skip
"""Functions whose result is made of their arguments."""
STATES = frozenset(
    {
        "MutableStateFlow", "mutableStateOf", "MutableLiveData", "AtomicReference",
        "CompletableDeferred",
    }
)  # fmt: skip
"""Functions and classes that hold the one thing that they are given."""
MAPPINGS = frozenset(
    {
        "mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "sortedMapOf", "emptyMap", "bundleOf",
        "persistentMapOf", "workDataOf", "contentValuesOf",
    }
)  # fmt: skip
"""Functions whose result is a mapping of the pairs given."""

HOLDING = frozenset(
    {
        "listOf", "mutableListOf", "emptyList", "setOf", "mutableSetOf", "emptySet", "arrayListOf",
        "mutableStateOf", "MutableStateFlow", "MutableSharedFlow", "emptyFlow", "Channel",
        "filterIsInstance", "arrayOf", "emptyArray", "MutableLiveData", "ArrayDeque", "ArrayList",
        "HashSet", "AtomicReference", "CompletableDeferred", "arrayOfNulls", "sequenceOf",
        "PublishSubject", "BehaviorSubject", "getParcelableArrayListExtra", "mutableStateListOf",
        "flowOf", "listOfNotNull", "persistentListOf",
    }
)  # fmt: skip
"""Functions of one type argument that give something which holds values of that type."""
GIVING = frozenset(
    {
        "inject", "injectKoin", "koinInject", "get", "viewModel", "koinViewModel", "hiltViewModel",
        "viewModels", "activityViewModels", "decodeFromString", "decodeFromJsonElement",
        "decodeFromStream", "decodeFromByteArray", "readValue", "fromJson", "body", "receive",
        "getParcelableExtra", "getParcelable", "getSerializable", "getSerializableExtra",
        "toRoute", "getSystemService", "requireSystemService", "instance", "bindings", "create",
        "deserialize", "convert", "parse", "decode", "navArgs", "by", "cast",
    }
)  # fmt: skip
"""Functions of one type argument that give a value of that type."""
