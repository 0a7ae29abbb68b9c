"""The output of `make demo` on the running stack."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local.demo_people import PEOPLE
from tests.support.local.stacks import ROOT, Served


def toured(port: int, *orders: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the demo with its files in `folder`."""
    environment = {**os.environ, "PORT": str(port), "TMPDIR": str(folder), "COLUMNS": "80"}
    command = [sys.executable, "-m", "local.demo", *orders]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=150, check=False)  # noqa: S603 -- our own words


@pytest.fixture(scope="module")
def tour(running: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    done = toured(int(running.url.rpartition(":")[2]), "3", folder=tmp_path_factory.mktemp("tour"))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def facts(tour: str, api: str) -> list[str]:
    """The facts that the demo shows of an API, with single spaces."""
    [part] = re.findall(rf"^{api} ─+$(.*?)(?=^[^\n]* ?─+$|\Z)", tour, re.MULTILINE | re.DOTALL)
    return [" ".join(line.split()) for line in part.splitlines() if line.startswith("    ")]


def test_the_demo_shows_the_five_apis_in_the_readmes_order(tour: str, running: Served) -> None:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)

    assert re.findall(r"^(\w[\w ]+) ─+$", tour, re.MULTILINE) == rows
    assert f"\nRead and try all endpoints at {running.url}/docs\n" in tour


def test_the_demo_ends_at_the_desk_with_the_people_who_may_sign_in(tour: str, running: Served) -> None:
    _, _, ending = tour.partition("People look at all this at the desk: ")

    shown = [line.strip() for line in ending.splitlines()[1:] if line.startswith("    ")]

    assert ending.startswith(f"{running.url}/desk.")
    assert [line.split("  ")[0] for line in shown] == [person.name for person in PEOPLE if person.is_welcome]
    assert not any(person.name in ending for person in PEOPLE if not person.is_welcome)


def test_the_demo_shows_every_call_and_all_succeed(tour: str) -> None:
    calls = re.findall(r"^  (GET|PUT|POST|PATCH) (\S+) → (\d+) ", tour, re.MULTILINE)

    assert len(calls) == sum("→" in line for line in tour.splitlines())
    assert {status for *_, status in calls} <= {"200", "201", "202"}
    assert ("POST", "/api/data-on-demand/invoices", "202") in calls


def test_a_pushed_invoice_is_found(tour: str) -> None:
    assert facts(tour, "PIMS on demand") == ["source PIMS the practice's own record", "total 732.39 USD in 4 lines"]


def test_an_upload_leads_to_a_webhook_that_is_sent_again_and_verified(tour: str) -> None:
    shown = facts(tour, "Invoice capture")

    assert shown.count("invoice 1234567 of PetWellClinic, 732.39") == 2
    assert [fact.split()[1] for fact in shown if fact.startswith("state ")] == ["accepted", "processing", "completed"]
    assert sum(fact.endswith("✓ HMAC-SHA256 of the body") for fact in shown) == 2
    assert sum(fact.endswith("✓ by the Standard Webhooks library") for fact in shown) == 2
    assert len({fact for fact in shown if fact.startswith("webhook-id ")}) == 1
    assert "webhook delivered" in shown
    assert [fact.split()[-1] for fact in shown if fact.startswith("attempt ")] == ["500", "200"]


def test_a_payment_closes_an_invoice_and_its_pdf_is_kept(tour: str) -> None:
    opened, completed, saved = facts(tour, "Client billing")

    assert opened.endswith("open, 0 of 150 paid")
    assert completed.endswith("completed, 150 of 150 paid")
    assert Path(saved.split()[1]).read_bytes().startswith(b"%PDF-")


def test_a_job_invoices_the_orders_except_the_one_that_does_not_exist(tour: str) -> None:
    assert "4/4 orders invoiced" in tour
    assert [fact.split()[1] for fact in facts(tour, "Invoice jobs")[1:5]] == ["SUCCESS"] * 3 + ["FAILURE"]


def test_an_insurer_finds_one_of_the_two_invoices_on_its_case(tour: str) -> None:
    *_, found, invoice = facts(tour, "Provider invoices")

    assert found == "found 1 of 2"
    assert invoice.endswith("12,600.50 SEK, car ABC 123")


def test_without_a_stack_the_demo_says_so_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as silent:  # bound, but it does not listen
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        done = toured(port, folder=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"There is no stack at http://127.0.0.1:{port}. Start one with `make run`, or set PORT to its port.\n"
    )
