"""Smart charging in Home Assistant: read the site, decide with `charging`, send limits."""
