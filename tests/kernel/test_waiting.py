"""Waiting in short steps: the same outcome as one long wait."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Thread

import pytest

from formkit.kernel import waiting


def test_a_result_that_takes_longer_than_a_step_is_waited_for(monkeypatch):
    monkeypatch.setattr(waiting, "SECONDS", 0.01)
    with ThreadPoolExecutor(1) as pool:
        assert waiting.result_of(pool.submit(lambda: time.sleep(0.1) or "done")) == "done"


def test_a_timeout_of_the_work_itself_is_its_own_exception():
    failed: Future[None] = Future()
    failed.set_exception(TimeoutError("its own"))
    with pytest.raises(TimeoutError, match="its own"):
        waiting.result_of(failed)


def test_a_thread_is_waited_for_no_longer_than_was_said(monkeypatch):
    monkeypatch.setattr(waiting, "SECONDS", 0.01)
    go = Event()
    thread = Thread(target=go.wait, daemon=True)
    thread.start()
    waiting.join(thread, 0.05)
    assert thread.is_alive()
    go.set()
    waiting.join(thread, 20)
    assert not thread.is_alive()
