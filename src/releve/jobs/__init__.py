"""Background work that outlives whoever began it: done once, or failed with its reason.

Ready-made queues for Django either lose what a killed worker held or do without SQLite; the
lease, heartbeat and fencing token are those of the literature on leases (Gray and Cheriton,
1989), in one table of the same database as everything else.
"""
