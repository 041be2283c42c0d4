"""What the receiver of text can show: width, colour, characters."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from msgsec_lint.output.escaping import encodable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

PIPE_WIDTH = 100
MIN_WIDTH = 40
MAX_WIDTH = 120
"""Beyond this, a line is tiring to read and its right end is far from its left."""

Color = Literal["auto", "always", "never"]


class Glyphs(Struct, frozen=True, kw_only=True):
    """Characters that draw; each takes one cell."""

    bar: str
    top: str
    bottom: str
    gap: str
    rule: str
    ellipsis: str
    nothing: str


UNICODE = Glyphs(bar="│", top="╭", bottom="╰", gap="⋮", rule="─", ellipsis="…", nothing="·")
ASCII = Glyphs(bar="|", top="/", bottom="\\", gap=":", rule="-", ellipsis="~", nothing="-")


class Terminal(Struct, frozen=True, kw_only=True):
    """A receiver of text; the default is a pipe, with plain UTF-8 of a fixed width."""

    width: int = PIPE_WIDTH
    color: bool = False
    encoding: str = "utf-8"

    @property
    def glyphs(self) -> Glyphs:
        """The characters to draw with; ASCII if the encoding lacks one of the others."""
        drawn = "".join(getattr(UNICODE, name) for name in UNICODE.__struct_fields__)
        return UNICODE if encodable(drawn, self.encoding) == drawn else ASCII

    @classmethod
    def of(
        cls,
        stream: TextIO | None = None,
        *,
        color: Color | bool = "auto",
        environ: Mapping[str, str] | None = None,
    ) -> Terminal:
        """Find out about a stream, standard output by default.

        ``color`` wins over the environment, where ``NO_COLOR`` wins over ``FORCE_COLOR`` and
        ``CLICOLOR_FORCE``; ``COLUMNS`` sets the width also where there is no terminal.
        """
        stream = sys.stdout if stream is None else stream
        environ = os.environ if environ is None else environ
        is_terminal = _is_terminal(stream)
        width = _columns(environ) or (shutil.get_terminal_size().columns if is_terminal else 0)
        return cls(
            width=min(max(width, MIN_WIDTH), MAX_WIDTH) if width else PIPE_WIDTH,
            color=_wants_color(color, environ, is_terminal=is_terminal),
            encoding=getattr(stream, "encoding", None) or "utf-8",
        )


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def _columns(environ: Mapping[str, str]) -> int:
    text = environ.get("COLUMNS", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _wants_color(color: Color | bool, environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    if isinstance(color, bool) or color != "auto":
        return color in (True, "always")
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_terminal and environ.get("TERM") != "dumb"
