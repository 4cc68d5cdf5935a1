"""Sends lines to Hyperstream: tail -f app.log | python producer.py web-1"""

import sys

from confluent_kafka import Producer

producer = Producer({"bootstrap.servers": "localhost:9092"})
for line in sys.stdin:
    producer.produce("text", key=sys.argv[1], value=line.rstrip("\n"))
    producer.poll(0)
producer.flush()
