"""The AWS credentials and settings of all local processes. They replace the developer's own."""

import os

REGION = "us-east-1"
VARIABLES = {
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def assume() -> None:
    """Replace the process's AWS settings (profile, CA bundle, endpoints), before moto's import reads them."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        if name != "AWS_PORT":
            del os.environ[name]
    os.environ.update(VARIABLES)
