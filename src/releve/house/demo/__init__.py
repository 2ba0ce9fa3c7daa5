"""The demo: a fictional group of hospitals, the same on every machine for the same month.

Nothing here is drawn from real people or places, and no clock is read but for the default
month: names, contracts, leaves and published rosters all follow from one seed.
"""
