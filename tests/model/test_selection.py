from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mieux_dashboard.model.selection import Selection, Unknown, known_codes, read_selection


def test_an_empty_address_chooses_everything(reference):
    assert read_selection({}, reference) == (Selection(), ())
    assert Selection().query() == ""


def test_a_selection_stands_in_the_address(reference):
    chosen = Selection(year_from=2011, region=("africa", "asia"), basis="active")
    assert chosen.query() == "from=2011&region=africa,asia&basis=active"


def test_codes_are_put_in_one_order_and_said_once(reference):
    read, unknown = read_selection({"region": " asia,africa,,asia "}, reference)
    assert (read.region, unknown) == (("africa", "asia"), ())


def test_several_values_may_come_as_a_list(reference):
    read, _ = read_selection({"country": ["KEN", "GHA"]}, reference)
    assert read.country == ("GHA", "KEN")


def test_what_is_unknown_is_named_and_the_rest_is_kept(reference):
    query = {"region": "africa,atlantis", "from": "soon", "basis": "often", "utm": "x"}
    read, unknown = read_selection(query, reference)
    assert read == Selection(region=("africa",))
    assert [(one.name, one.value) for one in unknown] == [
        ("from", "soon"),
        ("region", "atlantis"),
        ("basis", "often"),
    ]
    assert unknown[2] == Unknown("basis", "often", ("start", "active"))


@pytest.mark.parametrize("year", ["11", "20111", "-201", "２０１１"])
def test_a_year_has_four_plain_digits(reference, year):
    assert read_selection({"to": year}, reference)[0] == Selection()


def test_a_subregion_may_be_chosen_as_a_group(reference):
    assert read_selection({"group": "west-africa"}, reference)[0].group == ("west-africa",)


@pytest.mark.parametrize(
    ("selection", "narrows"),
    [
        (Selection(), False),
        (Selection(basis="active", milestone=("valletta-2015",), around="gamm-2011"), False),
        (Selection(data="demonstration"), False),
        (Selection(by="region", of=("africa", "asia")), False),
        (Selection(year_to=2015), True),
        (Selection(record=("published",)), True),
    ],
)
def test_only_a_choice_of_actions_narrows(selection, narrows):
    assert selection.narrows is narrows


@given(data=st.data())
def test_an_address_reproduces_its_selection(reference, data):
    years = st.sampled_from([0, 2009, 2015, 2024])
    chosen = {"year_from": data.draw(years), "year_to": data.draw(years)}
    for part, codes in known_codes(reference).items():
        if part == "basis":
            chosen[part] = data.draw(st.sampled_from(codes))
        elif part in ("around", "by", "data"):
            chosen[part] = data.draw(st.sampled_from(["", *codes[:3]]))
        else:
            some = st.lists(st.sampled_from(codes), max_size=2, unique=True)
            drawn = data.draw(some)
            chosen[part] = tuple(drawn if part == "of" else sorted(drawn))
    selection = Selection(**chosen)
    assert read_selection(dict(parse_qsl(selection.query())), reference) == (selection, ())
