"""Party: a unit that takes part in a project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import model_validator

from formkit.kernel.gate import Gate
from formkit.schemas.entry import Entry, field
from formkit.schemas.fields import CreditCode, Identifier, OneLine, Phone, Postcode
from formkit.schemas.person import PersonName


class Party(Entry):
    """A unit; its bare full name is read as one."""

    name: OneLine | None = field(
        "名称", required=Gate.ISSUE, aliases=("全称",), hint="单位全称", longest=100
    )
    short_name: OneLine | None = field("简称", longest=40)
    uscc: CreditCode | None = field("统一社会信用代码", hint="18 位,末位是校验码")
    address: OneLine | None = field("地址", longest=200)
    postcode: Postcode | None = field("邮编", aliases=("邮政编码",))
    phone: Phone | None = field("电话", aliases=("联系电话",))
    fax: Phone | None = field("传真")
    legal_rep: PersonName | None = field("法定代表人", longest=60)
    agent: PersonName | None = field("委托代理人", longest=60)
    contact: PersonName | None = field("联系人", longest=60)
    contact_title: OneLine | None = field("联系人职务", longest=60)
    bank: OneLine | None = field("开户银行", longest=100)
    account: Identifier | None = field("账号", longest=60)

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, data: Any) -> Any:
        """Take a bare name as the unit of that name."""
        return data if isinstance(data, Mapping | Entry) or data is None else {"name": data}
