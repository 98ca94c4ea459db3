"""Tests of plug_control; the folders mirror the packages."""
