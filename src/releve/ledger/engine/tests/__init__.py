"""Tests of the engine, without a database."""
