"""The page in plain Dash with plotly express; ``python app.py PORT``."""

import sys

import plotly.express as px
from dash import Dash, Input, Output, dcc, html
from programme import EVERY, read
from waitress import serve

TABLES = read()
app = Dash(__name__, serve_locally=True)
app.layout = html.Div(
    [
        html.Div(
            [
                dcc.RadioItems(TABLES.areas, EVERY, id="area"),
                dcc.RadioItems(TABLES.regions, EVERY, id="region"),
                dcc.Slider(2009, 2024, 1, value=2009, id="since"),
            ],
            style={"width": "20%"},
        ),
        html.Div(
            [
                html.Div(id="numbers"),
                dcc.Graph(id="map"),
                dcc.Graph(id="years"),
                html.Table(id="rows"),
            ],
            style={"width": "80%"},
        ),
    ],
    style={"display": "flex"},
)


@app.callback(
    Output("numbers", "children"),
    Output("map", "figure"),
    Output("years", "figure"),
    Output("rows", "children"),
    Input("area", "value"),
    Input("region", "value"),
    Input("since", "value"),
)
def show(area, region, since):
    """Answer one choice."""
    shown = TABLES.shown(area, region, 0 if since == 2009 else since)
    return (
        [html.Span([html.B(number), f" {name} "]) for name, number in shown.numbers.items()],
        px.choropleth(shown.countries, locations="iso3", color="n"),
        px.bar(shown.years, x="year", y="n"),
        [html.Tr([html.Td(cell) for cell in row]) for row in shown.rows.to_numpy().tolist()],
    )


if __name__ == "__main__":
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
