"""Boundaries: whether a label covers in its language what its concept covers."""
