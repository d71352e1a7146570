"""Printing one paper under its number into its unfinished file.

Pure work of a worker: it depends on the job and the order alone, and twice done is the same.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from formkit.imaging.code import code
from formkit.kernel.bugs import bug_found
from formkit.kernel.errors import ExitCode, FormkitError, OutputError, UsageError
from formkit.kernel.filenames import safe_name
from formkit.kernel.files import explained, sha256
from formkit.kernel.findings import Level, Place
from formkit.kernel.picture import Picture
from formkit.kernel.values import BadValue
from formkit.pipeline.charts import drawn_charts
from formkit.pipeline.examine import value_at
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.drafts import business_day
from formkit.pipeline.filling.items import Failure, Order, Printed
from formkit.pipeline.paper import keywords
from formkit.pipeline.pictures import CODE
from formkit.render import Properties
from formkit.schemas.record import Record
from formkit.schemas.view import View, numbered


def print_out(bench: Bench, order: Order) -> Printed:
    """Print a paper into its unfinished file and return its name to be and its SHA-256."""
    printed, data = print_home(bench, order)
    return printed if printed.failure else keep(order, printed, data, durable=bench.job.durable)


def print_home(bench: Bench, order: Order) -> tuple[Printed, bytes]:
    """Print a paper and return it with its bytes; nothing is written, a failure has no bytes."""
    try:
        name = _file_name(bench, order)
        view, properties, pictures = drawn(bench, order)
        data = bench.template.render(view, properties=properties, pictures=pictures)
    except FormkitError as error:
        return Printed(failure=Failure.of(error)), b""
    except Exception as error:  # noqa: BLE001 - a bug in one record must not cost the others
        return Printed(failure=Failure(bug_found(error, Place()), ExitCode.BUG)), b""
    return Printed(name, sha256(data)), data


def keep(order: Order, printed: Printed, data: bytes, *, durable: bool) -> Printed:
    """Write a printed paper into its unfinished file; a full disk becomes the failure."""
    try:
        _write(order.target, data, durable=durable)
    except OSError as error:
        return Printed(failure=Failure.of(explained(error, order.target.parent)))
    return printed


def drawn(bench: Bench, order: Order) -> tuple[View, Properties, dict[str, Picture]]:
    """Return what is printed of a paper, the properties of its file, its pictures by their keys.

    Raises:
        OutputError: a photograph is gone since it was judged, or is not on this machine.
    """
    found = bench.photos(order.record, order.source)
    for _at, bad, level in found.doubts:
        if level is Level.ERROR:
            raise OutputError(bad.code, **bad.values)
    charts = bench.charts(order.record)
    facts = replace(
        bench.facts,
        number=order.number,
        revision=order.revision,
        photos=found.shots,
        charts=charts,
    )
    seen = order.sealed.view
    view: View = (
        bench.official.view.view_of(order.record, facts)
        if seen is None
        else numbered(seen, order.record, facts)
    )
    pictures = dict(found.pictures)
    if charts:
        pictures |= drawn_charts(order.record.charts(), bench.chart_fonts)
    if bench.job.logo:
        pictures |= dict([bench.job.logo])
    if bench.job.settings.print_.qr and CODE in bench.template.pictures:
        view["form"]["qr"] = CODE
        pictures[CODE] = code(order.number, order.revision, order.print_sha)
    return view, _properties(bench, order), pictures


def _write(target: Path, data: bytes, *, durable: bool) -> None:
    with target.open("wb") as stream:
        stream.write(data)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())


def _properties(bench: Bench, order: Order) -> Properties:
    official = bench.official
    return Properties(
        title=f"{official.title} {order.number}",
        author=bench.job.settings.company.name,
        subject=_project_name(order.record),
        keywords=keywords(official, order.project_no),
        identifier=order.number,
        created=datetime.combine(business_day(bench.workspace, official, order.record), time()),
    )


def _file_name(bench: Bench, order: Order) -> str:
    title = bench.official.title + (f"_第{order.revision}版" if order.revision > 1 else "")
    try:
        return safe_name(
            order.number, title, _project_name(order.record), suffix=f".{bench.job.medium}"
        )
    except BadValue as bad:
        raise UsageError(bad.code, **bad.values) from bad


def _project_name(record: Record) -> str:
    return str(value_at(record, "project.project_name") or "")
