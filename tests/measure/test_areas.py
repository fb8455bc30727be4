import math

from mieux_dashboard.measure.areas import actions_by_pillar, areas_by_region, areas_over_time
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()

ROWS = [
    {
        "areas": "trafficking;smuggling;training",
        "areas_basis": "published",
        "countries": "GHA;UKR",
        "start_date": "2010",
    },
    {"areas": "irregular-migration", "areas_basis": "assigned", "start_date": "2011"},
    {"areas": "trafficking", "areas_basis": "derived", "countries": "KEN", "start_date": "2016"},
    {"areas": "", "start_date": "2010"},
]


def test_an_action_counts_once_in_each_of_its_pillars_by_basis(make_dataset):
    assert actions_by_pillar(make_dataset(ROWS), WHOLE).to_dict("list") == {
        "pillar": [
            "legal-migration",
            "irregular-migration",
            "international-protection",
            "migration-development",
            "horizontal",
        ],
        "n_actions": [0, 3, 0, 0, 1],
        "n_published": [0, 1, 0, 0, 1],
        "n_assigned": [0, 2, 0, 0, 0],
    }


def test_an_area_of_unknown_basis_is_in_the_count_only(make_dataset):
    counts = actions_by_pillar(make_dataset([{"areas": "training"}]), WHOLE)
    assert counts.iloc[-1].tolist() == ["horizontal", 1, 0, 0]


def test_a_share_stands_with_the_actions_begun_in_its_period(make_dataset):
    shares = areas_over_time(make_dataset(ROWS), WHOLE)
    assert len(shares) == 4 * 5
    irregular = shares[shares["pillar"] == "irregular-migration"]
    assert irregular["period"].tolist() == ["global-approach", "gamm", "agenda", "pact"]
    assert irregular["n_actions"].tolist() == [2, 0, 1, 0]
    assert irregular["n_base"].tolist() == [3, 0, 1, 0]
    assert irregular["share"].round(3).tolist()[::2] == [0.667, 1.0]


def test_a_period_in_which_no_action_began_has_no_share(make_dataset):
    shares = areas_over_time(make_dataset(ROWS), WHOLE)
    assert all(math.isnan(share) for share in shares[shares["period"] == "pact"]["share"])
    assert not shares[shares["period"] == "agenda"]["share"].isna().any()


def test_an_action_counts_in_each_region_for_each_specific_area(make_dataset):
    counts = areas_by_region(make_dataset(ROWS), WHOLE)
    assert counts.columns.tolist() == ["region", "pillar", "area", "n_actions"]
    some = counts[counts["n_actions"] > 0]
    assert some.to_numpy().tolist() == [
        ["africa", "irregular-migration", "trafficking", 2],
        ["africa", "irregular-migration", "smuggling", 1],
        ["africa", "horizontal", "training", 1],
        ["eu-neighbourhood", "irregular-migration", "trafficking", 1],
        ["eu-neighbourhood", "irregular-migration", "smuggling", 1],
        ["eu-neighbourhood", "horizontal", "training", 1],
    ]
    assert len(counts) == 4 * counts["area"].nunique()
