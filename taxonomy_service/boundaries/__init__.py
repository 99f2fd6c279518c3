"""Boundaries: does a label cover in its language what its concept covers (design §6)."""
