"""The scorer against the bare comparisons and counts in numpy, one million applicants."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import numpy as np

from clusterlib.applicants.figures import Figures
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standards import read_standard
from clusterlib.scoring.score import score
from clusterlib.workflow import score_sheet_on

APPLICANTS, ROUNDS = 1_000_000, 7


def test_a_million_applicants_at_three_tiers(note):
    day = date(2026, 11, 25)
    sheet = score_sheet_on(day)
    standard = read_standard(parameters_folder() / "standards" / "furniture.yaml").on(day)
    chosen = np.random.default_rng(1)
    typical = np.nan_to_num(standard.thresholds[1], nan=1.0)
    values = np.asfortranarray(np.exp(chosen.normal(0, 1.5, (APPLICANTS, 20))) * typical)
    values[chosen.random((APPLICANTS, 20)) < 0.03] = np.nan
    blank = Figures.blank(APPLICANTS)
    figures = replace(
        blank,
        values=values,
        gates=np.asfortranarray(np.zeros((APPLICANTS, 3), np.int8)),
        ranks=np.asfortranarray(chosen.integers(1, 20, (APPLICANTS, 3)).astype(float)),
        grades=np.asfortranarray(chosen.integers(-1, 3, (APPLICANTS, 2)).astype(np.int8)),
        panel=np.asfortranarray(blank.panel),
    )
    ours, bare = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        scores = score(figures, standard, sheet, sheet.readings())
        verdicts = [tier.verdict for tier in scores.tiers]
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        for thresholds in standard.thresholds:
            met = np.zeros(APPLICANTS, np.int8)
            for column in range(20):
                met += values[:, column] >= thresholds[column]
        bare.append(time.perf_counter() - began)
    assert len(verdicts) == 3
    assert note("score 1,000,000 × 3 tiers against bare numpy counts", ours, bare) <= 4
