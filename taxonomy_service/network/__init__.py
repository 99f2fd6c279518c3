"""The network outward: the only requests that this service makes on its own."""
