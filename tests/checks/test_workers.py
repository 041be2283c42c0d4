"""Processes that are killed: a file that ends its process, and a scan that is no more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from msgsec_lint.checks import collect
from msgsec_lint.checks.request import find_files
from msgsec_lint.facts.store import Store
from msgsec_lint.policy.config import load_config
from tests.conftest import Tree


def test_a_file_that_ends_its_process_costs_only_itself(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({f"m{number}.py": f"x = {number}\n" for number in range(6)})
    files = find_files(root, (), load_config(root)).files
    lower = collect._lower

    def killed(path: str, language: str, data: bytes, named: bool) -> tuple[str, bytes]:
        if path == "m3.py":
            os.kill(os.getpid(), signal.SIGKILL)
        return lower(path, language, data, named)

    monkeypatch.setattr(collect, "_lower", killed)
    monkeypatch.setattr(collect, "MIN_PARALLEL_BYTES", 0)
    found = collect.collect(collect.read_all(root, files, None), Store(None), 2, None)
    assert [made.path for made in found if made.facts is None] == ["m3.py"]
    (lost,) = [made for made in found if made.facts is None]
    assert lost.reason == "unreadable"
    assert "ended" in lost.detail


PARENT = """
import sys, time
from msgsec_lint.checks.workers import worker_pool

def sleep(seconds):
    import os
    print(os.getpid(), flush=True)
    time.sleep(seconds)

with worker_pool(1) as pool:
    pool.submit(sleep, 60).result()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks the system about processes")
def test_workers_end_with_the_scan_that_was_killed() -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        for _ in range(100):
            state = Path(f"/proc/{worker}/stat")
            if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
                break
            time.sleep(0.1)
        else:
            os.kill(worker, signal.SIGKILL)
            pytest.fail("the worker outlived the process that it works for")
        # Nothing holds the other end any more, so that who reads it gets to the end.
        assert parent.stdout.read() == ""
