"""From a label to a verdict, against one release, without I/O."""
