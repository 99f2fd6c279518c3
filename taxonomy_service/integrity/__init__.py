"""Coded checks of a vocabulary: the SKOS conditions and the quality checks."""
