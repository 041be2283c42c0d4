"""A logger that a project declares as an interface is a logger, unless the project keeps it."""

from __future__ import annotations

from tests.flow.conftest import Flows

INTERFACE = "package app\ninterface Logger { fun info(text: String) }\n"
USES = """\
package app
class Relay(private val logger: Logger) {
    fun forward(messageText: String) { logger.info(%s) }
}
"""


def test_an_interface_that_others_keep(flows: Flows) -> None:
    flows({"Logger.kt": INTERFACE, "Relay.kt": USES % "«messageText»"})


def test_an_interface_that_the_project_keeps_otherwise(flows: Flows) -> None:
    count = (
        "package app\nclass Count : Logger { override fun info(text: String) { n(text.length) } }\n"
    )
    flows({"Logger.kt": INTERFACE, "Relay.kt": USES % "messageText", "Count.kt": count})


def test_a_test_double_keeps_nothing(flows: Flows) -> None:
    double = "package app\nclass Fake : Logger { override fun info(text: String) { keep(text) } }\n"
    flows(
        {
            "src/main/kotlin/app/Logger.kt": INTERFACE,
            "src/main/kotlin/app/Relay.kt": USES % "«messageText»",
            "src/test/kotlin/app/Fake.kt": double,
        }
    )


def test_an_interface_of_go(flows: Flows) -> None:
    text = """\
package relay

type Logger interface { Infof(format string, args ...any) }

type Relay struct { logger Logger }

func (r *Relay) forward(messageText string) { r.logger.Infof("%s", «messageText») }
"""
    flows({"relay.go": text})


def test_a_stand_in_of_tests_for_the_platform(flows: Flows) -> None:
    flows(
        {
            "app/src/main/java/app/Relay.java": """\
                package app;
                import android.util.Log;
                class Relay { void forward(String messageText) { Log.d("relay", «messageText»); } }
            """,
            "app/src/test/java/android/util/Log.java": """\
                package android.util;
                public class Log { public static int d(String tag, String text) { return 0; } }
            """,
        }
    )
