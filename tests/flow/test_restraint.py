"""What looks like a flow through Java and Kotlin and is none, beside what is one."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Flows

TYPES = """\
package app.x
import android.util.Log
import android.content.SharedPreferences
import java.io.IOException
sealed interface Model {
    data class Note(val messageText: String) : Model
    data class Letter(val messageText: String) : Model
    data class Header(val id: Int) : Model
    data class Never(val messageText: String) : Model
}
sealed interface State {
    data class Open(val id: Int) : State
    data class Drafted(val messageText: String) : State
}
fun models(t: String) = listOf(Model.Note(t), Model.Letter(t), Model.Header(1))
fun states() = listOf(State.Open(1))
data class Sealed(val id: Int, val messageText: ByteArray)
open class Kept { var messageText: String = "" }
data class Child(val id: Int) : Kept()
fun say(line: () -> String) { Log.d("t", line()) }
fun hush(line: () -> String) { Log.d("t", line()) }
"""


def kotlin(flows: Flows, code: str) -> list[list[str]]:
    return flows({"a.kt": TYPES + code})


@pytest.mark.parametrize(
    "body",
    [
        'when (m) { is Model.Note, is Model.Letter -> {} else -> Log.d("t", "$m") }',
        'if (m is Model.Note || m is Model.Letter) {} else Log.d("t", "$m")',
        'if (m !is Model.Header) return\n    Log.d("t", "$m")',
        'when (m) { is Model.Note -> {} else -> Log.d("t", «"$m"») }',
        'if (m is Model.Header) {} else Log.d("t", «"$m"»)',
        'if (m is Model.Note) return\n    Log.d("t", «"$m"»)',
    ],
)  # fmt: skip
def test_what_a_value_is_not_is_not_shown(flows: Flows, body: str) -> None:
    kotlin(flows, f"fun f(m: Model) {{\n    {body}\n}}\n")


def test_what_a_value_is_not_in_java(flows: Flows) -> None:
    flows(
        {
            "a.kt": TYPES,
            "B.java": """\
            package app.x;
            import android.util.Log;
            class B {
                void a(State s) {
                    if (s instanceof State.Drafted) { return; } else { Log.d("t", "s " + s); }
                }
                void b(Model m) {
                    if (m instanceof Model.Note) { return; } else { Log.d("t", «"m " + m»); }
                }
            }
            """,
        }
    )


def test_objects_that_nothing_makes_are_none(flows: Flows) -> None:
    assert kotlin(flows, 'fun f(s: State) { Log.d("t", "$s") }\n') == []


@pytest.mark.parametrize(
    "shown",
    [
        '"$s"',
        '"${s.messageText}"',
        '"body " + s.messageText',
        "s.toString()",
    ],
)
def test_the_text_of_an_array_is_its_address(flows: Flows, shown: str) -> None:
    assert kotlin(flows, f'fun f(s: Sealed) {{ Log.d("t", {shown}) }}\n') == []


def test_the_bytes_of_an_array_are_what_it_holds(flows: Flows) -> None:
    kotlin(flows, 'fun f(s: Sealed) { Log.d("t", «String(s.messageText)») }\n')


def test_a_data_class_shows_what_it_declares_itself(flows: Flows) -> None:
    kotlin(
        flows,
        """\
fun f(c: Child, t: String) {
    c.messageText = t
    Log.d("t", "$c")
    Log.d("t", «"${c.messageText}"»)
}
""",
    )


def test_functions_that_are_handed_over_give_what_they_give(flows: Flows) -> None:
    kotlin(
        flows,
        """\
