"""Coded checks of a vocabulary's statements: the SKOS conditions and quality; pure functions over one indexed view."""
