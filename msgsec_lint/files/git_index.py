"""The list of tracked files, read from git's index without starting git.

No program is started and no configuration is read, so that nothing in the repository of a stranger
can make git do anything. The format is that of ``gitformat-index`` in git's own documentation.
"""

from __future__ import annotations

import os
import stat
import struct

MAX_BYTES = 256 << 20
"""A larger index is not read."""
_LINK_BYTES = 4096
_HEADER = struct.Struct(">4sII")
_FOLDER_MODE = 0o040000
"""In a sparse index, an entry that stands for all that is in a folder."""
_HASHES = (20, 32)
"""Bytes of an object's name: SHA-1, or SHA-256."""


class GitIndexError(Exception):
    """The index is not there as it should be; says why."""


def tracked_paths(top: str) -> frozenset[str]:
    """The paths that the work tree at ``top`` tracks, relative to it.

    Raises GitIndexError where they cannot be told.
    """
    data = _content(f"{_git_folder(top)}/index", MAX_BYTES)
    if data is None:
        return frozenset()
    for hash_bytes in _HASHES:
        try:
            return frozenset(_entries(data, hash_bytes))
        except (struct.error, ValueError, IndexError):
            continue
    raise GitIndexError("the index of git is of an unknown form")


def _git_folder(top: str) -> str:
    """The folder with git's files: ``.git``, or what a file of that name points at."""
    path = f"{top}/.git"
    try:
        if stat.S_ISDIR(os.stat(path).st_mode):  # noqa: PTH116 - plain strings throughout
            return path
    except OSError as error:
        raise GitIndexError(f".git cannot be read ({error.strerror})") from error
    said = _content(path, _LINK_BYTES) or b""
    word, _, target = said.decode("utf-8", "surrogateescape").partition(":")
    if word != "gitdir" or not target.strip() or "\0" in target:
        raise GitIndexError("the file .git names no folder")
    return os.path.join(top, target.strip())  # noqa: PTH118


def _content(path: str, limit: int) -> bytes | None:
    """The bytes of a regular file, None where there is none."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise GitIndexError(f"{os.path.basename(path)} cannot be opened") from error  # noqa: PTH119
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode) or info.st_size > limit:
            name = os.path.basename(path)  # noqa: PTH119
            raise GitIndexError(f"{name} is no regular file of at most {limit:,} bytes")
        return os.read(descriptor, info.st_size + 1)
    finally:
        os.close(descriptor)


def _entries(data: bytes, hash_bytes: int) -> list[str]:
    """The paths of an index whose object names have so many bytes; ValueError if it has not."""
    signature, version, count = _HEADER.unpack_from(data)
    if signature != b"DIRC" or version not in (2, 3, 4) or count > len(data) // 32:
        raise ValueError
    paths: list[str] = []
    position, name = _HEADER.size, b""
    fixed = 40 + hash_bytes + 2
    for _ in range(count):
        start = position
        (mode,) = struct.unpack_from(">I", data, start + 24)
        (flags,) = struct.unpack_from(">H", data, start + fixed - 2)
        position = start + fixed + (2 if version > 2 and flags & 0x4000 else 0)
        if version == 4:
            strip, position = _number(data, position)
            if strip > len(name):
                raise ValueError
            end = data.index(b"\0", position)
            name = name[: len(name) - strip] + data[position:end]
            position = end + 1
        else:
            end = data.index(b"\0", position)
            name = data[position:end]
            length = end - start
            position = start + length + 8 - length % 8
        if len(name) != flags & 0xFFF and flags & 0xFFF != 0xFFF:
            raise ValueError
        if mode != _FOLDER_MODE:
            paths.append(os.fsdecode(name))
    if data[position : position + 4] == b"link":
        raise GitIndexError("the index of git is split")
    return paths


def _number(data: bytes, position: int) -> tuple[int, int]:
    """A number of variable length, and what stands behind it."""
    byte = data[position]
    value = byte & 0x7F
    while byte & 0x80:
        position += 1
        byte = data[position]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, position + 1
