package io.hyperstream.tools.integration;

import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.job.feedback.FeedbackTopic;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.EmbeddedCluster;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.Teardown;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker and a cluster for the jobs of one test class:
 *
 * <pre>{@code
 * @RegisterExtension private static final JobFixture fixture = new JobFixture();
 * }</pre>
 */
final class JobFixture implements BeforeAllCallback, AfterAllCallback {

  private static final int SLOTS = 2;

  private final Teardown teardown = new Teardown(Duration.ofSeconds(15));
  private TemporaryFolder folder;
  private EmbeddedBroker broker;
  private EmbeddedCluster cluster;
  private int jobs;
  private TestJob latest;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = teardown.add(TemporaryFolder.create());
    broker = teardown.add(EmbeddedBroker.start(folder.folder("kafka")));
    cluster = teardown.add(EmbeddedCluster.start(folder.folder("flink"), 0, SLOTS));
  }

  /** Comes after a start that failed half-way, too. */
  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    teardown.close();
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
    broker.createTopic(TestJob.feedback(name), 1, FeedbackTopic.CONFIG);
    latest = new TestJob(this, name, options);
    return latest;
  }
}
