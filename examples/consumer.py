"""Prints the alerts of a job that writes JSON."""

import json

from confluent_kafka import Consumer

consumer = Consumer(
    {
        "bootstrap.servers": "localhost:9092",
        "group.id": "alerts",
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
    }
)
consumer.subscribe(["alerts"])
while True:
    record = consumer.poll(1.0)
    if record is not None and record.error() is None:
        alert = json.loads(record.value())
        text = alert["text"][alert["recordStart"] :].rstrip()
        print(record.key().decode(), alert["kind"], "%.0f" % alert["score"], text, flush=True)
