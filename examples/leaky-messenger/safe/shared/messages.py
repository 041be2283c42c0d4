"""What travels between devices, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ChatMessage:
    id: str
    sender: int
    body: str = field(repr=False)


@dataclass(frozen=True)
class Envelope:
    id: str
    sender: int
    recipient: int
    sealed: bytes


@dataclass(frozen=True)
class Contact:
    contact_name: str = field(repr=False)
    phone_number: str = field(repr=False)


@dataclass(frozen=True)
class LoginRequest:
    account: str
    password: str = field(repr=False)
