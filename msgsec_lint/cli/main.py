"""The command ``msgsec-lint``: finds the subcommand, and turns every end into an exit code.

Subcommands are imported when they are called, since the start of the program is most of the time of
a short command.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

import click

from msgsec_lint import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, FINDINGS, ERROR, NOTHING, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 4, 130

COMMANDS = {
    "scan": "Look for violations in a tree or in files.",
    "trace": "Show how the analyzer sees one line, and why it found something there or nothing.",
    "rules": "List the rules by section, and the sections without one.",
    "explain": "Show a rule or a section with its reasons and examples.",
    "test": "Run the examples that rules bring along.",
}
"""Name of a subcommand, which is also its module, to its line in the help."""


class LazyGroup(click.Group):
    """A group whose subcommands are modules that are imported only when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"msgsec_lint.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 wrong use or configuration, 3 nothing to scan, "
    "4 scan incomplete (with --strict).",
)
@click.version_option(__version__, prog_name="msgsec-lint", message="%(prog)s %(version)s")
def cli() -> None:
    """Find where the code of a messenger breaks the principles of secure messaging."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave it with an exit code."""
    _fill_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = run(given)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    # Everything is written and closed; what is in memory needs no taking apart.
    os._exit(code)


def _fill_streams() -> None:
    """Let no file that is opened take the number of a standard stream that is closed."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is None:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def run(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code; nothing but an exit code comes out of here."""
    if "--debug" in arguments:
        _show_faults()
    try:
        code = cli.main(list(arguments), prog_name="msgsec-lint", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ERROR
    except click.ClickException as error:
        return _fail(_with_help(error))
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return OK
    except OSError as error:
        if error.errno == errno.ENOSPC and sys.stdout is not None:
            from msgsec_lint.cli.streams import unwritable

            return _fail(unwritable(error))
        return _fail(_sentence(error), trace=_trace(error) if "--debug" in arguments else "")
    except Exception as error:  # noqa: BLE001 - the last line of defence; --debug shows the trace
        return _fail(_sentence(error), trace=_trace(error) if "--debug" in arguments else "")
    return code if isinstance(code, int) else OK


def _show_faults() -> None:
    """Show where faults come from that cost one file, in the process where they happen."""
    import logging

    from msgsec_lint.output.escaping import visible

    class Shown(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return "\n".join(map(visible, super().format(record).splitlines()))

    handler = logging.StreamHandler()
    handler.setFormatter(Shown("msgsec-lint: fault in %(message)s"))
    log = logging.getLogger("msgsec_lint")
    log.handlers = [handler]
    log.setLevel(logging.DEBUG)


MAX_SENTENCE = 1500
"""Longer errors are cut: they may quote what the scanned tree says."""


def _fail(sentence: str, *, trace: str = "") -> int:
    from msgsec_lint.output.escaping import visible

    if len(sentence) > MAX_SENTENCE:
        half = MAX_SENTENCE // 2
        sentence = f"{sentence[:half]} … {sentence[-half:]}"
    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            click.echo(f"msgsec-lint: {visible(sentence)}{trace}", err=True)
    return ERROR


def _with_help(error: click.ClickException) -> str:
    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{message} See `{error.ctx.command_path} --help`."
    return message


def _trace(error: Exception) -> str:
    import traceback

    return "\n" + "".join(traceback.format_exception(error)).rstrip()


def _sentence(error: Exception) -> str:
    # Imported here: only a run that has failed needs to know these.
    from msgsec_lint.files.errors import FilesError
    from msgsec_lint.policy.document import PolicyError

    if isinstance(error, FilesError | PolicyError):
        return str(error)
    first_line = (str(error).splitlines() or [""])[0][:200]
    return (
        f"internal fault ({type(error).__name__}: {first_line}). "
        "This is a bug; please report it with the trace that --debug shows."
    )


def _close_stdout() -> None:
    """Send what is still in the buffer nowhere, so that the interpreter does not complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
