from faktura.service.api import api
from faktura.service.schemas import Health


@api.get("/api/v1/health", scope=None)
def handler() -> Health:
    """Report that the service is running."""
    return Health(status="Healthy")
