"""Satisfaction surveys: sent out as workbooks, taken back from strangers, scored, reported."""
