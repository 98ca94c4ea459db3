"""Tests of the decisions about charging."""
