"""What a person can do: one function each, which checks the right and calls the layers below."""
