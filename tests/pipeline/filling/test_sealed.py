"""A record that is only handed on is not unpacked on its way."""

from __future__ import annotations

import pickle

from formkit.pipeline.filling.sealed import Sealed
from formkit.schemas.visit_record import RECORD


def test_a_record_travels_packed_and_is_the_same_where_it_is_looked_at():
    record = RECORD(record_no="旧-1")
    sent = pickle.dumps(Sealed(record))
    passed_on = pickle.dumps(pickle.loads(sent))
    assert passed_on == sent
    arrived = pickle.loads(passed_on)
    assert arrived.record == record
    assert arrived.record is arrived.record


def test_its_view_stays_where_it_was_made():
    sealed = Sealed(RECORD(record_no="旧-1"), view={"record_no": "旧-1"})
    assert sealed.view == {"record_no": "旧-1"}
    assert pickle.loads(pickle.dumps(sealed)).view is None


def test_what_only_hands_it_on_never_makes_the_record(monkeypatch):
    sent = pickle.dumps(Sealed(RECORD(record_no="旧-1")))
    monkeypatch.setattr(RECORD, "__setstate__", lambda *_: (_ for _ in ()).throw(AssertionError))
    assert pickle.dumps(pickle.loads(sent)) == sent
