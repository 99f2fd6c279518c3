"""The API for people who keep vocabularies: `/admin/v1`."""
