"""Mends of what the checks find: a finding and the choices of a person become a change of statements."""
