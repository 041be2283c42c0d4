"""Relays envelopes between devices."""
