package io.hyperstream.tools.bench.job;

import java.util.Arrays;
import java.util.function.Predicate;

/** What a thread works for, by its name; the first that fits. */
public enum Part {
  LEARNER("learner", name -> name.startsWith("learn ")),
  HELPERS("learner's helpers", name -> name.startsWith("hyperstream-")),
  SOURCES("sources, decoding", name -> name.contains("ource: ")),
  SINKS("sinks", name -> name.contains(": Writer") || name.contains(": Committer")),
  CHECKPOINTS("writing checkpoints", name -> name.startsWith("AsyncOperations")),
  BENCH("this measurement", name -> name.equals("main") || name.contains(JobRun.CLIENT)),
  CLIENTS(
      "Kafka's clients", name -> name.contains("producer-network") || name.contains("consumer")),
  BROKER("Kafka's broker", name -> name.contains("kafka") || name.contains("raft")),
  OTHER("Flink, all else", name -> true);

  private final String title;
  private final Predicate<String> names;

  Part(String title, Predicate<String> names) {
    this.title = title;
    this.names = names;
  }

  /** Of the thread of that name. */
  static Part of(String thread) {
    return Arrays.stream(values()).filter(part -> part.names.test(thread)).findFirst().get();
  }

  /** What people call it. */
  String title() {
    return title;
  }
}
