"""SAM's command line with libyaml: `python -m deployment.libyaml deploy`.

SAM reads the template several times per command. PyYAML's parser in Python takes about a second each time, libyaml a
tenth of that.
"""

import yaml


def use() -> None:
    """Have SAM read YAML with libyaml in this process, where PyYAML was built with it."""
    if yaml.__with_libyaml__:
        yaml.SafeLoader = yaml.CSafeLoader


if __name__ == "__main__":
    from samcli.cli.main import cli

    use()
    cli(prog_name="sam")
