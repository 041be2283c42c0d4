"""The documents of the project as data: blocks of code, tables, links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
)
"""All documents but the pages of rules, which one program writes."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| (.*) \|$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")


class Block(NamedTuple):
    """A fenced block of code."""

    language: str
    text: str

    @property
    def file(self) -> str:
        """The file that the block stands for, if its first line is a comment with a path."""
        found = re.match(r"# ([\w./-]+\.(?:py|yaml))\n", self.text)
        return found[1] if found else ""


def blocks(path: str, language: str = "") -> list[Block]:
    """Return the blocks of a document, of one language if one is given."""
    found = [Block(*match) for match in _BLOCK.findall((ROOT / path).read_text("utf-8"))]
    return [block for block in found if not language or block.language == language]


def keys(path: str, heading: str = "") -> set[str]:
    """Return the code words in the first cells of all tables, or of those below one heading."""
    text = _BLOCK.sub("", (ROOT / path).read_text("utf-8"))
    if heading:
        text = re.split(r"^#+ ", text.partition(f"# {heading}\n")[2], flags=re.MULTILINE)[0]
    return {word for row in _ROW.findall(text) for word in _CODE.findall(row.split(" | ")[0])}


def links(path: Path) -> list[str]:
    """Return the relative links of a document, without the parts behind ``#``."""
    found = re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8"))
    return [link.partition("#")[0] for link in found if "://" not in link]
