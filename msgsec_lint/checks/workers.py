"""Processes that work beside this one, and end with it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager


def can_fork() -> bool:
    """Whether a process can take over what this one knows without its being copied to it."""
    return "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def worker_pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Some processes that are given work; they know what this one knows where it can fork."""
    context = multiprocessing.get_context("fork" if can_fork() else None)
    gc.freeze()
    try:
        with ProcessPoolExecutor(count, mp_context=context, initializer=_begin) as pool:
            yield pool
    finally:
        gc.unfreeze()


def _begin() -> None:
    """Prepare a worker: nobody is left to read what it does once the scan was killed."""
    gc.disable()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
