"""KMS keys with the template's key spec. moto's CloudFormation makes every key symmetric."""

from typing import Any
from unittest.mock import patch

from moto.kms.models import Key, KmsBackend

_create = Key.create_from_cloudformation_json.__func__
_create_key = KmsBackend.create_key


def install() -> None:
    """Make CloudFormation use `KeySpec` and `KeyUsage`. A second call changes nothing."""
    Key.create_from_cloudformation_json = classmethod(_create_as_asked)


def _create_as_asked(cls: type[Key], resource_name: str, cloudformation_json: Any, *where: Any, **rest: Any) -> Key:
    properties = cloudformation_json["Properties"]
    asked = {
        "key_usage": properties.get("KeyUsage", "ENCRYPT_DECRYPT"),
        "key_spec": properties.get("KeySpec", "SYMMETRIC_DEFAULT"),
    }

    def create_key(backend: KmsBackend, **terms: Any) -> Key:
        return _create_key(backend, **{**terms, **asked})

    with patch.object(KmsBackend, "create_key", create_key):
        made: Key = _create(cls, resource_name, cloudformation_json, *where, **rest)
    return made
