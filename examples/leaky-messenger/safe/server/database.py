"""The connection to the database of queued envelopes."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine


def connect(url: str) -> Engine:
    return create_engine(url, pool_size=5, echo=False)
