"""The part of SARIF 2.1.0 that the output uses, as a JSON Schema of our own.

Stricter than the standard where GitHub is: what code scanning requires is required here. The
published schema, which is not ours to ship, is applied by ``benchmarks/validate_sarif.py``.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
SHORT: Schema = {"type": "string", "minLength": 1, "maxLength": 1024}
POSITIVE: Schema = {"type": "integer", "minimum": 1}
INDEX: Schema = {"type": "integer", "minimum": 0}
LEVEL: Schema = {"enum": ["note", "warning", "error"]}


def obj(required: str = "", **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def many(items: Schema, **limits: int) -> Schema:
    return {"type": "array", "items": items, **limits}


def words(pattern: str = "") -> Schema:
    return {
        "type": "object",
        "additionalProperties": TEXT | ({"pattern": pattern} if pattern else {}),
    }


MESSAGE = obj("text", text=TEXT)
ARTIFACT = obj(
    "uri uriBaseId",
    uri={"type": "string", "pattern": r"^[A-Za-z0-9._~-][A-Za-z0-9._~%/-]*$"},
    uriBaseId={"const": "%SRCROOT%"},
)
FULL_REGION = obj(
    "startLine startColumn endLine endColumn",
    startLine=POSITIVE,
    startColumn=POSITIVE,
    endLine=POSITIVE,
    endColumn=POSITIVE,
    snippet=MESSAGE,
)
LINES_REGION = obj("startLine", startLine=POSITIVE, endLine=POSITIVE, snippet=MESSAGE)


def location(region: Schema, required: str) -> Schema:
    return obj(
        "physicalLocation",
        id=POSITIVE,
        physicalLocation=obj(
            required, artifactLocation=ARTIFACT, region=region, contextRegion=LINES_REGION
        ),
        logicalLocations=many(obj("fullyQualifiedName", fullyQualifiedName=TEXT)),
        message=MESSAGE,
    )


CODE = location(FULL_REGION, "artifactLocation region")
PLACE = location(LINES_REGION, "artifactLocation")
RULE = obj(
    "id shortDescription fullDescription help defaultConfiguration properties",
    id={"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": 255},
    name={"type": "string", "pattern": "^[A-Z][A-Za-z0-9]*$", "maxLength": 255},
    shortDescription=obj("text", text=SHORT),
    fullDescription=obj("text", text=SHORT),
    help=obj("text markdown", text=TEXT, markdown=TEXT),
    defaultConfiguration=obj("level", level=LEVEL),
    properties={
        "type": "object",
        "required": ["tags", "precision", "security-severity"],
        "additionalProperties": False,
        "properties": {
            "tags": many(TEXT, minItems=1, maxItems=20) | {"contains": {"const": "security"}},
            "precision": {"enum": ["very-high", "high", "medium", "low"]},
            "security-severity": {"type": "string", "pattern": r"^(10\.0|[0-9]\.[0-9])$"},
        },
    },
)
RESULT = obj(
    "ruleId level message locations partialFingerprints",
    ruleId=TEXT,
    ruleIndex=INDEX,
    level=LEVEL,
    message=MESSAGE,
    locations=many(CODE, minItems=1, maxItems=1),
    relatedLocations=many(CODE),
    codeFlows=many(
        obj(
            "threadFlows",
            threadFlows=many(
                obj(
                    "locations",
                    locations=many(obj("location", location=CODE), minItems=1, maxItems=30),
                ),
                minItems=1,
                maxItems=1,
            ),
        ),
        maxItems=1,
    ),
    partialFingerprints=obj(
        "",
        primaryLocationLineHash={"type": "string", "pattern": "^[0-9a-f]{1,16}:[1-9][0-9]*$"},
        **{"msgsecFlow/v1": {"type": "string", "pattern": "^[0-9a-f]{32}$"}},
    ),
    suppressions=many(
        obj(
            "kind status justification",
            kind={"const": "inSource"},
            status={"const": "accepted"},
            justification=TEXT,
            location=CODE,
            properties=words(),
        )
    ),
    properties=words(),
)
NOTIFICATION = obj(
    "descriptor level message",
    descriptor=obj("id", id=TEXT),
    level=LEVEL,
    message=MESSAGE,
    locations=many(PLACE),
)
RUN = obj(
    "tool invocations columnKind results",
    tool=obj(
        "driver",
        driver=obj(
            "name semanticVersion rules",
            name={"const": "msgsec-lint"},
            version=TEXT,
            semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
            language={"const": "en-US"},
            rules=many(RULE),
        ),
    ),
    invocations=many(
        obj(
            "executionSuccessful toolExecutionNotifications",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=many(NOTIFICATION),
        ),
        minItems=1,
        maxItems=1,
    ),
    originalUriBaseIds={"type": "object"},
    columnKind={"const": "unicodeCodePoints"},
    results=many(RESULT, maxItems=25_000),
)
SARIF: Schema = obj(
    "$schema version runs",
    version={"const": "2.1.0"},
    runs=many(RUN, minItems=1, maxItems=1),
    **{"$schema": {"type": "string", "pattern": "^https://"}},
)
