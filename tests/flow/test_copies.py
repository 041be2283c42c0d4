"""Copies of objects of which a part was replaced."""

from __future__ import annotations

import pytest

from tests.conftest import Files
from tests.flow.conftest import Flows


@pytest.mark.parametrize(
    "files",
    [
        {"A.kt": """
            import android.util.Log
            data class Letter(val id: Int, val messageText: String)
            fun masked(letter: Letter) {
                val safe = letter.copy(messageText = "***")
                Log.d("t", "a $safe")
                Log.d("t", "a ${safe.messageText}")
                Log.d("t", "a ${letter.copy(messageText = redact(letter.messageText))}")
            }
            fun kept(letter: Letter, other: String) {
                val kept = letter.copy(id = 3)
                Log.d("t", «"$kept"»)
            }
            fun read(letter: Letter) {
                val kept = letter.copy(id = 3)
                Log.d("t", «kept.messageText»)
            }
        """},
        {"a.ts": """
            interface Letter { id: number; messageText: string }
            export function masked(letter: Letter) {
                const safe = {...letter, messageText: "***"};
                console.log(safe);
                console.log(safe.messageText);
            }
            export function early(letter: Letter) {
                const kept = {messageText: "***", ...letter};
                console.log(«kept.messageText»);
            }
            export function kept(letter: Letter) {
                const kept = {...letter, id: 3};
                console.log(«kept»);
            }
        """},
        {"app.py": """
            import dataclasses, logging
            from dataclasses import dataclass, replace
            @dataclass
            class Letter:
                id: int
                message_text: str
            def masked(letter: Letter):
                safe = dataclasses.replace(letter, message_text="***")
                logging.info("a %s", safe)
                logging.info("a %s", safe.message_text)
                logging.info("a %s", replace(letter, message_text=""))
            def kept(letter: Letter):
                kept = dataclasses.replace(letter, id=4)
                logging.info("a %s", «kept»)
            def read(letter: Letter):
                kept = dataclasses.replace(letter, id=4)
                logging.info("a %s", «kept.message_text»)
        """},
    ],
)  # fmt: skip
def test_what_was_replaced_is_not_shown(flows: Flows, files: Files) -> None:
    flows(files)
