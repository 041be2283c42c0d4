"""``python -m msgsec_lint`` is the command ``msgsec-lint``."""

from __future__ import annotations

from msgsec_lint.cli.main import main

main()
