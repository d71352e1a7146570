"""A small house of texts in a temporary folder, written as a quality department would write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from formkit.rules.profile import Profile, load_profile

TODAY = date(2026, 11, 23)

PARAMETERS = """
dispatch_hours: {name: 接到保修通知至派人, unit: 小时, direction: at_most}
visit_notice_days: {name: 提前通知顾客单位, unit: 天, direction: at_least}
warranty_minimum.屋面防水: {name: 屋面防水最低保修期, unit: 年, direction: at_least}
warranty_minimum.其他: {name: 其他项目保修期, unit: 年, direction: at_least}
retention_max_percent: {name: 质量保证金预留比例, unit: "%", direction: at_most}
plan_month: {name: 编制计划的月份, unit: 月, direction: exact}
visit_methods: {name: 回访方式, direction: one_of}
visit_contents: {name: 回访内容, direction: includes}
followup_days: {name: 合格至回访, unit: 天, direction: at_most, default: 3, default_reason: 制度只写「及时」}
"""

POLICIES = """
visit_after_cutoff:
  name: 交付满一年以后的回访
  choices: {停止组织: 不再组织, 继续回访: 照旧}
  default: 继续回访
end_convention:
  name: 到期日写法
  choices: {对应日: 民法典, 减一日: 合同习惯}
  default: 对应日
  contract: true
"""


class House:
    """Writes texts and profiles, loads profiles."""

    def __init__(self, forms: Path) -> None:
        self.forms = forms
        self.regulations = forms / "regulations"
        self.profiles = forms / "profiles"
        self.regulations.mkdir(parents=True)
        self.profiles.mkdir()
        self.write("regulations/parameters.yaml", PARAMETERS)
        self.write("regulations/policies.yaml", POLICIES)

    def write(self, name: str, text: str) -> Path:
        path = self.forms / name
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    def text(self, name: str, title: str, body: str = "", *, kind: str = "regulation") -> Path:
        """Write a text: its head is the same for all, the body is the test's."""
        head = f"id: {name}\ntitle: {title}\nkind: {kind}\nstatus: 现行\nsource: 虚构\n"
        return self.write(f"regulations/{name}.yaml", head + dedent(body).lstrip("\n"))

    def law(self, body: str, *, name: str = "L1", title: str = "条例") -> Path:
        return self.text(name, title, body, kind="law")

    def profile(self, body: str, *, name: str = "company", today: date = TODAY) -> Profile:
        head = f"id: {name}\ntitle: 示例公司\n"
        self.write(f"profiles/{name}.yaml", head + dedent(body).lstrip("\n"))
        return self.load(name, today=today)

    def load(self, name: str | Path, *, today: date = TODAY) -> Profile:
        return load_profile(name, forms=self.forms, today=today)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "forms")
