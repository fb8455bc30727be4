"""Where labels break and stand."""

from mieux_dashboard.draw.lettering import rows, spread, text_width, wrap


def test_a_label_breaks_between_words_when_its_line_is_full():
    assert wrap("Latin America and the Caribbean", text_width("Latin America")) == [
        "Latin America",
        "and the",
        "Caribbean",
    ]


def test_a_word_longer_than_the_line_stays_whole():
    assert wrap("EU Neighbourhood", 10) == ["EU", "Neighbourhood"]


def test_bold_letters_and_larger_ones_take_more_room():
    assert text_width("GAMM", 12) < text_width("GAMM", 12, bold=True) < text_width("GAMM", 20)


def test_an_accent_takes_no_room_of_its_own():
    assert text_width("Sénégal") == text_width("Senegal")


def test_labels_with_room_stay_where_they_want_to_be():
    assert spread([100, 10], [20, 20]) == [100, 10]


def test_labels_that_would_touch_are_pushed_up():
    assert spread([5, 12, 100], [20, 20, 20]) == [10, 30, 100]


def test_labels_with_room_share_a_row():
    assert rows([(0, 50), (60, 100), (200, 220)]) == [0, 0, 0]


def test_a_label_that_would_touch_another_gets_the_next_free_row():
    assert rows([(0, 50), (10, 80), (55, 90), (60, 99)]) == [0, 1, 2, 0]
