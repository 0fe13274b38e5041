"""One module per page, each with one ``render(services, viewer)``."""
