package io.hyperstream.tools.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.tools.feedback.FeedbackTopicClient;
import io.hyperstream.tools.feedback.RuleStore;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people say on the page about alerts: GET lists the rules, POST makes one that something is
 * fine, DELETE takes one back.
 */
final class FeedbackHandler implements HttpHandler {

  static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final String ID = "id=";

  /** A hundred years. */
  private static final long MAX_SECONDS = 3_155_760_000L;

  private final RuleStore rules;
  private final Patterns patterns;

  /** Tells what the records of an incident are like. */
  interface Patterns {
    List<String> ofIncident(String id) throws IOException;
  }

  FeedbackHandler(RuleStore rules, Patterns patterns) {
    this.rules = rules;
    this.patterns = patterns;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Object answer;
    try {
      answer =
          switch (exchange.getRequestMethod()) {
            case "POST" -> make(exchange);
            case "DELETE" -> takeBack(exchange);
            default -> rules.rules();
          };
    } catch (JsonProcessingException e) {
      Answers.text(exchange, 400, "This is not JSON.");
      return;
    } catch (IllegalArgumentException e) {
      Answers.text(exchange, 400, e.getMessage());
      return;
    } catch (IOException e) {
      Answers.text(exchange, 502, e.getMessage());
      return;
    }
    Answers.bytes(exchange, 200, "application/json", Report.JSON.writeValueAsBytes(answer));
  }

  /** Makes a rule that an incident is fine; returns its id. */
  private Map<String, String> make(HttpExchange exchange) throws IOException {
    JsonNode wanted = Report.JSON.readTree(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES));
    String incident = wanted.path("incident").asText();
    Instant now = Instant.now();
    Feedback rule =
        Feedback.newBuilder()
            .setAction(FeedbackAction.FINE)
            .setStream(wanted.path("stream").textValue())
            .setPatterns(patterns.ofIncident(incident))
            .setUntil(until(wanted.path("seconds"), now))
            .setOrigin(incident)
            .setAuthor("page")
            .setCreated(now)
            .build();
    String id = FeedbackTopicClient.newId();
    rules.put(id, rule);
    return Map.of("id", id);
  }

  /** When a rule ends that holds for so long; null for good. */
  private static Instant until(JsonNode seconds, Instant now) {
    if (seconds.isMissingNode() || seconds.isNull()) {
      return null;
    }
    if (!seconds.isIntegralNumber() || seconds.asLong() < 1 || seconds.asDouble() > MAX_SECONDS) {
      throw new IllegalArgumentException(
          "seconds must be a whole number from 1 to %d, or null for good, but is %s."
              .formatted(MAX_SECONDS, seconds));
    }
    return now.plusSeconds(seconds.asLong());
  }

  private Map<String, String> takeBack(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (query == null || !query.startsWith(ID)) {
      throw new IllegalArgumentException("There is no id of the rule to take back.");
    }
    String id = query.substring(ID.length());
    rules.takeBack(id);
    return Map.of("id", id);
  }
}
