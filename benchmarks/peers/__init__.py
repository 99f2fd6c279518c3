"""Other servers of vocabularies, measured beside ours on the same vocabulary by the same requests."""
