"""The scanned files once more, for code frames and line hashes."""

from __future__ import annotations

import os
import stat

MAX_BYTES = 8 << 20
"""Files that have grown beyond this since the scan are not read again."""


class Sources:
    """Texts of the files under the root of a scan, read when they are wanted.

    Reports are sorted by file within a severity, so the last few texts are kept and no more.
    """

    def __init__(self, root: str, *, keep: int = 8) -> None:
        self._root = os.path.realpath(root) if root else ""
        self._keep = keep
        self._texts: dict[str, str | None] = {}
        self._lines: dict[str, list[str]] = {}

    def text(self, path: str) -> str | None:
        """The whole file, undecodable bytes replaced; None if it is not there or not safe."""
        if path not in self._texts:
            while len(self._texts) >= self._keep:
                oldest = next(iter(self._texts))
                del self._texts[oldest]
                self._lines.pop(oldest, None)
            self._texts[path] = self._read(path)
        return self._texts[path]

    def lines(self, path: str) -> list[str]:
        """The lines of a file without their ends; none if it cannot be read.

        Only a line feed ends a line, as in the positions that findings carry.
        """
        if path not in self._lines:
            text = self.text(path)
            if text is None:
                return []
            self._lines[path] = [line.removesuffix("\r") for line in text.split("\n")]
        return self._lines[path]

    def _read(self, path: str) -> str | None:
        try:
            data = self._bytes(f"{self._root}/{path}")
        except (OSError, ValueError):
            return None
        return None if data is None else data.decode("utf-8", "replace")

    def _bytes(self, full: str) -> bytes | None:
        # The tree may have changed since the scan, so a link that leads out is looked for again.
        if not self._root or not os.path.realpath(full).startswith(self._root.rstrip("/") + "/"):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(full, flags)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            return None
        with open(descriptor, "rb") as stream:  # noqa: PTH123 - opens a descriptor
            data = stream.read(MAX_BYTES + 1)
        return data if len(data) <= MAX_BYTES else None
