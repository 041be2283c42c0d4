# ruff: noqa: INP001 - a folder of programs, no package
"""Validate SARIF files with Microsoft's Multitool and the published schema that it brings.

    python benchmarks/validate_sarif.py REPORT.sarif [...]

Needs npm (or `--multitool DIR`, the folder of an unpacked platform package) and about 100 MB in a
temporary directory. Ends with 1 if there is an error or a warning that is not known below.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

VERSION = "5.7.0"
SYSTEMS = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}
KNOWN = {
    "SARIF2002": "messages with arguments save space, but code scanning shows plain text only",
    "SARIF2003": "reports carry no revision, so that equal trees give equal bytes",
    "SARIF2005": "there is no project page to name yet",
    "SARIF2006": "the validator wants to fetch the schema; offline it cannot",
    "SARIF2009": "rule ids are words that people type and suppress, not numbers",
    "SARIF2012": "there are no rule pages on the web yet; the help is in the file",
}
"""What the Multitool says about every report, and why it stays."""


def main() -> int:
    """Validate the files that are named; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--multitool", type=Path, help="folder with the Multitool and its schema")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.multitool or install(Path(name))
        if folder is None:
            sys.stderr.write("npm is not here; install it or give --multitool DIR.\n")
            return 2
        valid = [validate(file, folder, Path(name)) for file in options.files]
    return 0 if all(valid) else 1


def install(work: Path) -> Path | None:
    """Install the Multitool; return its folder, or None without npm."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    system = SYSTEMS[platform.system()]
    # Its install script only sets a mode bit, and newer versions of npm do not run it.
    package = f"@microsoft/sarif-multitool-{system}"
    command = [npm, "install", "--silent", "--ignore-scripts", "--prefix", str(work)]
    subprocess.run([*command, f"{package}@{VERSION}"], check=True, stdin=subprocess.DEVNULL)
    return work / "node_modules" / package


def validate(file: Path, folder: Path, work: Path) -> bool:
    """Print what is wrong with one file; tell whether there is nothing new among it."""
    wrong = [f"schema: {line}" for line in against_schema(file, folder)]
    found = multitool(file, folder, work)
    counts = Counter((result["ruleId"], result.get("level", "warning")) for result in found)
    for (rule, level), count in sorted(counts.items()):
        known = f", known: {KNOWN[rule]}" if rule in KNOWN else ""
        say(f"{file}: {level} {rule}, {count} times{known}")
    wrong += [describe(result) for result in found if result["ruleId"] not in KNOWN]
    for line in wrong:
        say(f"{file}: {line}")
    say(f"{file}: {'not valid' if wrong else 'valid'}")
    return not wrong


def against_schema(file: Path, folder: Path) -> list[str]:
    """Return what the published schema has against a file."""
    import jsonschema

    schema = json.loads((folder / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    checker = jsonschema.validators.validator_for(schema)(schema)
    return [
        f"{error.json_path}: {error.message}"
        for error in checker.iter_errors(json.loads(file.read_text(encoding="utf-8")))
    ]


def multitool(file: Path, folder: Path, work: Path) -> list[dict[str, Any]]:
    """Return the results of the Multitool's rules for SARIF and for GitHub."""
    program = folder / f"Sarif.Multitool{'.exe' if platform.system() == 'Windows' else ''}"
    program.chmod(0o755)
    output = work / "validation.sarif"
    output.unlink(missing_ok=True)
    command = [str(program), "validate", str(file), "--rule-kind", "Sarif;Ghas"]
    command += ["--level", "Error;Warning;Note", "-o", str(output), "--log", "ForceOverwrite"]
    done = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if not output.exists():
        raise SystemExit(f"the Multitool failed:\n{done.stdout}{done.stderr}")
    (run,) = json.loads(output.read_text(encoding="utf-8-sig"))["runs"]
    results: list[dict[str, Any]] = run["results"]
    return results


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def describe(result: dict[str, Any]) -> str:
    """Return one line about one result of the Multitool."""
    message = result["message"]
    text = message.get("text") or " | ".join(message.get("arguments", []))
    line = result["locations"][0]["physicalLocation"].get("region", {}).get("startLine", 0)
    return f"{line}: {result.get('level', 'warning')} {result['ruleId']}: {text}"


if __name__ == "__main__":
    sys.exit(main())
