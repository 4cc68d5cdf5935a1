"""Writes the entries of JSON files, every STEP-th from FIRST on, as a line each: json_lines.py FIRST STEP FILE..."""

import json
import sys

for file in sys.argv[3:]:
    with open(file, encoding="utf-8") as source:
        for entries in json.load(source).values():
            for entry in entries[int(sys.argv[1])::int(sys.argv[2])]:
                print(json.dumps(entry, separators=(",", ":"), ensure_ascii=False))
