"""What a country's and a group's page tell, over a few rows and over the public record."""

from __future__ import annotations

import pytest

from mieux_dashboard.measure import places
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import PAGES
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.pages.site import Site
from tests.pages.test_pages import parts, texts

ACTIONS = [
    {
        "action_id": "gha-1", "title": "Ghana one", "countries": "GHA", "start_date": "2016-02",
        "areas": "diaspora", "expert_countries": "FRA;TGO", "institution": "Ministry",
    },
    {"action_id": "gha-2", "title": "Ghana two", "countries": "GHA;PSE", "start_date": "2012"},
    {
        "action_id": "body-1", "title": "Of the body", "regional_body": "ecowas",
        "start_date": "2018", "expert_countries": "GHA",
    },
    {
        "action_id": "body-2", "title": "Of body and member", "regional_body": "ecowas",
        "countries": "TGO", "output": "a manual",
    },
]  # fmt: skip
REQUESTS = [
    {"request_id": "r1", "countries": "GHA", "decision": "accepted", "institution": "Yes Office"},
    {"request_id": "r2", "countries": "GHA", "decision": "declined", "institution": "No Office"},
    {"request_id": "r3", "countries": "GHA", "decision": "withdrawn", "institution": "Gone Office"},
    {"request_id": "r4", "countries": "GHA", "institution": "Open Office"},
]
RESULTS = [
    {"result_id": "x", "action_id": "gha-1", "description": "a policy", "stage": "adopted"},
]


@pytest.fixture(scope="module")
def rows(make_dataset):
    return make_dataset(actions=ACTIONS, requests=REQUESTS, results=RESULTS)


def site_of(dataset):
    return Site({"": lambda: dataset, "demonstration": lambda: dataset}, 5, local=True)


def laid_out(dataset, name, code, language="en", query=None):
    page = next(page for page in PAGES if page.name == name)
    path = {"country": {"iso3": code}, "group": {"group_id": code}}[name]
    folder = page.path.partition("/")[0]
    return frame(
        Visit(site_of(dataset), language, f"{folder}/{code}", path, query or {}), page, PAGES
    )


def headings(page):
    return [part.children for part in parts(page) if type(part).__name__ in ("H1", "H2", "H3")]


def test_a_country_page_tells_in_the_order_of_a_briefing(rows):
    assert headings(laid_out(rows, "country", "GHA")) == [
        "Ghana",
        "Who asked, and when",
        "What for",
        "What was done",
        "Whose experts took part",
        "What came of it",
        "Its experts' work elsewhere",
        "What is missing",
    ]


def test_its_first_sentence_counts_actions_years_and_requests(rows):
    said = texts(laid_out(rows, "country", "GHA"))
    assert "Actions: 2, begun 2012–2016; requests listed: 2" in [
        text.replace("requests that are public", "requests listed") for text in said
    ]


def test_no_refusal_or_withdrawal_stands_by_the_name_of_a_partner(rows):
    said = texts(laid_out(rows, "country", "GHA"))
    assert {"Yes Office", "Open Office", "accepted"} <= set(said)
    assert not {"No Office", "Gone Office", "declined", "withdrawn"} & set(said)
    assert len(places.requests_in(rows, ["GHA"])) == 2


def test_no_refusal_of_the_record_is_listed(public_record):
    assert "declined" in set(public_record["requests"]["decision"])
    said = texts(laid_out(public_record, "country", "MUS"))
    assert not {"declined", "rejected"} & set(said)


def test_results_stand_with_their_stage_and_else_the_output_does(rows):
    said = texts(laid_out(rows, "country", "GHA"))
    assert "a policy" in said
    assert " (adopted)" in said
    assert "a manual" in texts(laid_out(rows, "country", "TGO"))


def test_a_marked_place_has_its_footnote_under_its_heading_and_once(rows):
    said = texts(laid_out(rows, "country", "PSE"))
    notes = [text for text in said if "shall not be construed" in text]
    assert len(notes) == 1
    assert said.index("Palestine*") < said.index(notes[0]) < said.index("Region")


def test_experts_elsewhere_are_those_in_actions_that_do_not_name_the_country(rows):
    assert list(places.experts_elsewhere(rows, "GHA")["action_id"]) == ["body-1"]
    assert list(places.experts_elsewhere(rows, "TGO")["action_id"]) == ["gha-1"]


def test_what_counts_for_a_body_is_never_mixed_with_what_its_members_had(rows):
    members = places.members_of(rows, "ecowas")
    assert list(places.actions_of_body(rows, "ecowas")["action_id"]) == ["body-1", "body-2"]
    assert list(places.actions_in(rows, members)["action_id"]) == ["gha-2", "gha-1", "body-2"]
    said = texts(laid_out(rows, "group", "ecowas"))
    assert (
        "Actions of the body itself: 2; Actions in its member countries and territories: 3" in said
    )
    assert said.index("The body itself") < said.index("Of the body") < said.index("Its members")


