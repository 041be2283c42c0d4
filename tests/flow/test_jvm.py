"""Whole flows through Java and Kotlin, alone and together."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Flows

SAYS = "`messageText`: the name says message text"
LOG = "android.util.Log.d"

KOTLIN = """\
package app.x
import android.util.Log
data class Letter(val id: Int, val messageText: String)
data class Quiet(val id: Int) { var messageText: String = load() }
data class Masked(val id: Int, val messageText: String) { override fun toString() = "Masked $id" }
data class Told(val id: Int, val messageText: String) { override fun toString() = "Told $messageText" }
class Plain(val id: Int, val messageText: String)
@JvmInline value class Text(val messageText: String)
data class Envelope(val letter: Letter, val letters: List<Letter>)
class A(val field: String) {
    var kept: String = ""
    fun m(messageText: String, n: Int, letter: Letter, quiet: Quiet, masked: Masked, told: Told,
          plain: Plain, text: Text, envelope: Envelope) {
"""
KOTLIN_END = """\
    }
}
fun say(x: String) { Log.d("t", x) }
fun String.shout() = this + "!"
fun later(f: () -> Unit) { f() }
fun <T> given(x: T, f: (T) -> Unit) { f(x) }
fun pick(a: Any, b: Any) = a.toString()
"""
JAVA = """\
package app.x;
import android.content.Intent;
import android.os.Bundle;
import android.util.Log;
import java.util.*;
import java.util.function.Consumer;
import java.util.stream.Collectors;
class A {
    String kept;
    void m(String messageText, int n, Letter letter, Rec rec, Quiet quiet, List<Letter> letters) {
"""
JAVA_END = """\
    }
    void show() { String x = kept.trim(); }
    void say(String x) { Log.d("t", x); }
    void run(Runnable r) { r.run(); }
    void each(Consumer<String> c, String y) { c.accept(y); }
}
class Letter {
    private int id; private String messageText;
    public String getMessageText() { return messageText; }
    public int getId() { return id; }
}
record Rec(int id, String messageText) {}
record Quiet(int id, String messageText) { public String toString() { return "Quiet " + id; } }
class Note {
    private final String note; private final int n;
    Note(Builder b) { note = b.note; n = b.n; }
    String getNote() { return note; }
    int getN() { return n; }
    @Override public String toString() { return "Note " + note; }
    static class Builder {
        private String note; private int n;
        Builder note(String x) { this.note = x; return this; }
        Builder n(int x) { this.n = x; return this; }
        Note build() { return new Note(this); }
    }
}
"""


def lines(flows: Flows, path: str, head: str, body: str, tail: str) -> list[list[str]]:
    text = "".join(f"        {line}\n" for line in body.split("\n"))
    return flows({path: head + text + tail})


def kotlin(flows: Flows, body: str) -> list[list[str]]:
    return lines(flows, "a.kt", KOTLIN, body, KOTLIN_END)


def java(flows: Flows, body: str) -> list[list[str]]:
    return lines(flows, "A.java", JAVA, body, JAVA_END)


@pytest.mark.parametrize(
    "body",
    [
        # Text
        'Log.d("t", «"x $messageText"»)',
        'Log.d("t", «"x ${messageText.trim()}"»)',
        'Log.d("t", «"x " + messageText»)',
        'Log.d("t", «String.format("%s", messageText)»)',
        'Log.d("t", «"%s".format(messageText)»)',
        'Log.d("t", «buildString { append("a"); append(messageText) }»)',
        'val b = StringBuilder()\nb.append("a").append(messageText)\nLog.d("t", «b.toString()»)',
        'var s = "a"\ns += messageText\nLog.d("t", «s»)',
        # Text forms of objects
        'Log.d("t", «"$letter"»)',
        'Log.d("t", «letter.toString()»)',
        'Log.d("t", «"a" + letter»)',
        'Log.d("t", «"$told"»)',
        'Log.d("t", «"$text"»)',
        'Log.d("t", «"$envelope"»)',
        'Log.d("t", «"${envelope.letters}"»)',
        'val c = letter.copy(id = 3)\nLog.d("t", «"$c"»)',
        'Log.d("t", «plain.messageText»)',
        'Log.d("t", «masked.messageText»)',
        # Branches that give a value
        'val x = if (n > 1) messageText else "a"\nLog.d("t", «x»)',
        'val x = when (n) { 1 -> messageText; else -> "a" }\nLog.d("t", «x»)',
        'val x = try { messageText } catch (e: Exception) { "a" }\nLog.d("t", «x»)',
        'val x = messageText.takeIf { it.isNotEmpty() } ?: return\nLog.d("t", «x»)',
        # Scope functions
        'letter.let { Log.d("t", «it.messageText») }',
        'letter.apply { Log.d("t", «this.messageText») }',
        'with(letter) { Log.d("t", «"$this"») }',
        'messageText.let { x -> Log.d("t", «x») }',
        'val a = A("a").apply { kept = messageText }\nLog.d("t", «a.kept»)',
        "messageText.let(«::say»)",
        # Collections
        'listOf(messageText, "a").forEach { Log.d("t", «it») }',
        'listOf(letter).map { it.messageText }.forEach { x -> Log.d("t", «x») }',
        'for (x in listOf(messageText)) Log.d("t", «x»)',
        'Log.d("t", «listOf(letter).joinToString { it.messageText }»)',
        'mapOf("a" to messageText).forEach { (k, v) -> Log.d("t", «v») }',
        'for ((k, v) in mapOf("a" to messageText)) Log.d("t", «v»)',
        'val x = mutableListOf<String>()\nx += messageText\nLog.d("t", «x.first()»)',
        # Later, and elsewhere
        'launch { Log.d("t", «messageText») }',
        'later { Log.d("t", «messageText») }',
        'val x = async { messageText }.await()\nLog.d("t", «x»)',
        'flow { emit(messageText) }.collect { Log.d("t", «it») }',
        'val s = MutableStateFlow("")\ns.value = messageText\nLog.d("t", «s.value»)',
        'val x = withContext(Dispatchers.IO) { messageText }\nLog.d("t", «x»)',
        'val x by lazy { messageText }\nLog.d("t", «x»)',
        # Functions
        "say(«messageText»)",
        'Log.d("t", «messageText.shout()»)',
        'Log.d("t", «pick(messageText, n)»)',
        'Log.d("t", «pick(b = n, a = messageText)»)',
    ],
)
def test_kotlin(flows: Flows, body: str) -> None:
    (found,) = kotlin(flows, body)
    assert found[-1].split(" ", 1)[1] == LOG


@pytest.mark.parametrize(
    "body",
    [
        'Log.d("t", "n ${messageText.length}")',
        'Log.d("t", messageText.hashCode().toString())',
        'Log.d("t", "$quiet")',
        'Log.d("t", "$masked")',
        'Log.d("t", "$plain")',
        'Log.d("t", "${letter.id}")',
        'val (id, text) = letter\nLog.d("t", "$id")',
        'Log.d("t", listOf(letter).joinToString { it.id.toString() })',
        'Log.d("t", "${envelope.letters.size}")',
        'mapOf("a" to messageText).forEach { (k, v) -> Log.d("t", k) }',
        'Log.d("t", pick(n, messageText))',
        'Log.d("t", pick(b = messageText, a = n))',
        'if (messageText is String) Log.d("t", "a")',
        'val x = if (n > 1) messageText else "a"\nLog.d("t", "$n")',
        'val x = redact(messageText)\nLog.d("t", x)',
    ],
)
def test_kotlin_that_shows_nothing(flows: Flows, body: str) -> None:
    assert kotlin(flows, body) == []


@pytest.mark.parametrize(
    "body",
    [
        'Log.d("t", «"a" + messageText»);',
        'Log.d("t", «String.format("%s", messageText)»);',
        'Log.d("t", «new StringBuilder().append("a").append(messageText).toString()»);',
        'Log.d("t", «letter.getMessageText()»);',
        'Log.d("t", «"a" + rec»);',
        'Log.d("t", «String.valueOf(rec)»);',
        'Log.d("t", «rec.messageText()»);',
        'Log.d("t", «new Rec(1, messageText).toString()»);',
        # Builders: the whole chain, step by step, and the text of what was built
        'Log.d("t", «new Note.Builder().note(messageText).n(1).build().getNote()»);',
        'Note x = new Note.Builder().n(1).note(messageText).build();\nLog.d("t", «x.getNote()»);',
        (
            "Note.Builder b = new Note.Builder();\nb.note(messageText);\n"
            'Log.d("t", «b.build().getNote()»);'
        ),
        'Note x = new Note.Builder().note(messageText).build();\nLog.d("t", «"a" + x»);',
        # Containers
        (
            'Map<String, String> t = new HashMap<>();\nt.put("k", messageText);\n'
            'Log.d("t", «t.get("k")»);'
        ),
        (
            'Intent i = new Intent();\ni.putExtra("k", messageText);\n'
            'Log.d("t", «i.getStringExtra("k")»);'
        ),
        'Log.d("t", «letters.stream().map(x -> x.getMessageText()).collect(Collectors.joining())»);',
        'Log.d("t", «letters.stream().map(Letter::getMessageText).toList().toString()»);',
        'for (Letter x : letters) Log.d("t", «x.getMessageText()»);',
        # Functions that are called back
        'run(() -> Log.d("t", «messageText»));',
        'run(new Runnable() { public void run() { Log.d("t", «messageText»); } });',
        'each(x -> Log.d("t", x), «messageText»);',
        "each(this::say, «messageText»);",
        'Optional.of(messageText).ifPresent(x -> Log.d("t", «x»));',
        'String x = n > 1 ? messageText : "a";\nLog.d("t", «x»);',
        'String x = switch (n) { case 1 -> messageText; default -> "a"; };\nLog.d("t", «x»);',
    ],
)
def test_java(flows: Flows, body: str) -> None:
    (found,) = java(flows, body)
    assert found[-1].split(" ", 1)[1] == LOG


@pytest.mark.parametrize(
    "body",
    [
        'Log.d("t", String.valueOf(messageText.length()));',
        'Log.d("t", "a" + letter);',
        'Log.d("t", "a" + letter.getId());',
        'Log.d("t", "a" + quiet);',
        'Log.d("t", "a" + rec.id());',
        'Note x = new Note.Builder().note("a").n(n).build();\nLog.d("t", x.getNote());',
        'Note x = new Note.Builder().note(messageText).n(n).build();\nLog.d("t", "" + x.getN());',
        'Map<String, String> t = new HashMap<>();\nt.put("k", messageText);\nLog.d("t", t.get("j"));',
        'Bundle t = new Bundle();\nt.putString("k", messageText);\nLog.d("t", t.getString("j"));',
        'each(x -> Log.d("t", "a"), messageText);',
    ],
)
def test_java_that_shows_nothing(flows: Flows, body: str) -> None:
    assert java(flows, body) == []


@pytest.mark.parametrize(
    ("marks", "field", "shows"),
    [
        ("@Data", "", True),
        ("@ToString", "", True),
        ("@Value", "", True),
        ("@Getter @Setter", "", False),
        ("@Data", "@ToString.Exclude", False),
        ('@Data @ToString(exclude = "messageText")', "", False),
        ('@Data @ToString(exclude = {"id"})', "", True),
        ('@Data @ToString(of = "id")', "", False),
        ("@ToString(onlyExplicitlyIncluded = true)", "", False),
        ("@ToString(onlyExplicitlyIncluded = true)", "@ToString.Include", True),
    ],
)
def test_text_that_lombok_generates(flows: Flows, marks: str, field: str, shows: bool) -> None:
    shown = '«"a" + letter»' if shows else '"a" + letter'
    found = flows(
        {
            "L.java": f"""\
