"""Sends lines to Hyperstream: tail -f app.log | python producer.py web-1"""

import sys

from confluent_kafka import Producer

if len(sys.argv) != 2:
    sys.exit(__doc__)
producer = Producer({"bootstrap.servers": "localhost:9092"})
for line in sys.stdin:
    while True:
        try:
            producer.produce("text", key=sys.argv[1], value=line.rstrip("\n"))
            break
        except BufferError:  # the client's queue is full
            producer.poll(1)
    producer.poll(0)
producer.flush()
