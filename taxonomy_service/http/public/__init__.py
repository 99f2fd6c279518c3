"""The API for annotation tools and readers: `/v1`."""
