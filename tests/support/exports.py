"""Helpers for tests of exports: asking for one, making it as its execution does, and reading the file."""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3

from faktura.exports.datev_file import COLUMNS
from tests.support.deployment import REGION, Deployment, Reply
from tests.support.jobs import Shop

EXPORTS = "/invoice/{tenant}/exports"
PERIOD = {"dateFrom": "2026-01-01", "dateTo": "2026-12-31"}
ACCOUNTS = {
    "consultant": "29098",
    "client": 55003,
    "debtorAccount": "10000",
    "revenueAccounts": [{"rate": 19, "account": "8400"}, {"rate": 12, "account": 8300, "taxKey": "2"}],
}

AMOUNT, SIDE = COLUMNS[:2]


def ask(shop: Shop, form: str = "CSV", period: Mapping[str, Any] = PERIOD, **terms: Any) -> Reply:
    """Ask for an export."""
    return shop.request("jobs.create_export", "POST", EXPORTS, {"format": form, **period}, **terms)


def found(shop: Shop, export_id: str) -> Reply:
    """Look at an export."""
    return shop.request("jobs.get_export", "GET", EXPORTS + "/{exportId}", exportId=export_id)


def begun(faktura: Deployment, machine: str = "JobsExport") -> list[dict[str, Any]]:
    """The inputs of all executions of exports."""
    machines = boto3.client("stepfunctions", region_name=REGION)
    started = machines.list_executions(stateMachineArn=faktura.stack.physical[machine])["executions"]
    return [json.loads(machines.describe_execution(executionArn=one["executionArn"])["input"]) for one in started]


def made(shop: Shop, form: str = "CSV", period: Mapping[str, Any] = PERIOD) -> Reply:
    """Ask for an export, make it, and look at it."""
    asked = ask(shop, form, period)
    assert asked.status == 202, asked.text
    export_id = asked.json["exportId"]
    [document] = [one for one in begun(shop.faktura) if one["exportId"] == export_id]
    shop.faktura.call("jobs.make_export", document)
    return found(shop, export_id)


def content(link: str) -> bytes:
    """The bytes that a download link leads to, read from the bucket by their key."""
    address = urlsplit(link)
    bucket, _, _ = address.netloc.partition(".")
    stored = boto3.client("s3", region_name=REGION).get_object(Bucket=bucket, Key=unquote(address.path.lstrip("/")))
    body: bytes = stored["Body"].read()
    return body


def rows(link: str) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    return list(csv.DictReader(StringIO(content(link).decode("utf-8-sig"), newline="")))


def bookings(link: str) -> tuple[list[str], list[dict[str, str]]]:
    """The header of a DATEV file, and its bookings by the names of their columns."""
    header, columns, *lines = csv.reader(StringIO(content(link).decode("cp1252"), newline=""), delimiter=";")
    assert columns == list(COLUMNS)
    return header, [dict(zip(columns, line, strict=True)) for line in lines]


def booked(link: str) -> list[tuple[str, ...]]:
    """The amount, the side, both accounts, the day and the reference of each booking of a DATEV file."""
    names = (AMOUNT, SIDE, "Konto", "Gegenkonto (ohne BU-Schlüssel)", "Belegdatum", "Belegfeld 1")
    _, lines = bookings(link)
    return [tuple(line[name] for name in names) for line in lines]