package app.x;
import android.util.Log;
import lombok.*;
{marks}
class L {{
    private Long id;
    {field} private String messageText;
}}
class U {{ void m(L letter) {{ Log.d("t", {shown}); }} }}
"""
        }
    )
    assert len(found) == shows


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("message body: ", "content-in-logs"),
        ("a decrypted: ", "content-in-logs"),
        ("password=", "credential-in-logs"),
        ("auth token = ", "credential-in-logs"),
        ("phone number: ", "identity-in-logs"),
        ("private key: ", "key-in-logs"),
        ("count: ", ""),
        ("no password, ", ""),
        ("tokens: ", ""),
    ],
)
def test_what_text_announces(flows: Flows, text: str, rule: str) -> None:
    """What a value is, the text in front of it says where nothing else does."""
    left, right = (f"«{rule}|", "»") if rule else ("", "")
    found = flows(
        {
            "K.kt": f"""\
package app.x
import android.util.Log
fun k() {{
    val x = f()
    Log.d("t", {left}"{text}$x"{right})
}}
""",
            "J.java": f"""\
package app.x;
import android.util.Log;
class J {{ void j(Foo foo) {{ Log.d("t", {left}"{text}" + foo.x(){right}); }} }}
""",
        }
    )
    assert len(found) == (2 if rule else 0)
    assert all("the text in front of it says" in way[0] for way in found)


def test_properties_of_java_from_kotlin(flows: Flows) -> None:
    found = flows(
        {
            "M.java": """\
