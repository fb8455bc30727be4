"""The page in Vizro; ``python app.py PORT``."""

import sys

import plotly.express as px
import vizro.models as vm
from dash import html
from programme import EVERY, read
from vizro import Vizro
from vizro.managers import data_manager
from vizro.models.types import capture
from waitress import serve

TABLES = read()
data_manager["actions"] = TABLES.actions


@capture("figure")
def numbers(data_frame, area=EVERY, region=EVERY, since=0):
    """Show the four numbers."""
    shown = TABLES.shown(area, region, since).numbers
    return html.Div([html.Span([html.B(number), f" {name} "]) for name, number in shown.items()])


@capture("graph")
def countries(data_frame, area=EVERY, region=EVERY, since=0):
    """Draw the map."""
    return px.choropleth(TABLES.shown(area, region, since).countries, locations="iso3", color="n")


@capture("graph")
def years(data_frame, area=EVERY, region=EVERY, since=0):
    """Draw the years."""
    return px.bar(TABLES.shown(area, region, since).years, x="year", y="n")


@capture("figure")
def rows(data_frame, area=EVERY, region=EVERY, since=0):
    """Show the first rows."""
    shown = TABLES.shown(area, region, since).rows.to_numpy().tolist()
    return html.Table([html.Tr([html.Td(cell) for cell in row]) for row in shown])


PARTS = ("numbers", "map", "years", "rows")


def parameter(name, selector):
    """Give all four parts the same choice."""
    return vm.Parameter(targets=[f"{part}.{name}" for part in PARTS], selector=selector)


page = vm.Page(
    title="Programme",
    components=[
        vm.Figure(id="numbers", figure=numbers("actions")),
        vm.Graph(id="map", figure=countries("actions")),
        vm.Graph(id="years", figure=years("actions")),
        vm.Figure(id="rows", figure=rows("actions")),
    ],
    controls=[
        parameter("area", vm.RadioItems(id="area", options=TABLES.areas, value=EVERY)),
        parameter("region", vm.RadioItems(id="region", options=TABLES.regions, value=EVERY)),
        parameter("since", vm.Slider(id="since", min=2009, max=2024, step=1, value=2009)),
    ],
)

if __name__ == "__main__":
    app = Vizro().build(vm.Dashboard(pages=[page]))
    serve(app.dash.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
