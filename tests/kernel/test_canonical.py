"""Canonical JSON is the same text whatever was kept of it, and whatever the order of its names."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from formkit.kernel.canonical import canonical, keep

VALUES = st.recursive(
    st.text(max_size=5) | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=8), st.data())
def test_what_was_kept_makes_no_difference(data, drawn):
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for value in data.values():
        if isinstance(value, dict) and drawn.draw(st.booleans()):
            keep(value)
    assert canonical(data) == plain
    assert canonical(dict(reversed(data.items()))) == plain
