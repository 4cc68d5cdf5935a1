package io.hyperstream.tools.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics on a broker that may have just started. */
public final class NewTopics {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private NewTopics() {}

  /**
   * Creates topics with one replica; returns when clients can see them.
   *
   * @throws IOException if they cannot be created; its cause is Kafka's exception
   */
  public static void create(String bootstrapServers, List<NewTopic> topics) throws IOException {
    List<String> names = topics.stream().map(NewTopic::name).toList();
    String what = "Cannot create the topic " + String.join(", ", names);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      // On a busy machine the only broker's heartbeats come late, and then there is none to use.
      await(InvalidReplicationFactorException.class, () -> admin.createTopics(topics).all());
      // The controller has a topic before the broker tells clients of it.
      await(
          UnknownTopicOrPartitionException.class,
          () -> admin.describeTopics(names).allTopicNames());
    } catch (ExecutionException e) {
      throw new IOException(what + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(what + " within " + LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while creating the topic " + String.join(", ", names), e);
    }
  }

  /** Asks again, for a while, where the answer is the exception that says "not yet". */
  static void await(Class<? extends ApiException> notYet, Supplier<KafkaFuture<?>> ask)
      throws ExecutionException, TimeoutException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        ask.get().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException e) {
        if (!notYet.isInstance(e.getCause()) || System.nanoTime() - end > 0) {
          throw e;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }
}
