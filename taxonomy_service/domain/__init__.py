"""What the words mean; imports nothing of ours and does no I/O."""
