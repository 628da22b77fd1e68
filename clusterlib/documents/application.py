"""申请（复评）报告（A2）: eight parts, tables filled, what the applicant must write marked."""

from __future__ import annotations

from collections.abc import Iterator

from clusterlib.documents.base_tables import parts_of as base_tables
from clusterlib.documents.case_file import CaseFile, day_words
from clusterlib.documents.comparison import comparison
from clusterlib.documents.paper import Block, Gap, Paragraph, Part, Table, headed, words
from clusterlib.documents.steps import application_gaps
from clusterlib.intake.cells.form import LINE_BY_ID, REGION_LINES

CLAUSE = "A2"
_PROGRESS = (
    "科技创新、产业升级、智能制造、公共服务平台建设、品牌建设、标准化建设、产品质量与安全、知识产权保护、"
    "专业化市场建设、绿色低碳、环境保护、职业安全健康措施、人才培养、劳动和技能竞赛、职业技能鉴定和评价、"
    "社会责任等方面取得的成绩和存在的问题"
)
_LINES_OF_PROGRESS = (
    "technology_centres",
    "laboratories",
    "testing_centres",
    "high_tech_firms",
    "platforms",
    "brands",
    "standards",
    "patents_granted",
    "markets",
)
_ATTACHMENTS = (
    "骨干企业获得的专利、奖励等荣誉证书复印件",
    "开展的相关活动的照片或报道",
    "政府出台的扶持政策或规划文件复印件",
    "能体现特色产业发展的其他佐证资料",
)


def parts_of(case: CaseFile, version: str) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the eight parts of Annex 2 and what the applicant must still write."""
    gaps: list[Gap] = []

    def asked(part: str, what: str) -> Paragraph:
        gaps.append(Gap(CLAUSE, f"{part}：{what}，待申报单位填写"))
        return Paragraph(f"【待申报单位填写：{what}】")

    compared, figure_gaps = comparison(case)
    parts = (
        Part(
            "area",
            (
                Paragraph("一、申请区域的基本情况", "heading"),
                Paragraph("", "body", "（一）区域内经济社会发展基本情况"),
                *_region(case),
                asked("一（一）", "区域内经济社会发展概况"),
                Paragraph("", "body", "（二）申请授名的特色产业基本情况"),
                Paragraph("1．五年以上产业发展历史介绍"),
                *_history(case),
                asked("一（二）1", "产业发展历史"),
                Paragraph("2．特色产业地位和作用"),
                *_standing(case),
                asked("一（二）2", "传统优势、行业地位和在就业、区域经济中的作用"),
                Paragraph("3．特色产业在国内外市场占有的份额"),
                *compared,
            ),
        ),
        Part(
            "firms",
            (
                Paragraph("二、区域内的品牌群体和突出的龙头企业介绍", "heading"),
                *_firms(case),
                asked("二", "品牌群体和龙头企业介绍"),
            ),
        ),
        Part(
            "progress",
            (
                Paragraph("三、根据规划近四年特色产业发展情况", "heading"),
                *_progress(case),
                asked("三", _PROGRESS),
            ),
        ),
        Part(
            "plan",
            (
                Paragraph(
                    "四、县（市）级及以上政府批准的特色产业发展规划及相关优惠政策及扶持措施的主要内容",
                    "heading",
                ),
                asked("四", "规划名称、批准机关和文号，政策和措施的主要内容"),
            ),
        ),
        Part(
            "difficulties",
            (Paragraph("五、发展中存在的问题", "heading"), asked("五", "存在的问题")),
        ),
        Part(
            "measures",
            (
                Paragraph("六、下一步推进特色产业发展的计划及措施", "heading"),
                asked("六", "计划及措施"),
            ),
        ),
        Part("attachments", tuple(_attachments(gaps))),
        Part("tables", tuple(_tables(case, version))),
        Part(
            "signatures",
            (
                Paragraph(f"{case.applicant}（盖章）", "right"),
                Paragraph(day_words(case.day), "right", dated=True),
            ),
        ),
    )
    _, table_gaps = base_tables(case, version)
    return parts, [*gaps, *figure_gaps, *table_gaps, *application_gaps(case)]


def _region(case: CaseFile) -> Iterator[Block]:
    if case.tables is None:
        return
    said = [
        f"{line.label}{written.text}{written.unit or line.unit}"
        for line in REGION_LINES
        if (written := case.tables.region.get(line.id)) and written.text
    ]
    if said:
        yield Paragraph("，".join(said) + "。")


def _history(case: CaseFile) -> Iterator[Block]:
    years = case.explanation.industry_years.value if case.explanation else None
    if years is not None:
        yield Paragraph(f"特色产业已形成{years.normalize():f}年。")


def _standing(case: CaseFile) -> Iterator[Block]:
    said = [
        f"{LINE_BY_ID[line].label}{text}"
        for line in ("output_value", "output_share", "sales_revenue", "exports", "employees")
        if (text := _latest(case, line))
    ]
    if said:
        yield Paragraph("，".join(said) + "。")


def _firms(case: CaseFile) -> Iterator[Block]:
    if text := _latest(case, "brands"):
        yield Paragraph(f"省市以上知名品牌{text}。")
    firms = case.tables.firms if case.tables else ()
    rows = tuple(
        words(firm.name, firm.facts.get("企业类型", ""), firm.facts.get("品牌情况", ""))
        for firm in firms
    )
    if rows:
        yield Table((12, 8, 12), headed("企业名称", "企业类型", "品牌情况"), rows)


def _progress(case: CaseFile) -> Iterator[Block]:
    said = [
        f"{LINE_BY_ID[line].label}{text}"
        for line in _LINES_OF_PROGRESS
        if (text := _latest(case, line))
    ]
    if said:
        yield Paragraph("最近一年：" + "，".join(said) + "。")


def _attachments(gaps: list[Gap]) -> Iterator[Block]:
    yield Paragraph("七、附件", "heading")
    for number, name in enumerate(_ATTACHMENTS, 1):
        yield Paragraph(f"□ {number}．{name}", "body")
    gaps.append(Gap(CLAUSE, "七：附件四类，附上后在方框内打√"))


def _tables(case: CaseFile, version: str) -> Iterator[Block]:
    yield Paragraph("八、基本情况表", "heading")
    parts, _ = base_tables(case, version)
    blocks = [block for part in parts for block in part.blocks]
    yield from blocks or [Paragraph("（没有申报表）")]


def _latest(case: CaseFile, line: str) -> str:
    """Return a line of the last year as written, its parts with their names."""
    tables = case.tables
    if tables is None or not tables.years:
        return ""
    last = tables.years[-1]
    unit = LINE_BY_ID[line].unit
    texts = []
    for part in LINE_BY_ID[line].parts or ("",):
        written = tables.cluster.get((line, part, last))
        if written and written.text:
            texts.append(f"{part}{written.text}{written.unit or unit}")
    return "、".join(texts)
