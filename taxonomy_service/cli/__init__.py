"""The command `taxonomy-service`: one module a noun."""
