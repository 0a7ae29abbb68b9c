"""Faktura: five invoice APIs on one small core. Each package below holds one API; `core` knows none of them."""

from faktura.core.startup import begin

begin()
