"""The sending side of every platform: what it takes, and what its answers mean."""
