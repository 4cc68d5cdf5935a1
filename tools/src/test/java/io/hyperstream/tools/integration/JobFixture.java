package io.hyperstream.tools.integration;

import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.job.feedback.FeedbackTopic;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.EmbeddedCluster;
import io.hyperstream.tools.embedded.SharedBroker;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.Teardown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker and a cluster for jobs, and the topics of each. All test classes of a JVM share them,
 * since they take as long to start as many a test takes:
 *
 * <pre>{@code
 * @RegisterExtension private static final JobFixture fixture = new JobFixture();
 * }</pre>
 */
final class JobFixture implements BeforeAllCallback, AfterAllCallback {

  private static final int SLOTS = 2;
  private static final AtomicInteger JOBS = new AtomicInteger();

  private static TemporaryFolder folder;
  private static EmbeddedCluster cluster;

  private EmbeddedBroker broker;
  private TestJob latest;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    broker = SharedBroker.get();
    if (cluster == null) {
      Teardown atExit = new Teardown(Duration.ZERO);
      folder = atExit.add(TemporaryFolder.create());
      cluster = atExit.add(EmbeddedCluster.start(folder.folder("flink"), 0, SLOTS));
    }
  }

  /** The next class has all slots for itself. */
  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (latest != null) {
      latest.cancel();
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
    String name = "job-" + JOBS.getAndIncrement();
    List<NewTopic> topics = new ArrayList<>();
    topics.add(
        EmbeddedBroker.topic(
            TestJob.input(name),
            inputPartitions,
            Map.of("max.message.bytes", String.valueOf(EmbeddedBroker.MAX_RECORD_BYTES))));
    for (String topic : TestJob.outputs(name)) {
      topics.add(EmbeddedBroker.topic(topic, outputPartitions, Map.of()));
    }
    topics.add(EmbeddedBroker.topic(TestJob.model(name), 1, ModelTopic.CONFIG));
    topics.add(EmbeddedBroker.topic(TestJob.feedback(name), 1, FeedbackTopic.CONFIG));
    broker.createTopics(topics);
    latest = new TestJob(this, name, options);
    return latest;
  }
}
