"""Smart charging wired to Home Assistant: reads the site, decides by `charging`, sends limits."""
