#!/usr/bin/env python3
"""Packs jars again, and the jars in them, without compression: xz compresses all together better.

    repack.py FROM TO < names of the jars in the folder FROM

Leaves out what no measurement uses: libraries for other machines and of other parts of CUDA, QUIC,
and the editor of Flink's web page.
"""

import io
import re
import sys
import zipfile

UNUSED = re.compile(
    r"\.(dll|dylib|jnilib)$"
    r"|bytedeco/cuda/.*/libjni(?!cudart|cublas|nvrtc)\w+\.so$"
    r"|_quiche\w*\.so$"
    r"|^web/assets/vs/")
OTHER_MACHINE = re.compile(r"(?i)linux(?!.*(x86[-_]64|amd64)).*\.so$")


def repack(source, target):
    with zipfile.ZipFile(source) as jar, zipfile.ZipFile(target, "w") as packed:
        for entry in jar.infolist():
            name = entry.filename
            if UNUSED.search(name) or OTHER_MACHINE.search(name):
                continue
            content = jar.read(entry)
            if name.endswith(".jar"):
                inner = io.BytesIO()
                repack(io.BytesIO(content), inner)
                content = inner.getvalue()
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


for line in sys.stdin:
    repack(f"{sys.argv[1]}/{line.strip()}", f"{sys.argv[2]}/{line.strip()}")
