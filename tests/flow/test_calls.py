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
