"""Reports problems to the developers."""

from __future__ import annotations

import sentry_sdk


def report(problem: str, detail: object = None) -> None:
    sentry_sdk.set_tag("problem", problem)
    sentry_sdk.capture_message(f"{problem} ({type(detail).__name__})")
