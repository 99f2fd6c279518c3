"""Lexicons in: dictionaries and wordnets become senses."""
