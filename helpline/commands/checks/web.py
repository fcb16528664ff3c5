"""How the helpline is reached: origins, proxies and limits."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from helpline.commands.checks.finding import Finding, fail, ok, warn
from helpline.core.peer import Network
from helpline.settings import Settings

LOCAL = ("localhost", "127.0.0.1", "::1")
WIDE_4, WIDE_6 = 16, 48
"""Networks with fewer bits than this hold more than somebody's own proxies."""


def look_at(settings: Settings) -> Iterator[Finding]:
    """What stands in [web] and [limits]."""
    yield from _origins(settings)
    yield from _proxies(settings)
    yield from _operators(settings)
    if not settings.limits.enabled:
        yield fail(
            "limits", "[limits] enabled is false", "That is for tests: anybody could flood the line. Set it to true."
        )


def _origins(settings: Settings) -> Iterator[Finding]:
    if not settings.web.origins:
        advice = 'Name the address of the pages in [web] origins, such as ["https://chat.example.org"].'
        yield warn("origins", "none: only a browser on this machine can talk to the helpline", advice)
        return
    bare = [origin for origin in settings.web.origins if _is_bare(origin)]
    if bare:
        advice = "Use https: on http anybody on the way reads every word, and the log-in's cookie."
        yield warn("origins", f"{', '.join(bare)} is not protected", advice)
    else:
        yield ok("origins", ", ".join(settings.web.origins))


def _is_bare(origin: str) -> bool:
    return origin.startswith("http:") and urlsplit(origin).hostname not in LOCAL


def _proxies(settings: Settings) -> Iterator[Finding]:
    proxies = settings.web.trusted_proxies
    wide = [str(network) for network in proxies if _is_wide(network)]
    if wide:
        advice = "Name the addresses of your proxies alone: everybody in there can pretend to be at any address."
        yield warn("proxies", f"{', '.join(wide)} is a whole network", advice)
    elif not proxies and any(origin.startswith("https:") for origin in settings.web.origins):
        advice = (
            "The helpline speaks http, so that a proxy stands before it: name its address in [web] trusted_proxies."
            " Else all children seem to come from the proxy, and share its limits."
        )
        yield warn("proxies", "none is trusted, and the pages are on https", advice)
    else:
        yield ok("proxies", ", ".join(map(str, proxies)) or "none")


def _operators(settings: Settings) -> Iterator[Finding]:
    if any(network.prefixlen == 0 for network in settings.web.operators):
        yield warn("operators", "everybody may read /metrics", "Name your own networks in [web] operators.")
        return
    is_proxied = any(origin.startswith("https:") for origin in settings.web.origins)
    if is_proxied and not settings.web.trusted_proxies and any(it.is_loopback for it in settings.web.operators):
        advice = (
            "To the helpline everybody behind a proxy on this machine is this machine, which [web] operators lets in."
            ' Name it in [web] trusted_proxies, such as ["127.0.0.1/32", "::1/128"].'
        )
        yield warn("operators", "through a proxy on this machine everybody may read /metrics", advice)


def _is_wide(network: Network) -> bool:
    return network.prefixlen < (WIDE_4 if network.version == 4 else WIDE_6)
