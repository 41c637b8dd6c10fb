"""Names what an action shows of people: the categories in which a breach is told to the authority and to them."""

NOTHING: tuple[str, ...] = ()
"""It shows nothing of anybody's that the agent did not know."""

PROFILES = ("profiles: names, handles, stages, segments, counts",)
WORDS = ("messages, comments and reactions",)
COPY = ("everything kept of a person (a copy for them)",)
HOLDS = ("legal holds and their reasons",)
