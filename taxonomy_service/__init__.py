"""A taxonomy service for image annotation: every label gets a verdict, in its own language."""
