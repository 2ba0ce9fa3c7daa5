"""Tests of what needs no table."""
