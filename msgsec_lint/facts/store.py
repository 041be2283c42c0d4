"""Facts and results kept between scans.

One SQLite file in a folder that only its owner can read. Keys are hashes of everything an entry
was made from, so nothing in it can be stale; a file that is damaged or locked is as good as empty.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgsec_lint
from msgsec_lint import __version__

MAX_BYTES = 512 << 20
"""A larger cache is emptied when it is opened."""


@cache
def _build() -> bytes:
    """Identity of the program itself: its version, and the state of its files.

    The files count so that a checkout that is worked on never meets results of its former self.
    """
    state = hashlib.blake2b(__version__.encode(), digest_size=20)
    top = Path(msgsec_lint.__file__).parent
    for path in sorted(top.rglob("*.py")):
        info = path.stat()
        state.update(f"{path.relative_to(top)} {info.st_mtime_ns} {info.st_size}\n".encode())
    return state.digest()


def digest(*parts: bytes) -> bytes:
    """Key of an entry made from these parts by this build of the program."""
    state = hashlib.blake2b(digest_size=20)
    state.update(_build())
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


class Store:
    """A cache of byte strings by key."""

    def __init__(self, folder: Path | None) -> None:
        """Open the cache in a folder; None makes a store that keeps nothing."""
        self._connection: sqlite3.Connection | None = None
        if folder is None:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / "facts.sqlite"
            if path.exists() and path.stat().st_size > MAX_BYTES:
                path.unlink()
            created = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
            os.close(created)
            self._connection = sqlite3.connect(path, timeout=2.0, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=OFF")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID"
            )
        except (OSError, sqlite3.Error):
            self._connection = None

    def get_many(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The entries that exist among some keys."""
        if self._connection is None:
            return {}
        wanted = list(keys)
        found: dict[bytes, bytes] = {}
        try:
            for at in range(0, len(wanted), 500):
                part = wanted[at : at + 500]
                marks = ",".join("?" * len(part))
                rows = self._connection.execute(
                    f"SELECT key, data FROM entries WHERE key IN ({marks})",  # noqa: S608 - marks
                    part,
                )
                found.update(rows)
        except sqlite3.Error:
            return {}
        return found

    def get(self, key: bytes) -> bytes | None:
        """One entry, or None."""
        return self.get_many([key]).get(key)

    def put_many(self, entries: dict[bytes, bytes]) -> None:
        """Keep entries; silently does nothing where that is not possible."""
        if self._connection is None or not entries:
            return
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("BEGIN")
            self._connection.executemany(
                "INSERT OR REPLACE INTO entries VALUES (?, ?)", entries.items()
            )
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Release the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
