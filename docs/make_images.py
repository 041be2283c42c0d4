# ruff: noqa: INP001 - a folder of documents with the programs that make some of them
"""Draw the pictures of the README from a real scan of the example.

    python docs/make_images.py

Writes ``docs/images/scan.svg``. A test fails when the text of the picture is no longer what the
program says.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from msgsec_lint.checks.request import ScanRequest  # noqa: E402 - after the path
from msgsec_lint.checks.scan import run  # noqa: E402
from msgsec_lint.output.text import render_svg  # noqa: E402
from msgsec_lint.policy.config import Config  # noqa: E402
from msgsec_lint.policy.rules import load_rules, select  # noqa: E402

EXAMPLE = "examples/leaky-messenger/leaky/android"
RULES = ("content-in-logs", "unsafe-deserialization")
"""Two findings that begin in Kotlin and end in Java, each across three files."""
PICTURE = ROOT / "docs" / "images" / "scan.svg"


def command() -> str:
    """Return the command line that says the same."""
    return f"msgsec-lint scan {EXAMPLE} --select {','.join(RULES)}"


def picture() -> str:
    """Return the picture of a scan of the example."""
    ruleset = select(load_rules(), RULES)
    request = ScanRequest(root=ROOT / EXAMPLE, ruleset=ruleset, config=Config())
    return render_svg(run(request), ruleset.rules, ruleset.policy, title=command())


def main() -> int:
    """Write the picture."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
