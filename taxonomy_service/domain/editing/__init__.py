"""What each operation does to a draft, and what forbids it; pure."""
