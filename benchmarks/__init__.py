"""Every figure we quote, as a script that anyone can run: `make bench`."""