def test_a_subregion_has_members_and_no_body(rows):
    page = laid_out(rows, "group", "west-africa")
    assert "West Africa" in headings(page)
    assert "The body itself" not in texts(page)
    assert "subregion of the programme" in texts(page)


def test_a_country_without_any_action_has_a_page_that_says_so(rows):
    said = texts(laid_out(rows, "country", "ATG"))
    assert any(text.startswith("No Action is in the data") for text in said)


def test_a_pillar_counts_an_action_with_two_of_its_areas_once(make_dataset):
    dataset = make_dataset(
        actions=[{"action_id": "a", "countries": "GHA", "areas": "diaspora;remittances"}]
    )
    counts = places.areas_of(dataset, dataset["actions"])
    assert counts["n_actions"].max() == 1


@pytest.mark.parametrize(("name", "code"), [("country", "GHA"), ("group", "ecowas")])
def test_every_link_within_the_app_keeps_the_demonstration(rows, name, code):
    page = laid_out(rows, name, code, query={"data": "demonstration"})
    ours = [part for part in parts(page) if str(getattr(part, "href", "")).startswith("/en/")]
    leaving = [part for part in ours if "data=demonstration" not in part.href]
    assert {getattr(part, "className", "") for part in leaving} <= {"other-data"}


def test_every_group_and_each_fourth_country_of_the_record_is_laid_out(public_record):
    site, reference = site_of(public_record), public_record.reference
    named = {
        "iso3": reference.countries["iso3"][::4],
        "group_id": [*reference.groups["id"], "west-africa", "eu", "other"],
    }
    for name, codes in named.items():
        page = next(page for page in PAGES if page.path.endswith(f"<{name}>"))
        for position, code in enumerate(codes):
            visit = Visit(site, LANGUAGES[position % 3], f"there/{code}", {name: code}, {})
            assert page.knows(public_record, {name: code})
            assert page.layout(visit)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("countries", 200), ("countries/KEN", 200), ("countries/ATG", 200), ("countries/ken", 404),
        ("countries/ZZZ", 404), ("groups", 200), ("groups/ecowas", 200), ("groups/africa", 404),
        ("groups/west-africa", 200), ("groups/nobody", 404),
    ],
)  # fmt: skip
def test_an_unknown_code_is_a_404(client, path, status):
    assert client.get(f"/en/{path}").status_code == status


def test_an_action_leads_to_the_pages_of_its_country_and_body(rows):
    page = next(page for page in PAGES if page.name == "action")
    visit = Visit(site_of(rows), "en", "actions/body-2", {"action_id": "body-2"}, {})
    links = {getattr(part, "href", "") for part in parts(frame(visit, page, PAGES))}
    assert {"/en/countries/TGO", "/en/groups/ecowas"} <= links


@pytest.mark.parametrize("address", ["countries/KEN", "groups/ecowas", "groups/east-africa"])
def test_a_briefing_is_served_as_files_and_as_a_sheet(client, address):
    for suffix, opens in (("pdf", b"%PDF-"), ("docx", b"PK")):
        answer = client.get(f"/fr/{address}.{suffix}")
        assert answer.status_code == 200
        assert answer.data.startswith(opens)
        name = f"{address.partition('/')[2]}-fr.{suffix}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    sheet = client.get(f"/es/{address}/sheet")
    assert sheet.status_code == 200
    assert '<html lang="es">' in sheet.text
    assert f'rel="canonical" href="/es/{address}"' in sheet.text
    assert "<script" not in sheet.text


@pytest.mark.parametrize(
    "path",
    [
        "countries/ZZZ.pdf", "countries/ken.docx", "groups/nobody.pdf", "countries/ZZZ/sheet",
        "countries/KEN.exe", "groups/nobody/sheet", "countries/KEN.pdf/sheet", "countries/.pdf",
    ],
)  # fmt: skip
def test_a_briefing_on_nobody_is_a_404(client, path):
    assert client.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize("data", ["", "demonstration"])
def test_a_page_leads_to_the_same_briefing_as_files_and_as_a_sheet(rows, data):
    page = laid_out(rows, "country", "GHA", "fr", {"data": data, "region": "africa"})
    query = f"?data={data}" if data else ""
    links = {getattr(part, "href", "") for part in parts(page)}
    for form in (".docx", ".pdf", "/sheet"):
        assert f"/fr/countries/GHA{form}{query}" in links
