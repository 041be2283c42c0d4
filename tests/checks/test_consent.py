"""Switches of telemetry that nobody has set."""

from __future__ import annotations

import pytest

from msgsec_lint.checks.consent import is_about, is_switch


@pytest.mark.parametrize(
    "name", ["analyticsOptIn", "allowCrashReport", "send_usage_data", "TELEMETRY_ENABLED"]
)
def test_a_switch_names_its_topic_and_a_wish(name: str) -> None:
    assert is_switch(name)


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
    assert not is_switch(name)


def test_a_topic_without_a_wish_is_enough_for_a_setting() -> None:
    assert is_about("errorReporting")
    assert not is_about("error")
