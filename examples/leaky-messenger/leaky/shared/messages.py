"""What travels between devices, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChatMessage:
    id: str
    sender: int
    body: str


@dataclass(frozen=True)
class Envelope:
    id: str
    sender: int
    recipient: int
    sealed: bytes


@dataclass(frozen=True)
class Contact:
    contact_name: str
    phone_number: str


@dataclass(frozen=True)
class LoginRequest:
    account: str
    password: str
