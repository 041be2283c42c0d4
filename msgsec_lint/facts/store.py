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


_SUM_BYTES = 12


def _checksum(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SUM_BYTES, key=key).digest()


def _intact(key: object, kept: object) -> bytes | None:
    """What was kept under a key; None where it is no longer what it was."""
    if not isinstance(key, bytes) or not isinstance(kept, bytes):
        return None
    data = kept[_SUM_BYTES:]
    return data if kept[:_SUM_BYTES] == _checksum(key, data) else None


class Store:
    """A cache of byte strings by key."""

    def __init__(self, folder: Path | None) -> None:
        """Open the cache in a folder; None makes a store that keeps nothing."""
        self._connection: sqlite3.Connection | None = None
        self._path = folder / "facts.sqlite" if folder is not None else None
        self._renewed = False
        self._open()

    def _open(self) -> None:
        if self._path is None:
            return
        path = self._path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if path.exists() and path.stat().st_size > MAX_BYTES:
                path.unlink()
            created = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
            os.close(created)
            self._connection = sqlite3.connect(path, timeout=2.0, isolation_level=None)
            self._connection.text_factory = bytes
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=OFF")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID"
            )
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self._begin_anew(error)
        except OSError:
            self._connection = None

    def _begin_anew(self, error: Exception) -> None:
        """Put a file away that is damaged, and begin a new one; one that is only locked stays."""
        self.close()
        if self._path is None or self._renewed or isinstance(error, sqlite3.OperationalError):
            return
        # Once: what is damaged again at once is not worth a third file.
        self._renewed = True
        with contextlib.suppress(OSError):
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
            self._open()

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
                for name, kept in rows:
                    data = _intact(name, kept)
                    if data is not None:
                        found[name] = data
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._begin_anew(error)
            return {}
        return found

    def get(self, key: bytes) -> bytes | None:
        """One entry, or None."""
        return self.get_many([key]).get(key)

    def put_many(self, entries: dict[bytes, bytes]) -> None:
        """Keep entries; silently does nothing where that is not possible."""
        if self._connection is None or not entries:
            return
        rows = [(key, _checksum(key, data) + data) for key, data in entries.items()]
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", rows)
            self._connection.execute("COMMIT")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._begin_anew(error)

    def close(self) -> None:
        """Release the file."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
