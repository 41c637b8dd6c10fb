"""Keeps what we send: replies and their states, found by conversation, by person, and by when something is due."""
