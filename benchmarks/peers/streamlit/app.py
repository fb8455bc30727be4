"""The page in Streamlit; ``streamlit run app.py``."""

import plotly.express as px
import streamlit as st
from programme import EVERY, read

st.set_page_config(layout="wide")
tables = st.cache_resource(read)()
area = st.sidebar.radio("Area", tables.areas)
region = st.sidebar.radio("Region", tables.regions)
since = st.sidebar.slider("Since", 2009, 2024, 2009)
shown = tables.shown(area or EVERY, region or EVERY, 0 if since == 2009 else since)
for column, (name, number) in zip(st.columns(4), shown.numbers.items(), strict=True):
    column.metric(name, number)
st.plotly_chart(px.choropleth(shown.countries, locations="iso3", color="n"))
st.plotly_chart(px.bar(shown.years, x="year", y="n"))
st.dataframe(shown.rows)
