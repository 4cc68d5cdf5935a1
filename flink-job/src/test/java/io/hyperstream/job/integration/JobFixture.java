package io.hyperstream.job.integration;

import io.hyperstream.job.embedded.EmbeddedBroker;
import io.hyperstream.job.embedded.EmbeddedCluster;
import io.hyperstream.job.embedded.TemporaryFolder;
import io.hyperstream.job.lifecycle.Teardown;
import io.hyperstream.job.model.ModelTopic;
import java.time.Duration;
import java.util.Map;

/** A broker and a cluster for the jobs of one test class. */
final class JobFixture implements AutoCloseable {

  private static final int SLOTS = 2;

  private final Teardown teardown = new Teardown(Duration.ofSeconds(15));
  private final TemporaryFolder folder;
  private final EmbeddedBroker broker;
  private final EmbeddedCluster cluster;
  private int jobs;
  private TestJob latest;

  JobFixture() throws Exception {
    try {
      folder = teardown.add(TemporaryFolder.create());
      broker = teardown.add(EmbeddedBroker.start(folder.folder("kafka")));
      cluster = teardown.add(EmbeddedCluster.start(folder.folder("flink"), 0, SLOTS));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  EmbeddedBroker broker() {
    return broker;
  }

  EmbeddedCluster cluster() {
    return cluster;
  }

  TemporaryFolder folder() {
    return folder;
  }

  /** As {@link #job(int, int, String...)}, with topics of one partition each. */
  TestJob job(String... options) throws Exception {
    return job(1, 1, options);
  }

  /**
   * A job, not started, with topics of its own. The cluster has room for one: the job before is
   * cancelled if a test that failed left it running.
   *
   * @param options besides those of {@link TestJob}, as on the command line
   */
  TestJob job(int inputPartitions, int outputPartitions, String... options) throws Exception {
    if (latest != null) {
      latest.cancel();
    }
    String name = "job-" + jobs++;
    broker.createTopic(
        TestJob.input(name),
        inputPartitions,
        Map.of("max.message.bytes", String.valueOf(EmbeddedBroker.MAX_RECORD_BYTES)));
    for (String topic : TestJob.outputs(name)) {
      broker.createTopic(topic, outputPartitions, Map.of());
    }
    broker.createTopic(TestJob.model(name), 1, ModelTopic.CONFIG);
    latest = new TestJob(this, name, options);
    return latest;
  }

  @Override
  public void close() throws Exception {
    teardown.close();
  }
}
