"""``python -m msgsec_lint`` is the command ``msgsec-lint``."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(130)


def main() -> None:
    """Run the command. Until it has started, an interrupt ends it without a trace."""
    try:
        signal.signal(signal.SIGINT, _leave)
        from msgsec_lint.cli.main import main as run

        signal.signal(signal.SIGINT, signal.default_int_handler)
        run(sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(130)


if __name__ == "__main__":
    main()
