"""What a scan is asked: the whole input of ``msgsec_lint.checks.scan.run``, checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from msgsec_lint.files.discovery import Discovery, discover
from msgsec_lint.files.errors import FilesError
from msgsec_lint.files.languages import EXTENSIONS, SUPPORTED, by_name, by_shebang
from msgsec_lint.findings.model import CONFIDENCES, SEVERITIES, Confidence, Finding, Severity
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import RuleSet

MAX_SHEBANG = 200
"""Bytes in which a first line that names a program must end."""

Progress = Callable[[str, int, int], None]
"""Told now and then: what is being done, how much of it is done, how much there is."""


def find_files(
    root: Path,
    paths: Sequence[str],
    config: Config,
    *,
    force_exclude: bool = False,
    respect_ignore: bool = True,
) -> Discovery:
    """Return the files of a scan as ignore files and the policy file leave them."""
    matches = config.excluded().match
    return discover(
        root,
        paths,
        force_exclude=force_exclude,
        respect_ignore=respect_ignore,
        excluded=lambda path: matches(config.prefix + path),
    )


class StdinFile(Struct, frozen=True, kw_only=True):
    """A file that an editor sends instead of what stands on the disk."""

    path: str
    """Where it belongs, relative to the root; may not exist."""
    data: bytes


def language_of(file: StdinFile) -> str:
    """The language of a file that does not stand on the disk, by its name or its first line.

    Raises FilesError where neither says one that is analysed.
    """
    language = by_name(file.path) or by_shebang(file.data[:MAX_SHEBANG])
    if language not in SUPPORTED:
        endings = ", ".join(sorted(e for e, form in EXTENSIONS.items() if form in SUPPORTED))
        raise FilesError(
            f"{file.path} does not say a language that is analysed; give standard input the name "
            f"of a source file with --stdin-filename, one that ends in {endings}."
        )
    return language


class ScanRequest(Struct, frozen=True, kw_only=True):
    """One scan."""

    root: Path
    """Absolute path of the scanned tree."""
    ruleset: RuleSet
    """The rules that were chosen, no others."""
    config: Config
    paths: tuple[str, ...] = ()
    """What to report on, relative to the root or absolute; empty means the whole tree."""
    stdin: StdinFile | None = None
    """Scan this as the content of its path; ``paths`` is empty then."""
    min_severity: Severity = "note"
    min_confidence: Confidence = "medium"
    """Findings below are counted as hidden."""
    force_exclude: bool = False
    """Ignore rules hold for ``paths`` as well."""
    respect_ignore: bool = True
    """Ignore files are read at all."""
    jobs: int = 1
    """Worker processes; 1 means that everything happens in this one."""
    cache_dir: Path | None = None
    """Where facts are kept between scans; None means nowhere."""
    progress: Progress | None = None

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is grave and sure enough to be shown."""
        severe = SEVERITIES.index(finding.severity) <= SEVERITIES.index(self.min_severity)
        sure = CONFIDENCES.index(finding.confidence) <= CONFIDENCES.index(self.min_confidence)
        return severe and sure
