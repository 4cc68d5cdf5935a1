#!/usr/bin/env python3
"""Writes strokes of a pen as CSV, a line for each point, for `hyperstream train --vectors`.

    strokes.py omniglot.npz FOLDER          drawings, as in the data sets of sketch-rnn: a file for each part
    strokes.py lineStrokes FOLDER LIST...   lines of the IAM on-line handwriting database: a file for each of
                                            its lists of forms, such as trainset.txt

A point is the way of the pen since the point before, to the right and down, and whether the pen is lifted then.
Drawings have a fourth number, whether the drawing ends, and their whole numbers are spread evenly over the unit
around each: else a density would be rewarded for finding the grid. The first point of a drawing or a line has
none before it and is left out. Needs NumPy for drawings.
"""

import pathlib
import sys
import xml.etree.ElementTree as xml


def write(file, header, sequences):
    count = points = 0
    with open(file, "w") as out:
        out.write(header + "\n")
        for sequence in sequences:
            for numbers in sequence:
                out.write(",".join(f"{n:.2f}".rstrip("0").rstrip(".") for n in numbers) + "\n")
            count += 1
            points += len(sequence)
    print(f"{file}: {count:,} sequences, {points:,} points", file=sys.stderr)


def drawings(points, random):
    for drawing in points:
        last = len(drawing) - 1
        yield [
            (*(drawing[i][:2] + random.random(2) - 0.5), drawing[i][2], int(i == last))
            for i in range(1, last + 1)
        ]


def line(file):
    points = []
    for stroke in xml.parse(file).iter("Stroke"):
        own = [[float(p.get("x")), float(p.get("y")), 0] for p in stroke.iter("Point")]
        if own:
            own[-1][2] = 1
        points += own
    return [(x - a, y - b, up) for (a, b, _), (x, y, up) in zip(points, points[1:])]


if len(sys.argv) < 3:
    sys.exit(__doc__)
source, folder = map(pathlib.Path, sys.argv[1:3])
folder.mkdir(parents=True, exist_ok=True)
if source.suffix == ".npz":
    import numpy

    random = numpy.random.default_rng(1)
    parts = numpy.load(source, allow_pickle=True, encoding="latin1")
    for part in ("train", "valid", "test"):
        write(folder / f"{part}.csv", "dx,dy,up,end", drawings(parts[part], random))
else:
    for forms in map(pathlib.Path, sys.argv[3:]):
        files = [f for form in forms.read_text().split()
                 for f in sorted((source / form[:3] / form[:7]).glob(form + "-*.xml"))]
        write(folder / f"{forms.stem}.csv", "dx,dy,up", map(line, files))
