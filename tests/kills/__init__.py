"""Real processes killed at random moments: nothing acknowledged is lost, every job ends."""
