"""Tests of the roster engine; none needs a database."""
