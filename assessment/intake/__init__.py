"""Files that people upload become validated rows, or are refused whole."""
