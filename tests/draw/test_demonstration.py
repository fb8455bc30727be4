"""A figure of the made-up programme is marked, and its drawing is not touched otherwise."""

from mieux_dashboard.draw.demonstration import marked
from mieux_dashboard.draw.style import ACCENT, DEMONSTRATION, layout
from mieux_dashboard.words import Words


def plain():
    return {
        "data": [{"type": "bar", "x": [1], "marker": {"color": [ACCENT]}}],
        "layout": layout(height=100, margin={"l": 2, "r": 12, "t": 4, "b": 8}),
    }


def test_a_marked_figure_is_taller_by_the_words_and_keeps_its_plot(reference):
    before, after = plain(), marked(plain(), Words("en", reference))
    (note,) = after["layout"]["annotations"]
    assert note["text"] == "<b>Demonstration: made-up data</b>"
    grown = after["layout"]["height"] - before["layout"]["height"]
    assert grown == after["layout"]["margin"]["b"] - before["layout"]["margin"]["b"] == 24
    assert note["yshift"] + after["layout"]["margin"]["b"] == 2


def test_a_marked_figure_has_the_accent_of_the_demonstration(reference):
    after = marked(plain(), Words("en", reference))
    assert after["data"][0]["marker"]["color"] == [DEMONSTRATION]


def test_marking_leaves_the_figure_that_it_was_given(reference):
    figure = plain()
    marked(figure, Words("en", reference))
    assert figure == plain()


def test_a_map_without_a_height_gets_none(reference):
    figure = plain()
    del figure["layout"]["height"]
    assert "height" not in marked(figure, Words("en", reference))["layout"]
