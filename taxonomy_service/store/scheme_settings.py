"""The settings of schemes in the store."""

from sqlalchemy import text

from taxonomy_service.store.session import Store


def read_settings(store: Store, scheme_key: int) -> str | None:
    """Return the settings of a scheme (JSON), None where nobody stated any."""
    query = text("SELECT body FROM scheme_settings WHERE scheme_key = :key")
    found: str | None = store.session.connection().execute(query, {"key": scheme_key}).scalar()
    return found


def write_settings(store: Store, scheme_key: int, body: str | None) -> None:
    """Replace the settings of a scheme, None takes them away."""
    connection = store.session.connection()
    connection.execute(text("DELETE FROM scheme_settings WHERE scheme_key = :key"), {"key": scheme_key})
    if body is not None:
        query = text("INSERT INTO scheme_settings (scheme_key, body) VALUES (:key, :body)")
        connection.execute(query, {"key": scheme_key, "body": body})
