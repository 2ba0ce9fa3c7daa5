"""Relève gives time back to caregivers, and proves it."""

__version__ = "0.1.0"
