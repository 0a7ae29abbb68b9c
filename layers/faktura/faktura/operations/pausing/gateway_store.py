"""The stage of the API. While it has the variable `stopped`, every endpoint that needs a token answers 503."""

from faktura.core.aws import client
from faktura.core.request import STOPPED


class GatewayStore:
    """Closes and opens one stage. It takes effect with the next request, without a deployment."""

    def __init__(self, api: str, stage: str) -> None:
        self._at = {"restApiId": api, "stageName": stage}

    @property
    def is_open(self) -> bool:
        """Whether requests are carried out."""
        return STOPPED not in client("apigateway").get_stage(**self._at).get("variables", {})

    def close(self) -> None:
        """Refuse requests."""
        self._change({"op": "replace", "path": f"/variables/{STOPPED}", "value": "yes"})

    def open(self) -> None:
        """Carry requests out again."""
        if not self.is_open:
            self._change({"op": "remove", "path": f"/variables/{STOPPED}"})

    def _change(self, operation: dict[str, str]) -> None:
        client("apigateway").update_stage(**self._at, patchOperations=[operation])
