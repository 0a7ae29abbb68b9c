from faktura.service.api import api


@api.get("/api/v1/health", allow=None)
def handler() -> dict[str, str]:
    """Whether the service answers."""
    return {"status": "Healthy"}
