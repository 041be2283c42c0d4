"""Flows through calls that say little of what they call."""

from __future__ import annotations

import pytest

from tests.conftest import Files
from tests.flow.conftest import Flows

ANDROID = "import android.util.Log"


@pytest.mark.parametrize(
    "files",
    [
        {"A.kt": f"""
            {ANDROID}
            fun go(messageText: String) {{
                val f = {{ x: String -> Log.d("t", x) }}
                f(«messageText»)
                f.invoke(«messageText»)
                fun later() {{ f(«messageText») }}
                later()
            }}
        """},
        {"A.kt": f"""
            {ANDROID}
            class A {{
                private val show: (String) -> Unit = {{ x -> Log.d("t", x) }}
                fun go(messageText: String) {{ show(«messageText») }}
            }}
        """},
        {"A.java": f"""
            import java.util.function.Consumer;
            {ANDROID};
            class A {{
                private final Consumer<String> show = x -> Log.d("t", x);
                void go(String messageText, int n) {{
                    Consumer<String> f = x -> Log.d("t", x);
                    Consumer<String> quiet = x -> Log.d("t", "x");
                    f.accept(«messageText»);
                    quiet.accept(messageText);
                    this.show.accept(«messageText»);
                    f.andThen(quiet).accept(messageText);
                }}
            }}
        """},
        {"a.go": """
            package a

            import "log"

            func Go(messageText string) {
                f := func(x string) { log.Print(x) }
                f(«messageText»)
                func() { f(«messageText») }()
            }
        """},
        {"a.js": """
            export function go(messageText) {
                const f = (x) => console.log(x);
                f(«messageText»);
            }
        """},
        {"app.py": """
            import logging
            def go(message_text):
                f = lambda x: logging.info(x)
                f(«message_text»)
        """},
    ],
)  # fmt: skip
def test_functions_are_called_by_what_holds_them(flows: Flows, files: Files) -> None:
    flows(files)


@pytest.mark.parametrize(
    "body",
    [
        'P p = P.newBuilder().setNote(messageText).build(); Log.d("t", «"" + p»);',
        'P p = P.newBuilder().setNote(messageText).build(); Log.d("t", «p.getNote()»);',
        'P p = P.newBuilder().setNote(messageText).setKind(1).build(); Log.d("t", «p.getNote()»);',
        'P p = P.newBuilder().setNote(messageText).setKind(1).build(); Log.d("t", "" + p.getKind());',
        'P p = P.newBuilder().setNote(redact(messageText)).build(); Log.d("t", "" + p);',
        'P.Builder b = P.newBuilder(); b.setNote(messageText); Log.d("t", «"" + b.build()»);',
        'P.Builder b = P.newBuilder(); b.setNote(messageText); Log.d("t", «b.build().getNote()»);',
        'Log.d("t", «"" + Q.builder().note(messageText).build()»);',
        'Log.d("t", "" + own.setNote(messageText).build());',
        'Notification n = new Notification.Builder(c).setTitle(messageText).build(); Log.d("t", "" + n);',
    ],
)  # fmt: skip
def test_builders_outside_the_tree_keep_what_is_put_in(flows: Flows, body: str) -> None:
    text = f"""
        import android.app.Notification;
        import com.vendor.proto.P;
        {ANDROID};
        class Own {{ int build() {{ return 1; }} Own setNote(String x) {{ return this; }} }}
        class A {{
            void go(String messageText, Own own, Context c) {{ {body} }}
        }}
    """
    flows({"A.java": text})


def test_functions_of_an_object_that_is_the_default(flows: Flows) -> None:
    flows(
        {
            "api.ts": """
                function tell(x: string) { console.log(x); }
                export default {
                    say(x: string) { console.log(x); },
                    other: (x: string) => console.log(x),
                    told: tell,
                };
            """,
            "b.ts": """
                import api from "./api";
                export function go(messageText: string) {
                    api.say(«messageText»);
                    api.other(«messageText»);
                    api.told(«messageText»);
                }
            """,
        }
    )
