"""Tests of the model: state, meters, transactions and tags."""
