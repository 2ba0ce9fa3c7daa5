"""Backups: the whole database in one sealed file, from SQLite or PostgreSQL, into either.

`making` saves, `restoring` brings back, `record` knows when the last one was made. What the file
looks like stands in `docs/reference/backup-format.md`.
"""
