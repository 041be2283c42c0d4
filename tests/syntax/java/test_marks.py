"""What annotations generate: Lombok, AutoValue, Immutables."""

from __future__ import annotations

import pytest

from tests.syntax.conftest import Lower

FIELDS = (
    "final String a; @ToString.Exclude String b; static int c; final int d = 4; @NonNull Foo e;"
    " int f = 5;"
)


@pytest.mark.parametrize(
    ("marks", "hidden"),
    [
        ("@Data", "b"),
        ("@lombok.Value", "b"),
        ("@ToString", "b"),
        ('@ToString(exclude = "a")', "ab"),
        ('@ToString(exclude = {"a", "d"})', "abd"),
        ('@ToString(of = {"a", "b"})', "bdef"),
        ("@ToString(onlyExplicitlyIncluded = true)", "abdef"),
    ],
)
def test_generated_text(lower: Lower, marks: str, hidden: str) -> None:
    facts = lower(f"{marks} class A {{ {FIELDS} }}")
    assert facts.made("A").generated
    found = [field.split(":")[0] for field in facts.fields("A") if "hidden" in field]
    assert "".join(found) == "".join(sorted(hidden + "c"))


def test_a_text_written_by_hand_stands_instead(lower: Lower) -> None:
    made = lower("@Data class A { String a; public String toString() { return a; } }").made("A")
    assert not made.generated
    assert made.text == made.methods["toString"]


@pytest.mark.parametrize(
    ("marks", "parameters"),
    [
        ("@AllArgsConstructor", "abef"),
        ("@Builder", "abef"),
        ("@RequiredArgsConstructor", "ae"),
        ("@Data", "ae"),
        ("@Data @AllArgsConstructor", "abef"),
        ("@ToString", ""),
    ],
)
def test_generated_constructor(lower: Lower, marks: str, parameters: str) -> None:
    facts = lower(f"{marks} class A {{ {FIELDS} }}")
    head = facts.file.functions[facts.made("A").constructor]
    assert [p.name for p in head.parameters] == ["this", *parameters]
    kept = [s.split(" := ")[0].split(":")[0] for s in facts.stores("A.<init>")]
    assert kept == ["this.d", "this.f", *(f"this.{name}" for name in parameters)]


def test_no_constructor_is_generated_beside_a_written_one(lower: Lower) -> None:
    facts = lower("@Builder class A { String a; A(String b) { a = b; } }")
    assert facts.stores("A.<init>") == ["this.a := b"]


@pytest.mark.parametrize(
    ("mark", "type_"),
    [
        ("Slf4j", "org.slf4j.Logger"),
        ("Log4j2", "org.apache.logging.log4j.Logger"),
        ("CommonsLog", "org.apache.commons.logging.Log"),
        ("Log", "java.util.logging.Logger"),
        ("XSlf4j", "org.slf4j.ext.XLogger"),
        ("Flogger", "com.google.common.flogger.FluentLogger"),
        ("lombok.extern.slf4j.Slf4j", "org.slf4j.Logger"),
    ],
)
def test_generated_logger(lower: Lower, mark: str, type_: str) -> None:
    facts = lower(f"@{mark} class A {{ void m() {{ log.info(1); }} }}")
    assert facts.fields("A") == [f"log: {type_} = ?() hidden no-init"]
    assert facts.bindings("A") == {"log": [f"log:{type_}=?()"]}
    assert facts.calls("A.m") == ["this.log.info(1)"]


def test_auto_value(lower: Lower) -> None:
    facts = lower(
        """
        @AutoValue abstract class A {
            abstract String getBody();
            abstract int id();
            int other() { return 1; }
            static A create(String b) { return new AutoValue_A(b, 1); }
        }
        """
    )
    assert facts.made("A").generated
    assert facts.fields("A") == ["body: builtins.str", "id: builtins.int"]
    assert facts.returns("A.create") == [":A(b, 1)"]
    assert facts.stores("A.<init>") == [
        "this.body: builtins.str := body",
        "this.id: builtins.int := id",
    ]


def test_immutables(lower: Lower) -> None:
    facts = lower("@Value.Immutable interface A { String body(); @Value.Redacted String key(); }")
    assert facts.made("A").generated
    assert facts.fields("A") == ["body: builtins.str", "key: builtins.str hidden"]
