"""建筑安装工程保修证书."""

from __future__ import annotations

from formkit.schemas.warranty_certificate.record import WarrantyCertificate

RECORD = WarrantyCertificate

__all__ = ["RECORD"]
