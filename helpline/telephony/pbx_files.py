"""The files of a technician's own Asterisk: the packaged ones of `config/asterisk`, filled in.

What is between `@` and `@` is filled in; a line for which there is nothing to fill in is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from helpline.settings.telephone import TelephoneLine

OURS = "helpline/"
"""The folder of what may be included into an Asterisk that serves others as well."""
LOG_IN = f"{OURS}pjsip_login.conf"
SECRET = (f"{OURS}ari.conf", f"{OURS}extensions.conf", LOG_IN)
"""Those with a secret in them."""
EMPTY = tuple(
    f"{name}.conf" for name in ("acl", "ccss", "features", "indications", "stasis", "udptl", "websocket_client")
)
"""Asterisk asks for these, and is content when they are empty; whoever has them keeps them."""
FOLDERS = ("etc/helpline", "lib/keys", "data/moh", "data/sounds", "agi", "run", "log", "spool/tmp")
"""Of an Asterisk that keeps everything in one folder."""
RECORDING = "spool/recording"
"""Where ARI would put a recording: nobody may write there."""

_HOLE = re.compile("@([A-Z_]+)@")
_AUTHORITIES = "/etc/ssl/certs"
Values = Mapping[str, str]


def templates(folder: Path) -> dict[str, str]:
    """Every packaged file by its name. folder: the configuration that comes with the program."""
    source = folder / "asterisk"
    return {path.relative_to(source).as_posix(): path.read_text(encoding="utf-8") for path in source.rglob("*.conf")}


def fill_in(template: str, values: Values) -> str:
    """A file as Asterisk reads it."""
    lines = template.splitlines(keepends=True)
    kept = (line for line in lines if all(values[name] for name in _HOLE.findall(line)))
    return "".join(_HOLE.sub(lambda hole: values[hole[1]], line) for line in kept)


def values_of(telephone: TelephoneLine, language: str, secrets: Values, unpacked: tuple[Path, Path] | None) -> Values:
    """What is filled in. secrets: `ARI_PASSWORD`, `PEPPER`, and `TRUNK_PASSWORD` where there is a log-in ·
    unpacked: the folder in which such an Asterisk keeps everything, and the one in which its program is."""
    root, modules = (str(unpacked[0]), str(unpacked[1] / "modules")) if unpacked else ("", "")
    first, last = telephone.media_ports
    return {
        "TRUNK_PASSWORD": "",
        **secrets,
        "ROOT": root,
        "MODULES": modules,
        "APP": telephone.ari_app,
        "ARI_USER": telephone.ari_user,
        "COUNTRY": telephone.country,
        "LANGUAGE": language,
        "MEDIA_ADDRESS": telephone.media_address,
        "RTP_START": str(first),
        "RTP_END": str(last),
        "STUN": next((url.partition(":")[2] for url in telephone.ice_servers if url.startswith("stun:")), ""),
        **_http(telephone),
        **_trunk(telephone),
    }


def _http(telephone: TelephoneLine) -> Values:
    """Without https Asterisk listens there for both; with it the plain one stays on this machine, for nobody."""
    url = urlsplit(telephone.ari_url)
    is_https = url.scheme == "https"
    port = url.port or (443 if is_https else 80)
    host = url.hostname or ""
    address = "127.0.0.1" if host == "localhost" else f"[{host}]" if ":" in host else host
    return {
        "HTTP_ADDRESS": "127.0.0.1" if is_https else address.strip("[]"),
        "HTTP_PORT": "8088" if is_https else str(port),
        "HTTPS": "yes" if is_https else "",
        "HTTPS_ADDRESS": f"{address}:{port}" if is_https else "",
        "HTTPS_CERTIFICATE": telephone.certificate if is_https else "",
        "HTTPS_CERTIFICATE_KEY": telephone.certificate_key if is_https else "",
    }


def _trunk(telephone: TelephoneLine) -> Values:
    transport, is_tls = telephone.trunk_transport, telephone.trunk_transport == "tls"
    return {
        "TRANSPORT": transport,
        "SIP_ADDRESS": telephone.sip_address,
        "TLS_METHOD": "tlsv1_2" if is_tls else "",
        "SIP_CERTIFICATE": telephone.certificate if is_tls else "",
        "SIP_CERTIFICATE_KEY": telephone.certificate_key if is_tls else "",
        "AUTHORITIES": _AUTHORITIES if is_tls else "",
        "VERIFY": "yes" if is_tls else "",
        "TRUNK": telephone.trunk,
        # a semicolon alone would begin a comment there
        "TRUNK_URI": telephone.trunk + ("" if transport == "udp" else rf"\;transport={transport}"),
        "TRUNK_ADDRESSES": ",".join(map(str, telephone.trunk_addresses)) or _host(telephone.trunk),
        "TRUNK_SEAL": "sdes" if telephone.trunk_sealed else "",
        "TRUNK_USER": telephone.trunk_user,
        "TRUNK_LOGIN": "trunk-login" if telephone.trunk_user else "",
    }


def _host(machine: str) -> str:
    """Without its port."""
    return urlsplit(f"sip://{machine}").hostname or ""


def files_of(folder: Path, values: Values, *, only_ours: bool) -> dict[str, str]:
    """What belongs into Asterisk's own directory of settings, by name. folder: the packaged configuration · only_ours:
    what is included into the files of an Asterisk that serves others as well."""
    found = {name: fill_in(text, values) for name, text in templates(folder).items()}
    if not values["TRUNK_LOGIN"]:
        del found[LOG_IN]
    return {name: text for name, text in found.items() if name.startswith(OURS) or not only_ours}