package app.x;
public class M {
    private String note; private int n;
    public String getNote() { return note; }
    public void setNote(String x) { note = x; }
    public int getN() { return n; }
    public void setN(int x) { n = x; }
}
""",
            "K.kt": """\
package app.x
import android.util.Log
class K(val m: M) {
    fun put(messageText: String) {
        m.note = messageText
        m.n = messageText.length
    }
    fun show() {
        Log.d("t", «m.note»)
        Log.d("t", "${m.n}")
        Log.d("t", «m.getNote()»)
    }
}
""",
        }
    )
    source = [f"K.kt:4 {SAYS}", "K.kt:5 kept in M.note"]
    assert found == [
        [*source, f"K.kt:9 {LOG}"],
        [*source, "K.kt:11 what getNote() returns", f"K.kt:11 {LOG}"],
    ]


def test_a_setter_of_java_called_by_kotlin(flows: Flows) -> None:
    (found,) = flows(
        {
            "M.java": """\
package app.x;
public class M {
    private String note;
    public void setNote(String x) { this.note = x; }
    public String read() { return note; }
}
""",
            "K.kt": """\
package app.x
class K {
    fun put(m: M, messageText: String) { m.setNote(messageText) }
    fun show(m: M) { android.util.Log.d("t", «m.read()») }
}
""",
        }
    )
    assert found[0] == f"K.kt:3 {SAYS}"
    assert found[-2:] == ["K.kt:4 what read() returns", f"K.kt:4 {LOG}"]


def test_properties_of_kotlin_from_java(flows: Flows) -> None:
    found = flows(
        {
            "K.kt": """\
