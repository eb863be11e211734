"""A person in front of the proxy, far away as it were: names lead to this computer."""

import ssl
from typing import Any

import httpx

from tests.deploy.production import HOST_NAME, Production


class Nearby(httpx.HTTPTransport):
    """Connects to the proxy of the test whatever the name, and asks it for that name."""

    def __init__(self, production: Production, address: str) -> None:
        trusted = ssl.create_default_context(cafile=production.folder / "fullchain.pem")
        super().__init__(verify=trusted, local_address=address)
        self.ports = production.ports

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return super().handle_request(
            httpx.Request(
                request.method,
                request.url.copy_with(host="127.0.0.1", port=self.ports[request.url.scheme]),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
        )


class Browser(httpx.Client):
    """Speaks https, keeps cookies, and sends forms as pages do."""

    def __init__(self, production: Production, address: str = "127.0.0.1", **headers: str) -> None:
        super().__init__(
            transport=Nearby(production, address),
            base_url=f"https://{HOST_NAME}",
            headers={"Accept-Language": "de", **headers},
            timeout=30,
        )

    def submit(self, path: str, values: dict[str, str], **more: Any) -> httpx.Response:
        token = self.cookies.get("csrftoken") or ""
        return self.post(
            path,
            data={"csrfmiddlewaretoken": token, **values},
            headers={"Referer": f"{self.base_url}{path}"},
            **more,
        )
