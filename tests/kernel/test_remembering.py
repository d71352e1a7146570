from __future__ import annotations

from formkit.kernel.remembering import ByIdentity, ByText


def test_what_was_made_of_an_object_is_made_once():
    made = []
    length = ByIdentity(lambda words: made.append(words) or len(words))
    words = ["屋面", "渗漏"]
    assert (length(words), length(words), len(made)) == (2, 2, 1)


def test_an_equal_object_is_another_one():
    copied = ByIdentity(list)
    first, second = ["屋面"], ["屋面"]
    assert copied(first) is not copied(second)
    assert first in copied
    assert ["屋面"] not in copied


def test_no_more_is_remembered_than_there_is_room_for():
    made = ByIdentity(list, most=2)
    things = [[one] for one in range(3)]
    assert [made(one) for one in things] == things
    assert [one in made for one in things] == [False, False, True]


def test_of_a_text_something_is_made_once_until_too_many_characters_are_held():
    made = []

    def length(text):
        made.append(text)
        return len(text)

    known = ByText(length, most=5)
    assert [known[text] for text in ("ab", "ab", "cde", "ab")] == [2, 2, 3, 2]
    assert made == ["ab", "cde"]
    assert known["f"] == 1
    assert set(known) == {"f"}
    assert known["ab"] == 2
    assert made == ["ab", "cde", "f", "ab"]
