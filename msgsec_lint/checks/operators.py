"""Programs of Go beside a server: what its operators run to set it up, and nobody else sees."""

from __future__ import annotations

from posixpath import dirname

from msgspec import Struct, field

from msgsec_lint.link.program import Program
from msgsec_lint.repo.model import Project

_OPTIONS = ("flag", "github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/urfave/cli",
            "github.com/alecthomas/kong", "github.com/jessevdk/go-flags")  # fmt: skip
"""What programs read the options of a command line with."""
_NETWORK = ("net", "net/http", "net/rpc", "net/smtp", "google.golang.org/grpc")
_CONNECTING = frozenset(
    {
        "Listen", "ListenTCP", "ListenUDP", "ListenPacket", "ListenAndServe", "ListenAndServeTLS",
        "Serve", "ServeTLS", "Dial", "DialContext", "DialTCP", "DialTLS", "DialTimeout",
        "NewRequest", "NewRequestWithContext", "NewServeMux",
    }
)  # fmt: skip
"""Functions and methods that wait for others on the network, or turn to them."""


class _Package(Struct):
    """The files of one folder."""

    main: bool = False
    imports: set[str] = field(default_factory=set)
    connects: bool = False

    @property
    def networked(self) -> bool:
        """Whether its own files speak of the network."""
        return any(
            made in _NETWORK or "websocket" in made or made.startswith("google.golang.org/grpc/")
            for made in self.imports
        )

    @property
    def takes_options(self) -> bool:
        return any(made.startswith(_OPTIONS) for made in self.imports)


def operator_folders(program: Program, project: Project) -> frozenset[str]:
    """Folders of programs that take options and never come near the network, where another does.

    What they reach in the tree must be seen, so that one that only starts the server is none.
    """
    if not project.go_modules:
        return frozenset()
    packages: dict[str, _Package] = {}
    for unit in program.units:
        if unit.family == "go" and not unit.path.endswith("_test.go"):
            held = packages.setdefault(dirname(unit.path), _Package())
            held.main |= unit.facts.package == "main"
            held.imports.update(made.module for made in unit.facts.imports)
            held.connects |= not _CONNECTING.isdisjoint(unit.facts.calls)
    programs = [folder for folder, held in packages.items() if held.main]
    if not any(packages[folder].networked for folder in programs):
        return frozenset()
    roots = [(module.path, module.folder) for module in project.go_modules]
    return frozenset(
        folder
        for folder in programs
        if folder
        and packages[folder].takes_options
        and not packages[folder].networked
        and not any(packages[other].connects for other in _reached(folder, packages, roots))
    )


def _reached(folder: str, packages: dict[str, _Package], roots: list[tuple[str, str]]) -> set[str]:
    """Folders of the packages of the tree that one imports, directly or through others."""
    found = {folder}
    pending = [folder]
    while pending:
        for made in packages[pending.pop()].imports:
            for root, at in roots:
                inside = f"{at}{made[len(root) :]}".strip("/")
                if (made == root or made.startswith(f"{root}/")) and inside in packages:
                    if inside not in found:
                        found.add(inside)
                        pending.append(inside)
                    break
    return found
