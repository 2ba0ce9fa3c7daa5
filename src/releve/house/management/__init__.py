"""Commands of the framework that the house makes its own."""
