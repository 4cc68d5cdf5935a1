package io.hyperstream.job.learn.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Keeps the metrics that are registered with it. */
public final class RecordingGroup extends UnregisteredMetricsGroup {

  final Map<String, Gauge<?>> gauges = new HashMap<>();
  final Map<String, Meter> meters = new HashMap<>();
  final Map<String, Counter> counters = new HashMap<>();

  public Object gauge(String name) {
    return gauges.get(name).getValue();
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    gauges.put(name, gauge);
    return gauge;
  }

  @Override
  public <M extends Meter> M meter(String name, M meter) {
    meters.put(name, meter);
    return meter;
  }

  @Override
  public Counter counter(String name) {
    Counter counter = super.counter(name);
    counters.put(name, counter);
    return counter;
  }
}
