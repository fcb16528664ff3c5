"""YAML as people write it in headers and lists."""

from __future__ import annotations

from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Loader  # ten times as fast
except ImportError:
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

YAMLError = yaml.YAMLError


def load_yaml(text: str) -> Any:
    """What the text says, with plain values only.

    Raises:
        YAMLError: it is none.
    """
    return yaml.load(text, Loader=Loader)
