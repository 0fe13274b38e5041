"""One file a page; pages do not know each other."""
