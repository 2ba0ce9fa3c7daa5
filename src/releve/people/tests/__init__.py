"""Tests of people; every person in them is invented."""
