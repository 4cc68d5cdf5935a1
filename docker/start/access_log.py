"""Writes a made-up log of a web server: readers go through the pages of a manual.

access_log.py ROOT AGENTS SEED BYTES: ROOT is the folder of the pages, AGENTS a file with a user agent a
line. The same arguments give the same log.
"""

import os
import random
import sys

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TERMS = "apache http server rewrite module virtual host log format proxy ssl cache".split()
QUERIES = ["utm_source=newsletter&utm_medium=email", "page={}", "q=log", "lang=en", "id={}"]

root, agents_file, seed, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
draw = random.Random(seed)
pages = [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]
pages = sorted(page for page in pages if not page.endswith((".ko.html", ".ja.html")))
with open(agents_file, errors="ignore") as lines:
    agents = [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def search():
    terms = "+".join(draw.sample(TERMS, 3))
    return draw.choice(
        ["-", "-", "http://www.google.com/", f"http://www.google.com/search?q={terms}&ie=UTF-8&hl=en",
         "https://www.google.de/", f"http://www.bing.com/search?q={terms}"])


written, second, day = 0, 7 * 3600, 60
while written < size:
    address = ".".join(str(draw.randint(1, 254)) for _ in range(4))
    agent, referrer = draw.choice(agents), search()
    for _ in range(draw.choice([1, 1, 2, 4, 8])):
        second += draw.randint(0, 40)
        page = draw.choice(pages)
        path = page[len(root):].removesuffix("index.html")
        if path.endswith(".html") and draw.random() < 0.1:
            path += "?" + draw.choice(QUERIES).format(draw.randint(1, 999))
        status = draw.choice([200] * 14 + [304, 304, 301, 404])
        length = {200: os.path.getsize(page), 304: "-"}.get(status, draw.randint(280, 340))
        date = day + second // 86400
        line = '%s - - [%02d/%s/2021:%02d:%02d:%02d +0000] "%s %s HTTP/1.%d" %d %s "%s" "%s"\n' % (
            address, 1 + date % 28, MONTHS[date // 28 % 12], second // 3600 % 24, second // 60 % 60, second % 60,
            draw.choice(["GET"] * 30 + ["POST", "HEAD"]), path, draw.choice([1, 1, 1, 0]), status, length, referrer,
            agent)
        sys.stdout.write(line)
        written += len(line)
        if path.endswith((".html", "/")):
            referrer = "http://httpd.example.org" + path
