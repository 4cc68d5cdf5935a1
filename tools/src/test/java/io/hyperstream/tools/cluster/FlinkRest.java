package io.hyperstream.tools.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hyperstream.tools.embedded.Patience;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What Flink's dashboard asks a job manager for: to submit jobs, and how they are. */
final class FlinkRest {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final String BOUNDARY = "end-of-the-part";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String webUrl;

  FlinkRest(String webUrl) {
    this.webUrl = webUrl;
  }

  /** Uploads a jar; returns the id that it has from then on. */
  String upload(Path jar) throws Exception {
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(
                "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
                    .formatted(BOUNDARY, jar.getFileName())),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    String path =
        post("/jars/upload", "multipart/form-data; boundary=" + BOUNDARY, body)
            .path("filename")
            .asText();
    return Path.of(path).getFileName().toString();
  }

  /** Submits a job; the answer has its id, or errors. */
  JsonNode run(String jar, String mainClass, String savepoint, List<String> options)
      throws Exception {
    Map<String, ?> request =
        savepoint == null
            ? Map.of("entryClass", mainClass, "programArgsList", options)
            : Map.of(
                "entryClass", mainClass, "programArgsList", options, "savepointPath", savepoint);
    return post(
        "/jars/" + jar + "/run",
        "application/json",
        BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)));
  }

  /** Asks for the end of a job. */
  void cancel(String job) throws Exception {
    send(request("/jobs/" + job).method("PATCH", BodyPublishers.noBody()).build());
  }

  /** Waits until all tasks of the job run. */
  void awaitRunning(String job) throws Exception {
    await(
        job,
        answer ->
            answer.path("vertices").size() > 0
                && answer.path("vertices").findValuesAsText("status").stream()
                    .allMatch("RUNNING"::equals));
  }

  void awaitFailed(String job) throws Exception {
    await(job, answer -> answer.path("state").asText().equals("FAILED"));
  }

  private void await(String job, Predicate<JsonNode> wanted) throws Exception {
    long end = System.nanoTime() + Patience.LIMIT.toNanos();
    JsonNode answer = MissingNode.getInstance();
    while (!wanted.test(answer)) {
      assertThat(System.nanoTime()).as("deadline; the job is now %s", answer).isLessThan(end);
      Thread.sleep(POLL.toMillis());
      try {
        answer = get("/jobs/" + job);
      } catch (ConnectException e) {
        // The job manager is still starting.
      }
    }
  }

  /** Why the job failed: the stack trace of each time. */
  List<String> failures(String job) throws Exception {
    List<String> failures = new ArrayList<>();
    get("/jobs/" + job + "/exceptions")
        .path("exceptionHistory")
        .path("entries")
        .forEach(entry -> failures.add(entry.path("stacktrace").asText()));
    return failures;
  }

  /** The names of the threads of all task managers. */
  List<String> taskManagerThreads() throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode manager : get("/taskmanagers").path("taskmanagers")) {
      get("/taskmanagers/" + manager.path("id").asText() + "/thread-dump")
          .path("threadInfos")
          .forEach(thread -> names.add(thread.path("threadName").asText()));
    }
    return names;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  private JsonNode post(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", type).POST(body).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(webUrl + path)).timeout(Patience.LIMIT);
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    return JSON.readTree(client.send(request, BodyHandlers.ofString(UTF_8)).body());
  }
}
