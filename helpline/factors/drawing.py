"""A QR code as the path of a drawing (by segno): the page draws it itself, and shows no picture of anybody else."""

from __future__ import annotations


def draw(text: str) -> tuple[int, str]:
    """How many squares it has each way, and the dark ones as an SVG path: a run of them is a line one square high."""
    import segno

    rows = segno.make_qr(text, error="m").matrix
    runs = (run for y, row in enumerate(rows) for run in _runs(y, row))
    return len(rows), "".join(runs)


def _runs(y: int, row: bytearray) -> list[str]:
    found, start = [], None
    for x, is_dark in enumerate([*row, 0]):
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            found.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            start = None
    return found
