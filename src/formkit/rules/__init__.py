"""Rules: regulations as data with citations, and the engine that asks them of a record."""
