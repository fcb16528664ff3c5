"""What every answer says about itself, so that a browser does nothing with it that we did not mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiohttp import web

Headers = Mapping[str, str]

_NEVER = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)


def common_headers() -> dict[str, str]:
    """The headers of every answer; one that a route has set itself stays."""
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": permissions(),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        # what browsers from before `frame-ancestors` obey
        "X-Frame-Options": "DENY",
    }


def permissions(*ours: str) -> str:
    """What a page may ask the browser for: of all that listens, looks or tracks these alone, and for us alone."""
    return ", ".join(f"{feature}=({'self' if feature in ours else ''})" for feature in _NEVER)


def page_policy(origins: Sequence[str]) -> str:
    """The content security policy of a page: everything from ourselves, nothing inline, nothing of others.

    Safari before 15.4 does not count a websocket to ourselves as 'self', and children have old telephones.
    """
    sockets = (origin.replace("http", "ws", 1) for origin in origins)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            " ".join(("connect-src 'self'", *sockets)),
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def add_headers(app: web.Application) -> None:
    """Give every answer of this application its headers, also those that the router and Socket.IO make."""
    common = tuple(common_headers().items())

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers.popall("Server", None)
        if response.status == 101:  # a websocket is no document
            return
        for name, value in common:
            headers.setdefault(name, value)

    app.on_response_prepare.append(add)
