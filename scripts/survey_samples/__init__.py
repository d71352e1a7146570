"""Returned surveys, good ones and faulty ones, made from what `formkit survey issue` sends."""
