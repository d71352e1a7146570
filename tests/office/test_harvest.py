"""What a call has made is taken while it goes on, each file once and only when it is whole."""

from __future__ import annotations

import pytest

from formkit.office.harvest import Harvest


@pytest.fixture
def files(tmp_path):
    return [tmp_path / f"{number}.pdf" for number in range(1, 6)]


def test_a_file_is_taken_once_a_later_one_is_there(files):
    taken: list[int] = []
    harvest = Harvest(files, taken.append)
    files[0].touch()
    assert (harvest.look(), taken) == (1, [])
    files[1].touch()
    assert (harvest.look(), taken) == (2, [0])
    assert (harvest.look(), taken) == (2, [0])


def test_all_that_are_whole_are_taken_at_a_look_and_the_rest_at_the_end(files):
    taken: list[int] = []
    harvest = Harvest(files, taken.append)
    for file in files[:4]:
        file.touch()
    assert (harvest.look(), taken) == (4, [0, 1, 2])
    harvest.rest()
    assert taken == [0, 1, 2, 3]


def test_what_comes_while_others_are_taken_waits_for_the_next_look(files):
    taken: list[int] = []

    def take(at: int) -> None:
        taken.append(at)
        files[at + 2].touch()  # the program goes on meanwhile

    harvest = Harvest(files, take)
    for file in files[:2]:
        file.touch()
    assert (harvest.look(), taken) == (2, [0])
    assert (harvest.look(), taken) == (3, [0, 1])


def test_a_file_that_was_refused_holds_nobody_up(files):
    taken: list[int] = []
    harvest = Harvest(files, taken.append)
    for file in (files[1], files[3]):
        file.touch()
    assert (harvest.look(), taken) == (4, [1])
    harvest.rest()
    assert taken == [1, 3]
