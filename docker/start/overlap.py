"""Prints what texts share with other files, in pieces of 40 bytes or more.

overlap.py TEXT... -- FILE...    Texts may be compressed by gzip.
"""

import gzip
import pathlib
import sys

LENGTH = 40


def read(name):
    data = pathlib.Path(name).read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def shared(text, places, other):
    """Each piece once: the longest that begins where an earlier one ends or later."""
    pieces = set()
    at = 0
    while at + LENGTH <= len(other):
        place = places.get(other[at : at + LENGTH])
        if place is None:
            at += 1
            continue
        end = at + LENGTH
        place += LENGTH
        while end < len(other) and place < len(text) and other[end] == text[place]:
            end += 1
            place += 1
        pieces.add(other[at:end])
        at = end - LENGTH + 1
    return sorted(pieces)


border = sys.argv.index("--")
for name in sys.argv[1:border]:
    text = read(name)
    places = {text[at : at + LENGTH]: at for at in range(len(text) - LENGTH + 1)}
    for other in sys.argv[border + 1 :]:
        for piece in shared(text, places, read(other)):
            print(f"{name}, {other}: {piece!r}")
