"""The address book, and who of it uses the messenger."""

from __future__ import annotations

from dataclasses import asdict

from client.api import Api
from shared.audit import Audit
from shared.messages import Contact


class AddressBook:
    def __init__(self, api: Api, audit: Audit) -> None:
        self.api = api
        self.audit = audit
        self.entries: list[Contact] = []

    def add(self, entry: Contact) -> None:
        self.entries.append(entry)
        self.audit.note("added %s", entry)

    def discover(self) -> None:
        book = [asdict(entry) for entry in self.entries]
        self.api.call("discover", book)
