package io.hyperstream.job;

import io.hyperstream.job.claim.Claimant;
import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.sink.KafkaSinks;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes, and throws away, a client of each kind with what the job's own will be given. Kafka's
 * clients check their options when they are made, which for the job would be on a task manager, and
 * again at every restart. A wrong option of the admin client shows when that is made to ask the
 * brokers.
 */
final class KafkaClientTrial {

  private KafkaClientTrial() {}

  /**
   * @throws PreflightException if there can be no such client
   */
  static void run(JobSettings settings) {
    Properties consumer = settings.kafka().consumer();
    consumer.setProperty(ConsumerConfig.GROUP_ID_CONFIG, settings.input().group());
    tryOut(settings, "consumer", () -> consumer(consumer));
    Properties member =
        new Claimant("", "", Pipeline.claim(settings)).consumer(settings.kafka().consumer());
    tryOut(settings, "member of the group", () -> consumer(member));
    Properties producer = settings.kafka().producer();
    tryOut(settings, "producer", () -> producer(producer));
    tryOut(settings, "transactional producer", () -> producer(transactional(settings)));
  }

  /**
   * Registers a transactional id that no sink uses, as the sinks will register theirs. Only then
   * does a broker look at the timeout.
   *
   * @throws PreflightException if the broker refuses
   */
  static void registerTransactions(JobSettings settings) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            transactional(settings), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
    } catch (KafkaException e) {
      throw new PreflightException(
          settings
              .kafka()
              .withoutSecrets(
                  "Kafka does not let the job begin transactions with %s = %s: %s; correct that or the other kafka.* options"
                      .formatted(
                          KafkaOptions.TRANSACTION_TIMEOUT.key(),
                          settings
                              .kafka()
                              .producer()
                              .getProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                          RootCause.message(e))),
          e);
    }
  }

  private static Properties transactional(JobSettings settings) {
    Properties properties = settings.kafka().producer();
    properties.setProperty(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        KafkaSinks.transactionalIdPrefix(settings.output().transactionPrefix(), ""));
    // Transactions imply it. If it is set as well, Kafka names the option that conflicts with it.
    properties.putIfAbsent(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    return properties;
  }

  private static void consumer(Properties properties) {
    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .close();
  }

  private static void producer(Properties properties) {
    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()).close();
  }

  private static void tryOut(JobSettings settings, String kind, Runnable makeAndClose) {
    try {
      makeAndClose.run();
    } catch (KafkaException e) {
      throw new PreflightException(
          settings
              .kafka()
              .withoutSecrets(
                  "the kafka.* options make no %s: %s; correct the option that it names"
                      .formatted(kind, RootCause.message(e))),
          e);
    }
  }
}
