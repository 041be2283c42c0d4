"""Settings that manifests of apps leave as libraries set them."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.scan import run
from msgsec_lint.findings.model import Finding
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import load_rules

APP = "plugins { id 'com.android.application' }\n"
MANIFEST = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android">
    <application android:label="chat">{settings}</application>
</manifest>
"""
WEB = "package chat;\nimport android.webkit.WebView;\nclass Page {}\n"
OPT_OUT = '<meta-data android:name="android.webkit.WebView.MetricsOptOut" android:value="true"/>'
FIREBASE = "dependencies { implementation 'com.google.firebase:firebase-analytics:22.0' }\n"


def findings(tmp_path: Path, files: dict[str, str]) -> list[Finding]:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    request = ScanRequest(root=tmp_path, config=Config(), ruleset=load_rules(), jobs=1)
    return list(run(request).findings)


def tree(**changed: str) -> dict[str, str]:
    return {
        "app/build.gradle": changed.get("build", APP),
        "app/src/main/AndroidManifest.xml": MANIFEST.format(settings=changed.get("settings", "")),
        "app/src/main/java/chat/Page.java": changed.get("code", WEB),
    }


def test_a_missing_setting_is_reported_at_the_application(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, tree())
    assert (found.rule_id, found.confidence, found.zone) == (
        "over-granular-telemetry",
        "medium",
        "client",
    )
    place = found.primary
    assert (place.path, place.line, place.column, place.end_column) == (
        "app/src/main/AndroidManifest.xml",
        2,
        5,
        17,
    )
    assert found.fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        {"settings": OPT_OUT},
        {"code": "package chat;\nclass Page {}\n"},
        {"build": "plugins { id 'com.android.library' }\n"},
    ],
)
def test_nothing_is_missing(tmp_path: Path, changed: dict[str, str]) -> None:
    assert findings(tmp_path, tree(**changed)) == []


def test_a_dependency_makes_a_setting_matter(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, tree(settings=OPT_OUT, build=APP + FIREBASE))
    assert found.message == "Firebase collects analytics unless the manifest says otherwise."
