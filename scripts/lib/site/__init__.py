"""Build the documentation site with Zensical, check it, and serve it on this machine."""
