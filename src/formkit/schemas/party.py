"""Party: a unit that takes part; and the company that uses formkit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import model_validator

from formkit.kernel.gate import Gate
from formkit.schemas.entry import Entry, field
from formkit.schemas.fields import CreditCode, Identifier, OneLine, Phone, Postcode


class Party(Entry):
    """A unit; its bare full name is read as one."""

    # The empty alias: with the prefix of the field it gives the bare header 「建设单位」.
    name: OneLine | None = field(
        "名称", required=Gate.ISSUE, aliases=("", "全称"), hint="单位全称", longest=100
    )
    short_name: OneLine | None = field("简称", longest=40)
    uscc: CreditCode | None = field("统一社会信用代码", hint="18 位,末位是校验码")
    address: OneLine | None = field("地址", longest=200)
    postcode: Postcode | None = field("邮编", aliases=("邮政编码",))
    phone: Phone | None = field("电话", aliases=("联系电话",))
    fax: Phone | None = field("传真")
    legal_rep: OneLine | None = field("法定代表人", longest=60)
    agent: OneLine | None = field("委托代理人", longest=60)
    contact: OneLine | None = field("联系人", longest=60)
    contact_title: OneLine | None = field("联系人职务", longest=60)
    bank: OneLine | None = field("开户银行", longest=100)
    account: Identifier | None = field("账号", longest=60)

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, data: Any) -> Any:
        """Take a bare name as the unit of that name."""
        if isinstance(data, Entry):
            return data.dump()
        return data if isinstance(data, Mapping) else {"name": data}


class Company(Party):
    """The company whose records these are: `[company]` of the workspace's settings."""

    code: Identifier | None = field("单位代号", hint="编号的第一段", longest=20)
    hotline: Phone | None = field("报修热线")
    depts: dict[str, str] = field("部门代号", default={}, in_ledger=False)

    def as_party(self) -> Party:
        """Return the company as a party of a record."""
        return Party(**{name: getattr(self, name) for name in Party.model_fields})
