"""What can be told from the text of a form alone: its characters, scripts and words; no vocabulary is needed."""
