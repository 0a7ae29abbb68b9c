from faktura.service.api import Health, api


@api.get("/api/v1/health", scope=None)
def handler() -> Health:
    """Whether the service answers."""
    return Health(status="Healthy")
