"""An expert's desk: what is legal is recorded at once, what is not changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clusterlib.dashboards.panel.desk import Desk
from clusterlib.dashboards.panel.view import expert_view, leader_view
from clusterlib.errors import InputError
from clusterlib.panel.records import INDICATORS
from clusterlib.panel.review import Applicant
from clusterlib.panel.store import PanelStore
from clusterlib.register.events import Event
from clusterlib.register.store import open_store
from tests.panel.cases import RULES, SIX, members
from tests.panel.test_verdicts import applicant

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
SECTIONS = ("basic", "quality", "government", "policy")


@pytest.fixture
def desk(tmp_path):
    panels = PanelStore(open_store(tmp_path / "台账"))
    panels.append(members(), NOW)
    applicants = {"C": Applicant(applicant(not_met=3, quality_not_met=1))}
    return Desk(panels, lambda: applicants, lambda: NOW)


def do(desk, user, what, **arguments):
    return desk.act(user, {"do": what, "case": "C", **arguments})


def refused(desk, user, what, **arguments):
    before = desk.store.records()
    with pytest.raises(InputError) as error:
        do(desk, user, what, **arguments)
    assert desk.store.records() == before
    return str(error.value)


def fill(desk, user, row, *, findings=True):
    for place, section in enumerate(SECTIONS):
        if place > 1:
            do(desk, user, "save", section=section, grade=row[place + 2])
        do(desk, user, "save", section=section, points=row[place])
    for name in INDICATORS if findings else ():
        do(desk, user, "finding", indicator=name, text="一段评语")


def lock_all(desk, users="甲乙丙丁戊己"):
    for user in users:
        fill(desk, user, SIX[user])
        do(desk, user, "lock")


def test_points_inside_the_band_are_recorded_at_once(desk):
    do(desk, "乙", "save", section="basic", points="44.5", reason="规上少一项")
    view = expert_view(desk.seat("乙", "C"))
    first = view["sections"][0]
    assert (first["points"], first["reason"], first["allowed"]) == (
        "44.5",
        "规上少一项",
        "36≤得分≤48",
    )
    assert (view["round"], view["editable"], view["sum"]) == (1, True, "")


@pytest.mark.parametrize(
    ("section", "points"),
    [("basic", "35.99"), ("basic", "48.01"), ("quality", "9.99"), ("quality", "16.01"),
     ("government", "8.5"), ("basic", "44.125"), ("basic", "-1"), ("basic", "很多")],
)  # fmt: skip
def test_a_point_outside_is_refused_with_band_and_reason_and_the_old_one_kept(
    desk, section, points
):
    do(desk, "乙", "save", section="government", grade="fair")
    do(
        desk,
        "乙",
        "save",
        section=section,
        points={"basic": "40", "quality": "12"}.get(section, "7"),
    )
    said = refused(desk, "乙", "save", section=section, points=points)
    if points in ("35.99", "48.01"):
        assert said.startswith(f"特色产业基本情况：{points}分不在允许的档内，没有存入，仍为40")
        assert "36≤得分≤48（按达标情况，A1.3.basic）" in said
    if points == "8.5":
        assert "6≤得分≤8（定为“较好”，A1.3.government）" in said


def test_another_grade_takes_back_a_point_that_it_does_not_allow(desk):
    do(desk, "乙", "save", section="policy", grade="fair")
    do(desk, "乙", "save", section="policy", points="7")
    assert "7分不在“好”的档内" in do(desk, "乙", "save", section="policy", grade="good")
    section = expert_view(desk.seat("乙", "C"))["sections"][3]
    assert (section["points"], section["grade"], section["allowed"]) == ("", "good", "8<得分≤10")


@pytest.mark.clause("A1.1")
def test_locking_needs_four_points_two_grades_and_ten_findings(desk):
    fill(desk, "乙", SIX["乙"], findings=False)
    assert "还缺评语10条" in refused(desk, "乙", "lock")
    for name in list(INDICATORS)[:8]:
        do(desk, "乙", "finding", indicator=name, text="一段评语")
    assert expert_view(desk.seat("乙", "C"))["lacks"] == ["还缺评语2条"]
    for name in list(INDICATORS)[8:]:
        do(desk, "乙", "finding", indicator=name, text="一段评语")
    do(desk, "乙", "save", section="basic", points="")
    assert "“特色产业基本情况”没有得分" in refused(desk, "乙", "lock")
    do(desk, "乙", "save", section="basic", points="43.5")
    assert do(desk, "乙", "lock") == "已锁定提交"


def test_a_locked_sheet_does_not_change_and_a_correction_is_another_with_a_reason(desk):
    lock_all(desk, "乙")
    assert "已锁定" in refused(desk, "乙", "save", section="basic", points="44")
    assert "已锁定" in refused(desk, "乙", "finding", indicator="chain", text="改")
    assert "理由" in refused(desk, "乙", "correct", reason=" ")
    do(desk, "乙", "correct", reason="抄错")
    do(desk, "乙", "save", section="basic", points="44")
    assert len(desk.store.case("C").sheets) == 2
    do(desk, "乙", "lock")
    view = expert_view(desk.seat("乙", "C"))
    assert (view["sections"][0]["points"], view["corrects"]) == ("44", "C-乙-1")


def test_an_expert_sees_nothing_of_others_until_the_round_is_closed(desk):
    lock_all(desk, "乙丙")
    fill(desk, "丁", SIX["丁"])
    do(desk, "丁", "finding", indicator="chain", text="别人看不到")
    seat = desk.seat("乙", "C")
    assert {sheet.member for sheet in seat.case.sheets} == {"乙"}
    assert {one.member for one in seat.case.findings} == {"乙"}
    assert "别人看不到" not in str(expert_view(seat))
    assert expert_view(seat)["others"] == []
    lock_all(desk, "甲")
    do(desk, "甲", "close")
    seen = expert_view(desk.seat("乙", "C"))["others"]
    assert {one["name"] for one in seen} == {"专家甲", "专家丙"}
    assert "别人看不到" not in str(expert_view(desk.seat("乙", "C")))


def test_a_leader_sees_points_only_once_the_own_sheet_is_locked(desk):
    lock_all(desk, "乙丙")
    seat = desk.seat("甲", "C")
    view = leader_view(seat, desk.locked("C"), RULES, "mean")
    assert view["sentence"] == "第1轮锁定 2/7。先锁定自己的一份，才看得到别人的分。"
    assert (view["sections"], view["may_close"]) == ([], False)
    assert [one["sum"] for one in view["members"]] == [""] * 7
    assert "组长先锁定" in refused(desk, "甲", "close")


def test_the_leaders_page_tells_what_was_worked_out_by_hand(desk):
    lock_all(desk)
    view = leader_view(desk.seat("甲", "C"), desk.locked("C"), RULES, "mean")
    assert view["sentence"] == (
        "第1轮锁定 6/7。按 6 份预览：71.1 分，符合；但去掉专家甲、专家丙、专家丁中任一人结论即变。"
    )
    assert view["total"] == {"mean": "71.1", "median": "71.15", "trimmed": "71.14"}
    assert [row["points"]["mean"] for row in view["sections"]] == [
        "44.17",
        "12.92",
        "6.88",
        "7.13",
    ]
    assert [row["valid"] for row in view["sections"]] == [6, 6, 4, 3]
    assert view["alpha"] == "0.04"
    assert view["members"][0]["without"] == "63.93–<69.93"
    assert [one["soft"] for one in view["composition"]] == [True]


def test_a_further_round_is_new_sheets_beside_the_first(desk):
    lock_all(desk)
    assert "收轮以后" in refused(desk, "甲", "open")
    do(desk, "甲", "close")
    assert "已收" in refused(desk, "甲", "close")
    assert "已收轮" in refused(desk, "庚", "save", section="basic", points="44")
    assert "没有可以更正" in refused(desk, "乙", "correct", reason="抄错")
    do(desk, "甲", "open")
    view = expert_view(desk.seat("乙", "C"))
    assert (view["round"], view["editable"], view["sections"][0]["before"]) == (2, True, "43.5")
    assert view["sections"][0]["points"] == ""
    view = leader_view(desk.seat("甲", "C"), desk.locked("C"), RULES, "mean")
    assert view["sentence"].startswith("第2轮锁定 0/7")


@pytest.mark.parametrize("what", ["close", "open"])
def test_only_the_leader_closes_and_opens_rounds(desk, what):
    lock_all(desk, "甲乙")
    assert "组长" in refused(desk, "乙", what)


@pytest.mark.parametrize("user", ["辛", "", "C"])
def test_who_is_not_on_the_panel_gets_nothing(desk, user):
    assert desk.cases(user) == []
    for what in ("save", "finding", "lock", "correct", "close", "open", "读"):
        with pytest.raises(InputError):
            do(desk, user, what, section="basic", points="44")


def test_a_user_is_known_by_number_or_by_name(desk):
    assert desk.cases("专家乙") == desk.cases("乙") == [("C", "")] or desk.cases("乙")[0][0] == "C"
    assert desk.seat("专家乙", "C").member.member == "乙"


LONG = "龙头企业带动配套企业分工协作，公共检测和设计平台运行正常，区域品牌知名度较高，" * 2


def report_of(desk, user="甲"):
    return leader_view(desk.seat(user, "C"), {}, RULES, "mean")["report"]


@pytest.mark.clause("A4.opinions", "A4.advice")
def test_the_leader_writes_opinions_and_suggestions_and_sees_what_they_lack(desk):
    assert "意见0条，一般不少于4条（A4.opinions）" in report_of(desk)["gaps"]
    for number in range(1, 5):
        for kind in ("opinion", "suggestion"):
            text = f"{LONG}{number}{kind}"
            do(desk, "甲", "opinion", kind=kind, number=str(number), heading="标题", text=text)
    report = report_of(desk)
    assert not any("意见" in gap or "建议" in gap for gap in report["gaps"])
    assert [len(kind["rows"]) for kind in report["kinds"]] == [5, 5]
    do(desk, "甲", "opinion", kind="opinion", number="3", heading="", text=f"{LONG}1opinion")
    assert "意见3与意见1是同一段文字（A4.opinions）" in report_of(desk)["gaps"]
    do(desk, "甲", "opinion", kind="opinion", number="3", heading="", text="短")
    assert any("意见3的阐述1字" in gap for gap in report_of(desk)["gaps"])
    do(desk, "甲", "opinion", kind="opinion", number="3", heading="", text="")
    assert "意见3条，一般不少于4条（A4.opinions）" in report_of(desk)["gaps"]
    assert [one.number for one in desk.store.case("C").opinions if one.kind == "opinion"] == [
        "1", "2", "4",
    ]  # fmt: skip


@pytest.mark.clause("3.2.report")
def test_the_leader_writes_the_facts_of_the_visit_and_a_bad_one_is_refused(desk):
    assert any("没有考评情况" in gap for gap in report_of(desk)["gaps"])
    given = {"from_": "2026年11月24日", "to": "2026-11-25", "place": "样县", "meeting": "听取汇报",
             "channel": "association", "conclusion": "推荐"}  # fmt: skip
    for column, text in given.items():
        do(desk, "甲", "visit", column=column, text=text)
    visit = desk.store.case("C").visit
    assert (visit.from_, visit.to, visit.conclusion) == ("2026-11-24", "2026-11-25", "recommended")
    assert "没有写推荐级别（A4.advice）" in report_of(desk)["gaps"]
    do(desk, "甲", "visit", column="recommended_tier", text="township")
    assert not any("考评" in gap or "推荐" in gap for gap in report_of(desk)["gaps"])
    assert "没有存入" in refused(desk, "甲", "visit", column="to", text="昨天")
    assert "早于开始" in refused(desk, "甲", "visit", column="to", text="2026-11-23")
    assert "没有这一项" in refused(desk, "甲", "visit", column="case", text="D")


def test_a_visit_that_differs_from_the_register_is_told(desk):
    applied = Event(
        title_id="T", kind="applied", date="2026-09-01", case="C", channel="provincial",
        name="中国椅业之乡", region="样省样县", industry="家具", tier="township",
    )  # fmt: skip
    with desk.store.store.writing(NOW) as writing:
        writing.append([applied])
    told = do(desk, "甲", "visit", column="channel", text="association")
    assert "与台账" in told
    assert do(desk, "甲", "visit", column="channel", text="provincial") == ""


def test_only_the_leader_writes_the_report(desk):
    for what, given in (
        ("opinion", {"kind": "opinion", "number": "1", "text": LONG}),
        ("visit", {"column": "place", "text": "样县"}),
    ):
        assert "只有组长可以写" in refused(desk, "乙", what, **given)
    assert "没有这一条" in refused(desk, "甲", "opinion", kind="opinion", number="0", text="短")
    assert "没有这一条" in refused(desk, "甲", "opinion", kind="其他", number="1", text="短")