fun f(messageText: String, n: Int) {
    say «{ "got $messageText" }»
    hush { "got $n" }
}
""",
    )


def test_suppliers_of_java_give_what_they_give(flows: Flows) -> None:
    flows(
        {
            "A.java": """\
            package app.x;
            import android.util.Log;
            import java.util.function.Supplier;
            class A {
                static void told(Supplier<String> line) { Log.d("t", line.get()); }
                static void untold(Supplier<String> line) { Log.d("t", line.get()); }
                void f(String messageText, int n) {
                    told(«() -> "got " + messageText»);
                    untold(() -> "got " + n);
                }
            }
            """
        }
    )


SETTINGS = """\
package app.x
import android.content.SharedPreferences
class Settings(private val preferences: SharedPreferences) {
    fun setPassphrase(passphrase: String?) {
        preferences.edit().putString("a", passphrase).apply()
    }
}
"""


@pytest.mark.parametrize(
    ("caller", "found"),
    [
        ("", False),
        ("fun f(s: Settings) { s.setPassphrase(null) }\n", False),
        ("fun f(s: Settings, typed: String) { s.setPassphrase(typed) }\n", True),
    ],
)
def test_a_setter_keeps_what_somebody_gives_it(flows: Flows, caller: str, found: bool) -> None:
    kept = "«key-at-rest-unprotected|passphrase»" if found else "passphrase"
    flows({"a.kt": SETTINGS.replace('"a", passphrase', f'"a", {kept}') + caller})


def test_what_was_found_to_be_encrypted_may_be_kept(flows: Flows) -> None:
    flows(
        {
            "a.kt": """\
            package app.x
            import android.content.SharedPreferences
            fun keep(p: SharedPreferences, privateKey: String, isEncrypted: Boolean) {
                if (isEncrypted) p.edit().putString("k", privateKey).apply()
                else p.edit().putString("k", «key-at-rest-unprotected|privateKey»).apply()
            }
            """
        }
    )


def test_redactors_that_put_marks_hide(flows: Flows) -> None:
    flows(
        {
            "A.java": """\
            package app.x;
            import java.util.Optional;
            import org.slf4j.Logger;
            class A {
                Logger log;
                static String redactNumber(String phoneNumber) {
                    return phoneNumber.substring(0, 2) + "???";
                }
                static String redactAll(String phoneNumber) { return phoneNumber.trim(); }
                void f(String phoneNumber, Optional<String> msisdn) {
                    log.info("one {}", redactNumber(phoneNumber));
                    log.info("two {}", msisdn.map(A::redactNumber));
                    log.info("three {}", «identity-in-logs|redactAll(phoneNumber)»);
                }
            }
            """
        }
    )


def test_properties_of_all_kinds_lie_in_one_map(flows: Flows) -> None:
    flows(
        {
            "A.java": """\
            package app.x;
            import java.util.Map;
            import org.slf4j.Logger;
            class A {
                Logger log;
                Map<String, String> all;
                void put(String key, String value) { all.put(key, value); }
                String getProperty(String key) { return all.get(key); }
                void f(String password) {
                    put("a", password);
                    log.info("proxy {}", getProperty("proxy"));
                    log.info("password {}", «credential-in-logs|password»);
                }
            }
            """
        }
    )


def test_an_exception_that_is_caught_on_the_way_does_not_arrive(flows: Flows) -> None:
    flows(
        {
            "A.java": """\
            package app.x;
            import org.slf4j.Logger;
            class Bad extends Exception { Bad(String text) { super(text); } }
            class A {
                Logger log;
                void raise(String messageText) throws Bad { throw new Bad(messageText); }
                void inner(String messageText) {
                    try { raise(messageText); } catch (Bad e) { log.info("inner"); }
                }
                void handler(String messageText) {
                    try { inner(messageText); other(); }
                    catch (Bad e) { log.warn("outer " + e.getMessage()); }
                }
                void other() throws Bad { throw new Bad("nothing"); }
                void direct(String messageText) {
                    try { raise(messageText); }
                    catch (Bad e) { log.warn(«"outer " + e.getMessage()»); }
                }
            }
            """
        }
    )


def test_a_store_that_is_made_as_one_that_encrypts(flows: Flows) -> None:
    flows(
        {
            "A.java": """\
            package app.x;
            import android.content.Context;
            import android.content.SharedPreferences;
            import androidx.security.crypto.EncryptedSharedPreferences;
            class A {
                private final SharedPreferences sealed;
                private final SharedPreferences open;
                A(Context context, String name) throws Exception {
                    sealed = EncryptedSharedPreferences.create(context, name, null, null, null);
                    open = context.getSharedPreferences(name, 0);
                }
                SharedPreferences vault(Context context) throws Exception {
                    return EncryptedSharedPreferences.create(context, "v", null, null, null);
                }
                void f(String privateKey, Context context) throws Exception {
                    sealed.edit().putString("k", privateKey).apply();
                    vault(context).edit().putString("k", privateKey).apply();
                    open.edit().putString("k", «key-at-rest-unprotected|privateKey»).apply();
                }
            }
            """
        }
    )
