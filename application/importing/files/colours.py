"""The colours of cells, as people name them where a colour says how something stands."""

from __future__ import annotations

import colorsys

_NAMES = ((14, "Red"), (70, "Amber"), (170, "Green"), (260, "Blue"), (340, ""), (361, "Red"))
"""Up to which hue, in degrees, a colour is called so."""
_PALEST, _DARKEST, _GREYEST = 0.97, 0.08, 0.25


def colour_named(rgb: str) -> str:
    """What six hexadecimal digits are called: Red, Amber (and yellow), Green, Blue; "" for others,
    for black, grey and white, and for no colour."""
    try:
        parts = [int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    except ValueError:
        return ""
    hue, light, full = colorsys.rgb_to_hls(*parts)
    if full < _GREYEST or not _DARKEST <= light <= _PALEST:
        return ""
    return next(name for highest, name in _NAMES if 360 * hue < highest)


def tinted(rgb: str, tint: float) -> str:
    """A colour made lighter, or darker where the tint is negative, as spreadsheets do."""
    hue, light, full = colorsys.rgb_to_hls(*(int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), full)
    return "".join(f"{round(255 * part):02X}" for part in parts)
