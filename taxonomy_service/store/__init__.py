"""The SQL store: tables, rows and sessions; nothing above it sees SQL."""
