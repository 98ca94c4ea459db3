"""The site's wizard."""
