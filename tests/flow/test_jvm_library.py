"""What Java and Kotlin say through their libraries: a mark `//!` stands behind each line found."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.conftest import Scan

MESSAGE = "package app\n\ndata class ChatMessage(val id: String, val body: String)\n"
RECORD = "package app;\n\npublic record ChatMessage(String id, String body) {}\n"


def _found(scan: Scan, path: str, text: str, beside: str) -> list[str]:
    name = "ChatMessage" + path[path.index(".") :]
    lines = text.split("\n")
    found = {finding.primary.line for finding in scan({path: text, name: beside}).findings}
    return [line for number, line in enumerate(lines, 1) if number in found]


def _marked(text: str) -> list[str]:
    return [line for line in text.split("\n") if "//!" in line]


def kotlin(scan: Scan, code: str) -> None:
    text = "package app\nimport android.util.Log\n" + dedent(code)
    assert _found(scan, "App.kt", text, MESSAGE) == _marked(text)


def java(scan: Scan, code: str) -> None:
    text = "package app;\nimport android.util.Log;\n" + dedent(code)
    assert _found(scan, "App.java", text, RECORD) == _marked(text)


@pytest.mark.parametrize(
    "code",
    [
        """
        import android.util.Base64
        import org.signal.libsignal.protocol.IdentityKeyPair
        fun a() {
            val pair = IdentityKeyPair.generate()
            Log.d("t", Base64.encodeToString(pair.serialize(), 0)) //!
            Log.d("t", Base64.encodeToString(pair.privateKey.serialize(), 0)) //!
            Log.d("t", Base64.encodeToString(pair.publicKey.serialize(), 0))
        }
        """,
        """
        import android.util.Base64
        import org.signal.libsignal.protocol.ecc.Curve
        import org.signal.libsignal.protocol.kem.KEMKeyPair
        import org.signal.libsignal.protocol.kem.KEMKeyType
        fun a() {
            val pair = Curve.generateKeyPair()
            Log.d("t", Base64.encodeToString(pair.privateKey.serialize(), 0)) //!
            val post = KEMKeyPair.generate(KEMKeyType.KYBER_1024)
            Log.d("t", Base64.encodeToString(post.secretKey.serialize(), 0)) //!
            Log.d("t", Base64.encodeToString(post.publicKey.serialize(), 0))
        }
        """,
        """
        import android.util.Base64
        import org.signal.libsignal.protocol.state.PreKeyRecord
        fun a(rec: PreKeyRecord) {
            Log.d("t", Base64.encodeToString(rec.keyPair.privateKey.serialize(), 0)) //!
            Log.d("t", Base64.encodeToString(rec.serialize(), 0)) //!
            Log.d("t", "pre-key ${rec.id}")
        }
        """,
    ],
)
def test_keys_of_libsignal(scan: Scan, code: str) -> None:
    kotlin(scan, code)


def test_getters_of_library_types(scan: Scan) -> None:
    java(
        scan,
        """
        import java.util.HexFormat;
        import org.signal.libsignal.protocol.ecc.*;
        class A {
            void a() {
                ECKeyPair pair = ECKeyPair.generate();
                Log.d("t", HexFormat.of().formatHex(pair.getPrivateKey().serialize())); //!
                Log.d("t", HexFormat.of().formatHex(pair.getPublicKey().serialize()));
            }
        }
        """,
    )


def test_joined_elements_in_kotlin(scan: Scan) -> None:
    kotlin(
        scan,
        """
        fun a(ms: List<ChatMessage>) {
            Log.d("t", ms.joinToString()) //!
            Log.d("t", ms.map { it.body }.joinToString(", ")) //!
            Log.d("t", ms.map(ChatMessage::body).joinToString()) //!
            Log.d("t", ms.joinToString(",", transform = ChatMessage::body)) //!
            Log.d("t", ms.joinToString(separator = ",") { it.body }) //!
            Log.d("t", ms.map { it.body }.toString()) //!
            Log.d("t", ms.map { it.id }.joinToString())
            Log.d("t", ms.map { it.body.length }.joinToString())
            Log.d("t", ms.joinToString { it.id })
        }
        """,
    )


def test_joined_elements_in_java(scan: Scan) -> None:
    java(
        scan,
        """
        import java.util.*;
        import java.util.stream.*;
        class A {
            void a(List<ChatMessage> ms, ChatMessage[] all) {
                Log.d("t", ms.stream().map(ChatMessage::body).collect(Collectors.joining(","))); //!
                Log.d("t", ms.stream().map(m -> m.id()).collect(Collectors.joining(",")));
                Log.d("t", String.join(",", ms.stream().map(ChatMessage::body).toList())); //!
                Log.d("t", Arrays.toString(all)); //!
                Log.d("t", Arrays.asList(all).toString()); //!
                Log.d("t", ms.toString()); //!
                Log.d("t", "so many: " + ms.size());
                Log.d("t", ms.stream().map(ChatMessage::body).reduce("", (a, b) -> a + b)); //!
                Log.d("t", ms.stream().map(ChatMessage::body).reduce("", String::concat)); //!
            }
        }
        """,
    )


def test_parts_of_data_classes(scan: Scan) -> None:
    kotlin(
        scan,
        """
        data class Carton(val label: String, val inner: String)
        fun each(block: (ChatMessage) -> Unit) {}
        fun a(m: ChatMessage, ms: List<ChatMessage>) {
            val (id, text) = m
            Log.d("t", text) //!
            Log.d("t", id)
            for ((_, body) in ms) Log.d("t", body) //!
            ms.forEach { (_, body) -> Log.d("t", body) } //!
            ms.forEach { (id, _) -> Log.d("t", id) }
            each { (_, said) -> Log.d("t", said) } //!
            each { (id, _) -> Log.d("t", id) }
            val (label, inner) = Carton("a", m.body)
            Log.d("t", inner) //!
            Log.d("t", label)
            listOf(Carton("a", m.body)).forEach { (x, y) -> Log.d("t", y) } //!
            listOf(Carton("a", m.body)).forEach { (x, y) -> Log.d("t", x) }
            Log.d("t", listOf(Carton("a", m.body)).first().inner) //!
            Log.d("t", m.component2()) //!
            Log.d("t", m.component1())
        }
        """,
    )


def test_parts_of_records(scan: Scan) -> None:
    java(
        scan,
        """
        class A {
            void a(Object o) {
                if (o instanceof ChatMessage(String id, String said)) {
                    Log.d("t", said); //!
                    Log.d("t", id);
                }
            }
        }
        """,
    )


def test_parts_of_pairs(scan: Scan) -> None:
    kotlin(
        scan,
        """
        fun load(): Pair<String, ChatMessage> = TODO()
        fun a(m: ChatMessage, q: List<Pair<String, ChatMessage>>) {
            val (a, b) = Pair(m.id, m.body)
            Log.d("t", b) //!
            Log.d("t", a)
            val t = Triple(m.id, 1, m.body)
            Log.d("t", t.third) //!
            Log.d("t", t.first)
            val (k, sent) = load()
            Log.d("t", sent.body) //!
            Log.d("t", k)
            q.forEach { (_, n) -> Log.d("t", n.body) } //!
            val (ids, said) = listOf(m).map { it.id to it.body }.unzip()
            Log.d("t", said.first()) //!
            Log.d("t", ids.first())
            Log.d("t", listOf(m.id to m.body).first().second) //!
        }
        """,
    )


def test_entries_of_mappings_in_kotlin(scan: Scan) -> None:
    kotlin(
        scan,
        """
        class Cache {
            private val held = mutableMapOf<String, String>()
            fun put(m: ChatMessage) { held[m.id] = m.body }
            fun show() {
                held.forEach { (k, v) -> Log.d("t", v) } //!
                held.forEach { (k, v) -> Log.d("t", k) }
                held.forEach { k, v -> Log.d("t", v) } //!
                for ((k, v) in held) Log.d("t", k)
                held.entries.forEach { Log.d("t", it.value) } //!
                held.entries.forEach { Log.d("t", it.key) }
                held.values.forEach { Log.d("t", it) } //!
                Log.d("t", held.keys.joinToString())
                Log.d("t", held.values.joinToString()) //!
                Log.d("t", "$held") //!
                Log.d("t", "${held.size}")
                Log.d("t", held.map { it.value }.joinToString()) //!
                Log.d("t", held.map { it.key }.joinToString())
                Log.d("t", held.filterKeys { it.isEmpty() }.values.first()) //!
                Log.d("t", held.toList().first().second) //!
            }
        }
        """,
    )


def test_entries_of_mappings_in_java(scan: Scan) -> None:
    java(
        scan,
        """
        import java.util.*;
        class A {
            void a(ChatMessage m) {
                Map<String, String> x = Map.of("a", m.id(), "b", m.body());
                Log.d("t", x.get("b")); //!
                Log.d("t", x.get("a"));
                Log.d("t", "" + x.keySet());
                Log.d("t", "" + x.values()); //!
                Map<String, String> y = new HashMap<>();
                y.put(m.id(), m.body());
                for (Map.Entry<String, String> e : y.entrySet()) Log.d("t", e.getValue()); //!
                for (Map.Entry<String, String> e : y.entrySet()) Log.d("t", e.getKey());
                for (String k : y.keySet()) Log.d("t", k);
                y.forEach((k, v) -> Log.d("t", v)); //!
                y.forEach((k, v) -> Log.d("t", k));
            }
        }
        """,
    )


def test_what_may_be_absent(scan: Scan) -> None:
    java(
        scan,
        """
        import java.util.*;
        class A {
            void a(List<ChatMessage> ms, ChatMessage m) {
                Log.d("t", ms.stream().findFirst().get().body()); //!
                Log.d("t", ms.stream().findAny().map(ChatMessage::body).orElse("")); //!
                ms.stream().findFirst().ifPresent(x -> Log.d("t", x.body())); //!
                Log.d("t", ms.stream().map(ChatMessage::id).findFirst().orElse(""));
                Log.d("t", Optional.of(m.body()).get()); //!
                Log.d("t", Optional.ofNullable(m).map(ChatMessage::body).orElse("")); //!
                Log.d("t", List.of(m).get(0).body()); //!
            }
        }
        """,
    )


def test_what_lambdas_fill(scan: Scan) -> None:
    kotlin(
        scan,
        """
        fun a(m: ChatMessage, ms: List<ChatMessage>) {
            Log.d("t", buildString { append("a"); append(m.body) }) //!
            Log.d("t", buildString { append(m.id) })
            Log.d("t", buildString { ms.forEach { append(it.body).append(1) } }) //!
            Log.d("t", buildMap { put("a", m.body) }.toString()) //!
            Log.d("t", "${buildList { add(m.body) }}") //!
            Log.d("t", buildList { add(m.body) }.size.toString())
        }
        """,
    )


def test_preferences_that_a_lambda_edits(scan: Scan) -> None:
    kotlin(
        scan,
        """
        import android.content.Context
        import androidx.core.content.edit
        import androidx.security.crypto.EncryptedSharedPreferences
        class A(context: Context) {
            private val preferences = context.getSharedPreferences("a", 0)
            private val sealed = EncryptedSharedPreferences.create("a")
            fun a(m: ChatMessage) {
                preferences.edit { putString("k", m.body) } //!
                preferences.edit(commit = true) { remove("q"); putString("k", m.body) } //!
                preferences.edit { putInt("k", m.body.length) }
                sealed.edit { putString("k", m.body) }
            }
        }
        """,
    )


def test_what_functions_of_pairs_hold(scan: Scan) -> None:
    kotlin(
        scan,
        """
        import android.database.sqlite.SQLiteDatabase
        import androidx.core.content.contentValuesOf
        import androidx.core.os.bundleOf
        import androidx.work.workDataOf
        fun a(db: SQLiteDatabase, m: ChatMessage) {
            val held = bundleOf("k" to m.body, "i" to m.id)
            Log.d("t", held.getString("k")) //!
            Log.d("t", held.getString("i"))
            db.insert("t", null, contentValuesOf("b" to m.body)) //!
            db.insert("t", null, contentValuesOf("b" to m.id))
            workDataOf("k" to m.body) //!
            workDataOf("k" to m.id)
            Log.d("t", mapOf("a" to m.id, "k" to m.body)["k"]) //!
            Log.d("t", mapOf("a" to m.id, "k" to m.body)["a"])
        }
        """,
    )


def test_groups_in_kotlin(scan: Scan) -> None:
    kotlin(
        scan,
        """
        fun a(ms: List<ChatMessage>, ns: List<String>) {
            ms.groupBy { it.id }.forEach { (id, group) -> Log.d("t", group.first().body) } //!
            ms.groupBy { it.id }.forEach { (id, group) -> Log.d("t", "$id ${group.size}") }
            for ((id, g) in ms.groupBy({ it.id }, { it.body })) Log.d("t", g.first()) //!
            ms.groupBy { it.id }.values.forEach { g -> g.forEach { Log.d("t", it.body) } } //!
            ms.groupBy { it.id }.mapValues { it.value.first() }.forEach { (k, v) ->
                Log.d("t", v.body) //!
            }
            Log.d("t", ms.associateBy { it.id }["1"]?.body) //!
            Log.d("t", ms.associateBy { it.id }.keys.toString())
            val (a, b) = ms.partition { it.id == "1" }
            Log.d("t", b.last().body) //!
            ms.chunked(10).forEach { c -> Log.d("t", c.first().body) } //!
            ms.windowed(2).forEach { (x, y) -> Log.d("t", x.body) } //!
            ms.zip(ns).forEach { (m, n) -> Log.d("t", m.body) } //!
            ms.zip(ns).forEach { (m, n) -> Log.d("t", n) }
            ms.zipWithNext { p, q -> Log.d("t", q.body) } //!
            listOf(ms, ms).flatten().forEach { Log.d("t", it.body) } //!
            for ((i, m) in ms.withIndex()) Log.d("t", m.body) //!
            Log.d("t", ms.fold("") { acc, m -> acc + m.body }) //!
            Log.d("t", ms.fold(0) { acc, m -> acc + m.body.length }.toString())
        }
        """,
    )


def test_groups_in_java(scan: Scan) -> None:
    java(
        scan,
        """
        import java.util.*;
        import java.util.function.Function;
        import java.util.stream.*;
        class A {
            void a(List<ChatMessage> ms) {
                Map<String, List<ChatMessage>> by =
                    ms.stream().collect(Collectors.groupingBy(ChatMessage::id));
                by.forEach((k, g) -> Log.d("t", g.get(0).body())); //!
                by.forEach((k, g) -> Log.d("t", k));
                for (var e : by.entrySet()) Log.d("t", e.getValue().get(0).body()); //!
                var one = ms.stream().collect(Collectors.toMap(x -> x.id(), x -> x));
                Log.d("t", one.get("1").body()); //!
                Log.d("t", Stream.of(ms).flatMap(List::stream).findFirst().get().body()); //!
            }
        }
        """,
    )


def test_requests_that_annotations_declare(scan: Scan) -> None:
    kotlin(
        scan,
        """
        import retrofit2.http.GET
        import retrofit2.http.POST
        import retrofit2.http.Query
        import retrofit2.http.Header
        import retrofit2.http.Path
        interface Api {
            @GET("search") suspend fun search(@Query("q") text: String, @Query("n") n: Int): String
            @POST("m/{id}") fun open(@Path("id") id: String, @Header("A") phone: String)
        }
        class Repo(private val api: Api) {
            suspend fun a(phoneNumber: String) {
                api.search(phoneNumber, 1) //!
                api.search(n = 2, text = phoneNumber) //!
                api.search("x", 1)
                api.open("1", phoneNumber)
            }
        }
        """,
    )


def test_requests_of_a_starred_import(scan: Scan) -> None:
    java(
        scan,
        """
        import retrofit2.http.*;
        interface Api { @GET String open(@Url String url, @Tag String tag); }
        class Repo {
            private Api api;
            void a(String phoneNumber) {
                api.open("https://a.example/?phone=" + phoneNumber, "x"); //!
                api.open("https://a.example/", phoneNumber);
            }
        }
        """,
    )


ROOM = """
import androidx.room.Dao
import androidx.room.Insert
import androidx.room.Query
import androidx.room.Room
@Dao interface Messages {
    @Insert fun insert(m: ChatMessage)
    @Query("INSERT INTO t VALUES(:text)") fun put(text: String)
    @Query("SELECT * FROM t WHERE body = :text") fun find(text: String): Int
}
"""


def test_databases_that_annotations_declare(scan: Scan) -> None:
    kotlin(
        scan,
        ROOM
        + dedent(
            """
            class Repo(private val dao: Messages) {
                fun a(m: ChatMessage) {
                    dao.insert(m) //!
                    dao.put(m.body) //!
                    dao.put(m.id)
                    dao.find(m.body)
                }
            }
            """
        ),
    )


def test_databases_that_are_opened_encrypted(scan: Scan) -> None:
    kotlin(
        scan,
        ROOM
        + dedent(
            """
            fun open(key: ByteArray) =
                Room.databaseBuilder("x").openHelperFactory(SupportFactory(key)).build()
            class Repo(private val dao: Messages) {
                fun a(m: ChatMessage) { dao.insert(m) }
            }
            """
        ),
    )
