"""Tests of back ends in Home Assistant: forms, entities, issues and actions, with real websockets on 127.0.0.1."""
