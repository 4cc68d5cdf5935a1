"""Writes a made-up log of a web server: readers go through the pages of a manual.

access_log.py ROOT AGENTS SEED BYTES: ROOT is the folder of the pages, AGENTS a file with a user agent a
line. The same arguments give the same log.
"""

import os
import random
import sys

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TERMS = "apache http server rewrite module virtual host log format proxy ssl cache".split()

root, agents_file, seed, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
draw = random.Random(seed)
pages = []
for folder, _, names in sorted(os.walk(root)):
    for name in sorted(names):
        if not name.endswith((".ko.html", ".ja.html")):
            pages.append(os.path.join(folder, name))
with open(agents_file, errors="ignore") as lines:
    agents = [line.strip() for line in lines if line.strip() and line[0] != "#"]

written, second, day, month = 0, 7 * 3600, 3, 2
while written < size:
    address = ".".join(str(draw.randint(1, 254)) for _ in range(4))
    agent = draw.choice(agents)
    search = "http://www.google.com/search?q=%s&ie=UTF-8&hl=en" % "+".join(draw.sample(TERMS, 3))
    bing = "http://www.bing.com/search?q=apache+%s" % draw.choice(["rewrite", "ssl", "proxy"])
    referrer = draw.choice(["-", "-", "http://www.google.com/", search, "https://www.google.de/", bing])
    for _ in range(draw.choice([1, 1, 2, 4, 8])):
        second += draw.randint(0, 40)
        if second >= 86400:
            second -= 86400
            day += 1
        if day > 28:
            day = 1
            month = (month + 1) % 12
        page = draw.choice(pages)
        path = page[len(root):].removesuffix("index.html")
        if path.endswith(".html") and draw.random() < 0.1:
            number, identity = draw.randint(2, 9), draw.randint(1, 999)
            queries = ["page=%d" % number, "q=log", "lang=en", "id=%d" % identity]
            path += "?" + draw.choice(queries)
        method, status = "GET", draw.choice([200] * 14 + [304, 304, 301, 404])
        if draw.random() < 0.03:
            method = draw.choice(["POST", "HEAD"])
        length = str(os.path.getsize(page)) if status == 200 else "-"
        if status not in (200, 304):
            length = str(draw.randint(280, 340))
        line = '%s - - [%02d/%s/2021:%02d:%02d:%02d +0000] "%s %s HTTP/1.%d" %d %s "%s" "%s"\n' % (
            address, day, MONTHS[month], second // 3600, second // 60 % 60, second % 60, method, path,
            draw.choice([1, 1, 1, 0]), status, length, referrer, agent)
        sys.stdout.write(line)
        written += len(line)
        if path.endswith((".html", "/")):
            referrer = "http://httpd.example.org" + path
