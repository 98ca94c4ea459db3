"""The documentation as a site: built by Zensical, held to what it promises, served on this machine."""
