"""Tests of the roster room; those of its engine stand beside the engine."""
