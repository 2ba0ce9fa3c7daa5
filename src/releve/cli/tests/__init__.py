"""Tests of the command line's root."""