package app.x
class M(val note: String, var n: Int) {
    var late = ""
    val both get() = note + late
    val size: Int get() = note.length
}
""",
            "J.java": """\
package app.x;
import android.util.Log;
class J {
    void put(String messageText, M other) {
        M made = new M(messageText, 1);
        other.setLate(messageText);
    }
    void show(M m) {
        Log.d("t", «m.getNote()»);
        Log.d("t", «m.getLate()»);
        Log.d("t", «m.getBoth()»);
        Log.d("t", "" + m.getN());
        Log.d("t", "" + m.getSize());
    }
}
""",
        }
    )
    source = f"J.java:4 {SAYS}"
    made = [source, "J.java:5 handed to M.<init>() as `note`", "K.kt:2 kept in M.note"]
    assert found == [
        [*made, f"J.java:9 {LOG}"],
        [source, "J.java:6 kept in M.late", f"J.java:10 {LOG}"],
        [source, "J.java:6 kept in M.late", "J.java:11 what both gives", f"J.java:11 {LOG}"],
    ]


def test_wrappers_in_the_other_language(flows: Flows) -> None:
    found = flows(
        {
            "Logging.kt": """\
package app.log
import android.util.Log
object Audit { fun note(x: String) { Log.d("t", x) } }
fun tell(x: String) { Log.d("t", x) }
fun String.show() { Log.d("t", this) }
""",
            "Old.java": """\
