"""The part of SARIF 2.1.0 that is written here, as typed structs.

Names are those of the standard, turned from snake to camel case; a field that is left at None or
empty is left out of the file.
"""

from __future__ import annotations

from msgspec import Struct, field


class _Object(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An object of SARIF: camel case, without fields that say nothing."""


class Message(_Object, frozen=True, kw_only=True):
    text: str


class MultiformatMessage(_Object, frozen=True, kw_only=True):
    text: str
    markdown: str | None = None


class ArtifactLocation(_Object, frozen=True, kw_only=True):
    uri: str | None = None
    uri_base_id: str | None = None
    description: Message | None = None


class Region(_Object, frozen=True, kw_only=True):
    start_line: int
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    snippet: Message | None = None


class PhysicalLocation(_Object, frozen=True, kw_only=True):
    artifact_location: ArtifactLocation
    region: Region | None = None
    context_region: Region | None = None


class LogicalLocation(_Object, frozen=True, kw_only=True):
    fully_qualified_name: str


class Location(_Object, frozen=True, kw_only=True):
    id: int | None = None
    physical_location: PhysicalLocation
    logical_locations: tuple[LogicalLocation, ...] = ()
    message: Message | None = None


class ThreadFlowLocation(_Object, frozen=True, kw_only=True):
    location: Location


class ThreadFlow(_Object, frozen=True, kw_only=True):
    locations: tuple[ThreadFlowLocation, ...]


class CodeFlow(_Object, frozen=True, kw_only=True):
    thread_flows: tuple[ThreadFlow, ...]


class Suppression(_Object, frozen=True, kw_only=True):
    kind: str
    status: str
    justification: str
    location: Location
    properties: dict[str, str] = field(default_factory=dict)


class Result(_Object, frozen=True, kw_only=True):
    rule_id: str
    rule_index: int | None = None
    level: str
    message: Message
    locations: tuple[Location, ...]
    related_locations: tuple[Location, ...] = ()
    code_flows: tuple[CodeFlow, ...] = ()
    partial_fingerprints: dict[str, str] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)


class Configuration(_Object, frozen=True, kw_only=True):
    level: str


class RuleProperties(Struct, frozen=True, kw_only=True, omit_defaults=True):
    tags: tuple[str, ...]
    precision: str | None = None
    security_severity: str | None = field(name="security-severity", default=None)


class Descriptor(_Object, frozen=True, kw_only=True):
    """A rule."""

    id: str
    name: str | None = None
    short_description: Message | None = None
    full_description: Message | None = None
    help: MultiformatMessage | None = None
    default_configuration: Configuration | None = None
    properties: RuleProperties | None = None


class DescriptorReference(_Object, frozen=True, kw_only=True):
    id: str


class Notification(_Object, frozen=True, kw_only=True):
    descriptor: DescriptorReference
    level: str
    message: Message
    locations: tuple[Location, ...] = ()


class Invocation(Struct, frozen=True, kw_only=True, rename="camel"):
    execution_successful: bool
    tool_execution_notifications: tuple[Notification, ...]


class Driver(Struct, frozen=True, kw_only=True, rename="camel"):
    name: str
    version: str
    semantic_version: str
    language: str
    rules: tuple[Descriptor, ...]


class Tool(Struct, frozen=True, kw_only=True):
    driver: Driver


class Run(Struct, frozen=True, kw_only=True, rename="camel"):
    tool: Tool
    invocations: tuple[Invocation, ...]
    original_uri_base_ids: dict[str, ArtifactLocation]
    column_kind: str
    results: tuple[Result, ...]


class Log(Struct, frozen=True, kw_only=True):
    schema: str = field(name="$schema")
    version: str
    runs: tuple[Run, ...]
