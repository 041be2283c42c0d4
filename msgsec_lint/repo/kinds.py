"""What plugins and dependencies tell about the module that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import structs

from msgsec_lint.repo.maven import Needed
from msgsec_lint.repo.model import ModuleKind

_PLUGINS: dict[str, ModuleKind] = {
    "com.android.application": "android-app",
    "android": "android-app",
    "com.android.test": "test",
    "com.android.library": "android-library",
    "com.android.dynamic-feature": "android-library",
    "com.android.feature": "android-library",
    "com.android.kotlin.multiplatform.library": "android-library",
    "android-library": "android-library",
    "java-gradle-plugin": "tooling",
    "groovy-gradle-plugin": "tooling",
    "kotlin-dsl": "tooling",
    "kotlin-dsl-precompiled-script-plugins": "tooling",
    "org.gradle.kotlin.kotlin-dsl": "tooling",
    "com.gradle.plugin-publish": "tooling",
    "org.jetbrains.intellij": "tooling",
    "org.springframework.boot": "jvm-server",
    "io.micronaut.application": "jvm-server",
    "io.micronaut.library": "jvm-server",
    "io.ktor.plugin": "jvm-server",
    "io.quarkus": "jvm-server",
    "org.gretty": "jvm-server",
    "war": "jvm-server",
    "ear": "jvm-server",
    "org.springframework.boot:spring-boot-maven-plugin": "jvm-server",
    "io.quarkus:quarkus-maven-plugin": "jvm-server",
    "io.quarkus.platform:quarkus-maven-plugin": "jvm-server",
    "application": "jvm-library",
    "groovy": "jvm-library",
    "java": "jvm-library",
    "java-library": "jvm-library",
    "kotlin": "jvm-library",
    "kotlin-multiplatform": "jvm-library",
    "org.jetbrains.kotlin.jvm": "jvm-library",
    "org.jetbrains.kotlin.multiplatform": "jvm-library",
    "scala": "jvm-library",
}
_PACKAGINGS: dict[str, ModuleKind] = {
    "aar": "android-library",
    "apk": "android-app",
    "ear": "jvm-server",
    "maven-plugin": "tooling",
    "war": "jvm-server",
}
_NEEDS_TOOLING = (
    "com.android.tools.lint:lint-api",
    "com.google.devtools.ksp:symbol-processing-api",
    "io.gitlab.arturbosch.detekt:detekt-api",
    "org.apache.maven:maven-plugin-api",
)
_NEEDS_SERVER = (
    "com.linecorp.armeria:armeria",
    "com.sparkjava:spark-core",
    "io.dropwizard:dropwizard-core",
    "io.dropwizard:dropwizard-jersey",
    "io.helidon.webserver:",
    "io.javalin:javalin",
    "io.ktor:ktor-server",
    "io.micronaut:micronaut-http-server",
    "io.quarkus:",
    "io.undertow:undertow-servlet",
    "io.vertx:vertx-web",
    "jakarta.servlet:",
    "javax.servlet:",
    "org.apache.tomcat.embed:",
    "org.eclipse.jetty:jetty-server",
    "org.eclipse.jetty:jetty-servlet",
    "org.eclipse.jetty:jetty-webapp",
    "org.eclipse.jetty.ee",
    "org.glassfish.jersey.containers:",
    "org.glassfish.jersey.core:jersey-server",
    "org.http4s:http4s-ember-server",
    "org.igniterealtime.openfire:",
    "org.springframework.boot:spring-boot-starter-web",
    "org.springframework:spring-web",
)
_ORDER: tuple[ModuleKind, ...] = (
    "android-app",
    "test",
    "android-library",
    "tooling",
    "jvm-server",
    "jvm-library",
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TELLING: tuple[tuple[frozenset[str], frozenset[str], ModuleKind], ...] = (
    (frozenset({"android"}), frozenset({"test", "tests", "testing"}), "test"),
    (frozenset({"android"}), frozenset({"application", "app"}), "android-app"),
    (frozenset({"android"}), frozenset({"library", "lib", "feature"}), "android-library"),
    (frozenset({"server", "spring"}), frozenset({"application", "app", "service"}), "jvm-server"),
    (
        frozenset({"jvm", "java", "kotlin", "kmp", "multiplatform"}),
        frozenset({"library", "lib", "module", "app", "application", "convention", "conventions"}),
        "jvm-library",
    ),
)
"""Words of which a plugin of the project's own has one each in its name, and what it then makes."""


def by_plugins(plugins: Iterable[Needed]) -> tuple[ModuleKind, Needed] | None:
    """What the plugins of a module make of it, and the plugin that says so."""
    found = [(_PLUGINS[one.name], one) for one in plugins if one.name in _PLUGINS]
    return min(found, key=lambda pair: _ORDER.index(pair[0]), default=None)


def by_telling_names(plugins: Iterable[Needed]) -> tuple[ModuleKind, Needed] | None:
    """What the names of a project's own plugins promise."""
    found: list[tuple[ModuleKind, Needed]] = []
    for one in plugins:
        words = {word.lower() for word in _WORD.findall(one.name)}
        for some, others, kind in _TELLING:
            if words & some and words & others:
                found.append((kind, one))
                break
    return min(found, key=lambda pair: _ORDER.index(pair[0]), default=None)


def by_packaging(packaging: Needed) -> tuple[ModuleKind, Needed] | None:
    """What Maven makes of a module; None for one that only holds others."""
    if packaging.name == "pom":
        return None
    why = structs.replace(packaging, name=f"packaging {packaging.name}")
    return _PACKAGINGS.get(packaging.name, "jvm-library"), why


def by_needs(needed: Iterable[Needed]) -> tuple[ModuleKind, Needed] | None:
    """What the libraries of a JVM module tell of it."""
    server: Needed | None = None
    for one in needed:
        if one.name.startswith(_NEEDS_TOOLING):
            return "tooling", one
        if server is None and one.name.startswith(_NEEDS_SERVER):
            if one.name.startswith("io.vertx:vertx-web-client"):
                continue
            server = one
    return ("jvm-server", server) if server is not None else None
