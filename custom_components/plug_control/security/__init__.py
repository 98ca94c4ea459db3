"""Certificates, keys and passwords: the only room that imports cryptography."""
