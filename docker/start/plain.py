"""Writes the text of pages without their markup."""

import html
import re
import signal
import sys

# Whoever reads this may have enough before the end.
signal.signal(signal.SIGPIPE, signal.SIG_DFL)

for file in sys.argv[1:]:
    with open(file, encoding="utf-8", errors="ignore") as page:
        text = page.read()
    text = re.sub(r"(?s)<(script|style|head).*?</\1>", "", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    text = re.sub(r"[ \t]+", " ", text)
    sys.stdout.write(re.sub(r"\n\s*\n+", "\n\n", text))
