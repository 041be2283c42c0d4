"""Switches of telemetry that nobody has set."""

from __future__ import annotations

import pytest

from msgsec_lint.checks.consent import Telemetry
from msgsec_lint.flow.lexicon import bundled_lexicon

TELEMETRY = Telemetry(bundled_lexicon().telemetry)


@pytest.mark.parametrize(
    "name", ["analyticsOptIn", "allowCrashReport", "send_usage_data", "TELEMETRY_ENABLED"]
)
def test_a_switch_names_its_topic_and_a_wish(name: str) -> None:
    assert TELEMETRY.is_switch(name)


@pytest.mark.parametrize(
    "name",
    [
        "analytics",  # an object, perhaps
        "analyticsOptOut",
        "telemetryDisabled",
        "crash_report_prompt_shown",
        "notificationsEnabled",
    ],
)
def test_what_is_no_switch_for_telemetry(name: str) -> None:
    assert not TELEMETRY.is_switch(name)


def test_a_topic_without_a_wish_is_enough_for_a_setting() -> None:
    assert TELEMETRY.is_about("errorReporting")
    assert not TELEMETRY.is_about("error")
