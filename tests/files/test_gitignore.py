"""Our reading of ignore files beside git's own, on random trees."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from msgsec_lint.files.discovery import discover

names = st.sampled_from(["a", "b", "ab", "ba", "c d"])
folders = st.lists(names, max_size=3).map("/".join)
files = st.builds(lambda folder, name: f"{folder}/{name}.py".lstrip("/"), folders, names)
parts = st.sampled_from(["a", "b", "a*", "*b", "?", "[ab]", "[!a]", "**", "*.py", "a.py", "c d"])
patterns = st.builds(
    lambda negated, anchored, path, folder: (
        ("!" if negated else "")
        + ("/" if anchored else "")
        + "/".join(path)
        + ("/" if folder else "")
    ),
    st.booleans(),
    st.booleans(),
    st.lists(parts, min_size=1, max_size=3),
    st.booleans(),
)
ignore_files = st.dictionaries(folders, st.lists(patterns, max_size=4), max_size=3)


def listed_by_git(root: Path) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py"]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True)
    return sorted(set(done.stdout.decode().split("\0")) - {""})


@settings(max_examples=60, deadline=None)
@given(st.sets(files, max_size=12), ignore_files, st.sets(files, max_size=3))
def test_same_files_as_git(
    paths: set[str], ignores: dict[str, list[str]], tracked: set[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        for path in paths | tracked:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text("x = 1\n")
        if tracked:
            subprocess.run(["git", "add", "-f", *sorted(tracked)], cwd=root, check=True)
        for path, lines in ignores.items():
            if (root / path).is_dir():
                (root / path / ".gitignore").write_text("".join(f"{line}\n" for line in lines))
        assert [file.path for file in discover(root).files] == listed_by_git(root)
