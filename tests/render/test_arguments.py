"""Where a formula takes one value, and where a range of cells is as good."""

from __future__ import annotations

import pytest

from formkit.render.arguments import single_values


@pytest.mark.parametrize(
    ("formula", "single"),
    [
        ("D4", ["D4"]),
        ("D4+D6", ["D4", "D6"]),
        ("-D4", ["D4"]),
        ("D4%", ["D4"]),
        ('"共"&D4', ["D4"]),
        ("(D4)", ["D4"]),
        ("ROUND(D4,2)", ["D4"]),
        ("if( D4 , 1, 2 )", ["D4"]),
        ("SUM(D4)", []),
        ("SUM( D4 , E4 )", []),
        ("SUM((D4,E4))", []),
        ("SUM(D4*2)", ["D4"]),
        ("SUM(D4)+明细!E4", ["明细!E4"]),
        ("ROUND(SUM(D4),2)", []),
        ("SUM(ROUND(D4,2))", ["D4"]),
        ("SUMPRODUCT(D4,E4)", []),
        ("SUMPRODUCT(D4*(E4>0),ROUND(F4,2))", []),
        ("COUNTIF(D4,E4)", ["E4"]),
        ("SUMIFS(D4,E4,1,F4,G4)", ["G4"]),
        ("VLOOKUP(A4,D4,2,0)", ["A4"]),
        ("SUBTOTAL(9,D4,E4)", []),
        ("INDEX(D4,E4)", ["E4"]),
        ("_xlfn.TEXTJOIN(D4,1,E4)", []),
        ("本单位的函数(D4)", []),
        ("{1,2}*D4", ["D4"]),
        ('COUNTA("D4")', []),
    ],
)
def test_one_value_is_taken_alone_beside_an_operator_and_by_functions_of_values(formula, single):
    assert list(single_values(formula)) == single
