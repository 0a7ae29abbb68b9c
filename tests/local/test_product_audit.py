"""The numbering proof on the running stack: exported over HTTP, verified by the auditor's command without a network."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from faktura.audit.chain import verify
from faktura.audit.head import verified
from faktura.audit.journal_file import pages_of
from tests.support.builders import sales_order
from tests.support.jobs import SCOPES
from tests.support.journals import exported_pages, head, new_key
from tests.support.local.calls import Caller, registered
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served

KEY = new_key()


@pytest.fixture(scope="module")
def shop(running: Served) -> Shop:
    """A shop of its own with 40 invoices of one range."""
    registered(running, "shop-audited", SCOPES, tenant="audited")
    shop = Shop(running, "shop-audited")
    shop.configure("invoiceNumbering", preText="AUDIT-", numberOfDigits=4)
    names = [f"audit {n}" for n in range(40)]
    for name in names:
        shop.put(sales_order(name))
    assert {one["orderStatus"] for one in shop.done(shop.start(*names))} == {"SUCCESS"}
    return shop


def exported(caller: Caller, path: str, **query: str) -> str:
    """All pages of a journal, as an auditor saves them."""

    def page(terms: Mapping[str, str]) -> str:
        answer = caller.call("GET", path, params=terms)
        assert answer.status_code == 200, answer.text
        return answer.text

    return exported_pages(page, 1, **query)


def audit(folder: Path, journal: str, since: str) -> subprocess.CompletedProcess[str]:
    """Run the auditor's command with nothing of AWS in its environment."""
    (folder / "journal.json").write_text(journal)
    (folder / "head.jws").write_text(since)
    files = [str(folder / "journal.json"), "--since", str(folder / "head.jws")]
    environment: Mapping[str, str] = {"PATH": ""}
    command = [sys.executable, "-m", "faktura.audit", "verify", *files]
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


def test_a_shop_is_audited_offline(shop: Shop, tmp_path: Path) -> None:
    journal = exported(shop, "/invoice/audited/numbering/audit", range="jobs/audited/AUDIT-*", disclose="true")
    entries = [one.entry for page in pages_of(journal) for one in page.entries]

    done = audit(tmp_path, journal, head(entries[0], KEY))

    assert (done.returncode, done.stderr) == (0, "")
    assert "40 documents got a number, 0 numbers were left out" in done.stdout
    assert "40 agree with their content; 0 are without content" in done.stdout
    assert f"Entries past the head: {len(entries) - 1}." in done.stdout


def test_a_changed_total_is_found_offline(shop: Shop, tmp_path: Path) -> None:
    journal = exported(shop, "/invoice/audited/numbering/audit", range="jobs/audited/AUDIT-*")
    entries = [one.entry for page in pages_of(journal) for one in page.entries]

    done = audit(tmp_path, journal.replace("433.72", "433.71", 1), head(entries[-1], KEY))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("BROKEN: Entry 2 does not follow from entry 1")


def test_the_list_of_ranges_leads_to_each_journal(shop: Shop) -> None:
    listed = {one["range"]: one for one in shop.call("GET", "/invoice/audited/numbering").json()}

    found = listed["jobs/audited/AUDIT-*"]
    journal = exported(shop, "/invoice/audited/numbering/audit", range=found["range"])
    last = [one.entry for page in pages_of(journal) for one in page.entries][-1]
    assert found["end"] == {"position": last.position, "hash": last.hash}
    assert verified(head(last, KEY)).statement.hash == found["end"]["hash"]


def test_an_office_is_audited_offline(running: Served) -> None:
    office = Caller(running, "office")
    invoice = office.call("POST", "/api/invoices").json()
    office.call("PATCH", f"/api/invoices/{invoice['id']}", json={"invoiceNumber": f"AUDIT {invoice['id']}"})

    report = verify(list(pages_of(exported(office, "/api/numbering/audit"))))

    assert (report.range, report.first) == ("billing/main", 1)
    assert report.issued >= 1


def test_a_clerk_may_not_export_the_journal(running: Served) -> None:
    assert Caller(running, "clerk").call("GET", "/api/numbering/audit").status_code == 403
