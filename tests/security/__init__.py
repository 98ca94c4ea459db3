"""Tests of certificates, keys and passwords."""
