"""Tests of background work; what real processes do when killed stands in tests/kills."""
