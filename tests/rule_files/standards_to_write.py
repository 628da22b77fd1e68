"""Random standards for round trips."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from clusterlib.rules.indicators import INDICATORS, Indicator
from clusterlib.rules.standard import (
    SOURCE_TERMS,
    STATUS_TERMS,
    DatedValues,
    Draft,
    Source,
    Standard,
    Threshold,
)
from clusterlib.rules.units import UNITS
from tests.scoring.oracle import READINGS

SIDES = [found.id for found in INDICATORS if found.id in ("output_share", "profit_margin")]
_numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(0, 10**15 - 1),
    st.integers(0, 12),
)
# A cell of nothing but spaces is blank.
_words = st.text(
    st.sampled_from("甲乙丙 标准：（）“”'\"\\=+-#@2024.%,;:{}[]\nabc"), max_size=12
).map(lambda text: text if text.strip() else "")
_filled = _words.filter(lambda text: bool(text.strip()))
_reasons = _words.map(lambda text: f"不适用{text}")
_names = st.text(st.sampled_from("甲乙丙玩具家abc_0"), min_size=1, max_size=8)
_days = st.lists(
    st.dates(date(1899, 1, 1), date(2099, 12, 31)), min_size=1, max_size=3, unique=True
).map(sorted)


@st.composite
def _threshold(draw: st.DrawFn, indicator: Indicator) -> Threshold:
    kin = [unit for unit in UNITS.values() if unit.kind == indicator.unit.kind]
    source = st.builds(Source, st.sampled_from([*SOURCE_TERMS]), _filled, _words)
    dated = tuple(
        DatedValues(day, draw(st.tuples(_numbers, _numbers, _numbers)), draw(source))
        for day in draw(_days)
    )
    return Threshold(indicator.id, draw(st.sampled_from(kin)), dated)


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    exempt = draw(st.sets(st.sampled_from([found.id for found in INDICATORS[5:12]])))
    left_out = draw(st.sets(st.sampled_from(SIDES)))
    thresholds = tuple(
        Threshold(found.id, exempt=draw(_reasons))
        if found.id in exempt
        else draw(_threshold(found))
        for found in INDICATORS
        if found.id not in left_out
    )
    readings = draw(
        st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in READINGS.items()})
    )
    draft = st.builds(Draft, _words, _words, _words, st.lists(_words, max_size=3).map(tuple))
    return Standard(
        industry=draw(_names),
        term=draw(_names),
        issuer=draw(_names),
        status=draw(st.sampled_from([*STATUS_TERMS])),
        thresholds=thresholds,
        readings=tuple(readings.items()),
        draft=draw(st.none() | draft),
    )
