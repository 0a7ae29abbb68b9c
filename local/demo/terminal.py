"""What the tour says: in colours and with moving bars on a terminal, as plain lines elsewhere."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.status import Status
from rich.text import Text

_console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def be_quiet() -> None:
    """From now on, say nothing."""
    _console.quiet = True


def part(api: str, caller: str) -> None:
    """Begin an API's part; `caller` says who calls it and what for."""
    _console.print()
    _console.rule(Text(api, style="bold"), align="left", style="dim")
    _console.print(caller, style="italic")


def say(sentence: str) -> None:
    """What is done next, or came of it."""
    _console.print(f"\n{sentence}")


def called(method: str, path: str, status: int, remark: str) -> None:
    """One HTTP call, as it was answered."""
    _console.print(f"  {method} {path} → ", style="cyan", end="")
    _console.print(str(status), style="bold green", end="")
    _console.print(f"  {remark}", style="dim")


def fact(name: str, value: object, remark: str = "") -> None:
    """Something to be seen in an answer."""
    _console.print(f"    {name:<20} {value}", end="  " if remark else "\n")
    if remark:
        _console.print(remark, style="green")


def waiting(what: str) -> Status:
    """A context in which something is waited for."""
    return _console.status(f"  {what}")


def progress() -> Progress:
    """A context whose tasks are bars."""
    bar = BarColumn(40, complete_style="cyan", finished_style="green")
    return Progress(TextColumn(" "), bar, MofNCompleteColumn(), TextColumn("{task.description}"), console=_console)


def end(farewell: str) -> None:
    """The last line."""
    _console.print()
    _console.rule(style="dim")
    _console.print(farewell, style="bold")
