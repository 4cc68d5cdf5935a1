package io.hyperstream.job.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * A job with its claim. It shows both to all others as the client id of its member of the consumer
 * group: brokers forget a member soon after its process has died, and not before.
 *
 * @param id of the job
 * @param name of the job
 * @param claim what it must have alone
 */
public record Claimant(String id, String name, Claim claim) {

  private static final String MARK = "hyperstream";
  private static final String SEPARATOR = "/";
  private static final int PARTS = 6;

  /**
   * The job that a metric group belongs to.
   *
   * @param variables of that group
   */
  public static Claimant of(Map<String, String> variables, Claim claim) {
    return new Claimant(
        variables.get(ScopeFormat.SCOPE_JOB_ID), variables.get(ScopeFormat.SCOPE_JOB_NAME), claim);
  }

  /** The client id that shows this job. */
  public String clientId() {
    return Stream.of(MARK, id, name, claim.transactionPrefix(), claim.model(), claim.group())
        .map(part -> URLEncoder.encode(part, UTF_8))
        .collect(Collectors.joining(SEPARATOR));
  }

  /**
   * Properties of the consumer that shows this job as a member of its group. It commits nothing by
   * itself.
   *
   * @param common properties of consumers
   */
  public Properties consumer(Properties common) {
    Properties properties = new Properties();
    properties.putAll(common);
    properties.putIfAbsent(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(Claims.SESSION_TIMEOUT.toMillis()));
    properties.setProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, claim.group());
    properties.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, clientId());
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return properties;
  }

  /** The job that a client id shows, if it shows one. */
  static Optional<Claimant> ofClient(String clientId) {
    List<String> parts = List.of(clientId.split(SEPARATOR, -1));
    if (parts.size() != PARTS || !parts.get(0).equals(MARK)) {
      return Optional.empty();
    }
    List<String> decoded = parts.stream().map(part -> URLDecoder.decode(part, UTF_8)).toList();
    return Optional.of(
        new Claimant(
            decoded.get(1),
            decoded.get(2),
            new Claim(decoded.get(3), decoded.get(4), decoded.get(5))));
  }
}
