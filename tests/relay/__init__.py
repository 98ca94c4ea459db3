"""Tests of the relay: real websockets on 127.0.0.1, back ends that behave and that do not."""
