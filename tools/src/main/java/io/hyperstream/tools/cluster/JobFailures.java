package io.hyperstream.tools.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Reads from Flink's REST API why a job failed and was restarted. */
public final class JobFailures {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private JobFailures() {}

  /**
   * The latest failure in one sentence, or the reason why it is unknown.
   *
   * @param webUrl address of the job manager
   */
  public static String latest(String webUrl, String job) throws InterruptedException {
    URI uri = URI.create("%s/jobs/%s/exceptions?maxExceptions=1".formatted(webUrl, job));
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
      String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
      return describe(JSON.readTree(answer));
    } catch (IOException e) {
      return "Flink did not report the reason: " + e;
    }
  }

  static String describe(JsonNode exceptions) {
    JsonNode latest = exceptions.path("exceptionHistory").path("entries").path(0);
    if (latest.isMissingNode()) {
      return "the job has not failed since its job manager started";
    }
    String first = latest.path("stacktrace").asText().lines().findFirst().orElse("");
    return "the job last failed in %s with %s"
        .formatted(latest.path("taskName").asText("no task"), first);
  }
}
