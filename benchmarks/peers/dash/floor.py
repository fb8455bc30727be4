"""A callback that does nothing: what a choice costs before anybody computes or draws."""

import sys

from dash import Dash, Input, Output, html
from waitress import serve

app = Dash(__name__, serve_locally=True)
app.layout = html.Div([html.Div(id="asked"), html.Div(id="number")])
app.callback(Output("number", "children"), Input("asked", "title"))(lambda title: title or "")

if __name__ == "__main__":
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
