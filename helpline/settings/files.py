"""Where the files of the configuration are, and what stands in them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from helpline.settings.wrong import WrongSetting

NAMES = (
    "helpline.toml",
    "rules.toml",
    "registration.toml",
    "topics.yaml",
    "numbers.toml",
    "referrals.toml",
    "networks.toml",
)

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged_config() -> Path:
    """The directory of the configuration that comes with the program: in the installed package, else in a checkout."""
    installed = _PACKAGE / "config"
    return installed if installed.is_dir() else _PACKAGE.parent / "config"


def find_files(config: Path | None) -> dict[str, Path]:
    """Each file by its name: the helpline's own where `config` has it, else the packaged one.

    Raises:
        WrongSetting: `config` is not a directory.
    """
    if config is not None and not config.is_dir():
        raise WrongSetting("HELPLINE_CONFIG or --config", "the directory", str(config), "a directory that exists")
    own = {name: config / name for name in NAMES if config and (config / name).exists()}
    return {name: packaged_config() / name for name in NAMES} | own


def read_file(path: Path) -> object:
    """The data of one file, TOML or YAML by its name.

    Raises:
        WrongSetting: it cannot be read, or is no such file.
    """
    kind = "YAML" if path.suffix == ".yaml" else "TOML"
    try:
        written = path.read_text(encoding="utf-8")
        return msgspec.yaml.decode(written) if kind == "YAML" else tomllib.loads(written)
    except OSError as why:
        raise WrongSetting(str(path), "the file", why.strerror, "a file that we may read") from None
    except (ValueError, msgspec.MsgspecError) as why:
        raise WrongSetting(str(path), "the file", str(why), f"{kind} in UTF-8") from None