package app.log;
public class Old { public static void say(String x) { android.util.Log.d("t", x); } }
""",
            "J.java": """\
package app.x;
import app.log.Audit;
import app.log.LoggingKt;
class J {
    void j(String messageText) {
        Audit.INSTANCE.note(«messageText»);
        LoggingKt.tell(«messageText»);
        LoggingKt.show(«messageText»);
    }
}
""",
            "K.kt": """\
package app.x
import app.log.Old
import app.log.show
fun k(messageText: String) {
    Old.say(«messageText»)
    «messageText.show()»
    listOf(messageText).forEach { Old.say(«it») }
}
""",
        }
    )
    assert [way[-2:] for way in found] == [
        ["J.java:6 Audit.note() hands it on", f"Logging.kt:3 {LOG}"],
        ["J.java:7 tell() hands it on", f"Logging.kt:4 {LOG}"],
        ["J.java:8 show() hands it on", f"Logging.kt:5 {LOG}"],
        ["K.kt:5 Old.say() hands it on", f"Old.java:2 {LOG}"],
        ["K.kt:6 show() hands it on", f"Logging.kt:5 {LOG}"],
        ["K.kt:7 Old.say() hands it on", f"Old.java:2 {LOG}"],
    ]


def test_interfaces_of_one_language_implemented_in_the_other(flows: Flows) -> None:
    (found,) = flows(
        {
            "Sink.java": "package app.x;\npublic interface Sink { void take(String x); }\n",
            "Loud.kt": """\
package app.x
class Loud : Sink { override fun take(x: String) { android.util.Log.d("t", x) } }
class Mute : Sink { override fun take(x: String) { count(x.length) } }
""",
            "Use.java": """\
package app.x;
class Use {
    void a(Sink sink, String messageText) { sink.take(«messageText»); }
    void b(Mute mute, String messageText) { mute.take(messageText); }
}
""",
        }
    )
    assert found == [
        f"Use.java:3 {SAYS}",
        "Use.java:3 Loud.take() hands it on",
        f"Loud.kt:2 {LOG}",
    ]


def test_fields_keep_what_is_put_in_elsewhere(flows: Flows) -> None:
    (found,) = flows(
        {
            "Store.kt": """\
package app.x
object Store { var last: String? = null; val all = mutableListOf<String>() }
class Screen { fun draw() { android.util.Log.d("t", «"${Store.last}"») } }
class Other { fun draw() { android.util.Log.d("t", "${Store.all.size}") } }
""",
            "Put.kt": """\
package app.x
fun put(messageText: String) { Store.last = messageText; Store.all.add(messageText) }
""",
        }
    )
    assert found[0] == f"Put.kt:2 {SAYS}"
    assert found[-1] == f"Store.kt:3 {LOG}"


def test_a_lambda_is_given_what_the_function_calls_it_with(flows: Flows) -> None:
    """One that only hands it on to the log is a wrapper, so the finding is where it is called."""
    found = flows(
        {
            "K.kt": """\
package app.x
import android.util.Log
class Inbox {
    fun each(block: (String) -> Unit) { block(«decrypt(1)») }
    fun count(block: (Int) -> Unit) { block(1) }
}
fun k(inbox: Inbox) {
    inbox.each { x -> Log.d("t", x) }
    inbox.count { x -> Log.d("t", "$x") }
}
"""
        }
    )
    assert [way[-1] for way in found] == [f"K.kt:8 {LOG}"]


def test_coroutines_hand_values_on(flows: Flows) -> None:
    found = flows(
        {
            "K.kt": """\
package app.x
import android.util.Log
import kotlinx.coroutines.flow.*
class Repo {
    private val state = MutableStateFlow("")
    val shown: StateFlow<String> = state
    suspend fun put(messageText: String) { state.emit(messageText) }
    fun feed() = flow { emit(decrypt(1)) }
}
class Screen(val repo: Repo, val scope: CoroutineScope) {
    fun start() {
        scope.launch {
            repo.feed().map { it.trim() }.collect { line ->
                Log.d("t", «line»)
            }
        }
    }
}
"""
        }
    )
    assert [way[-1] for way in found] == [f"K.kt:14 {LOG}"]
