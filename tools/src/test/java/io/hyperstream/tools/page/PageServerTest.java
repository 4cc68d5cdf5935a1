package io.hyperstream.tools.page;

import static io.hyperstream.tools.page.PageFixtures.score;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageServerTest {

  private static final String HOST = "127.0.0.1";

  private final KnownStreams streams = new KnownStreams(System::currentTimeMillis);
  private final RulesInMemory rules = new RulesInMemory();
  private PageServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        new PageServer(
            streams,
            new Frame.About("kafka:9092", null),
            rules.handler(),
            HOST,
            0,
            Set.of("Logs.example.com"));
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void servesAllItsFiles() throws Exception {
    for (String path : StaticFiles.FILES.keySet()) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).isNotBlank();
      for (var reference =
              Pattern.compile("(?:from|href=|src=) ?\"(/[^\"]*)\"").matcher(answer.body());
          reference.find(); ) {
        assertThat(StaticFiles.FILES).as("what %s needs", path).containsKey(reference.group(1));
      }
    }
  }

  @Test
  void nothingLeavesTheMachineAndNoTextIsEverCode() throws Exception {
    assertThat(get("/").headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    for (String path : StaticFiles.FILES.keySet()) {
      if (!path.startsWith("/uplot") && !path.equals("/icon.svg")) {
        assertThat(get(path).body())
            .as(path)
            .doesNotContain("http:", "https:", "innerHTML", "outerHTML", "insertAdjacentHTML")
            .doesNotContain("eval(", "document.write");
      }
    }
  }

  @Test
  void anythingElseIsNotThere() throws Exception {
    assertThat(get("/../pom.xml").statusCode()).isEqualTo(404);
    assertThat(get("/index.html").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(uri("/")).POST(HttpRequest.BodyPublishers.ofString("x")).build();
    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    assertThat(get("/events?rows=many").statusCode()).isEqualTo(400);
  }

  @Test
  void itsOwnPageMakesAndTakesBackRules() throws Exception {
    HttpRequest.Builder say =
        HttpRequest.newBuilder(uri("/rules"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"stream\": \"web\", \"incident\": \"text/0@5\", \"seconds\": 60}"));
    assertThat(send(say).statusCode()).as("by a program").isEqualTo(403);
    assertThat(send(say.setHeader("Origin", "http://evil.example")).statusCode()).isEqualTo(403);
    assertThat(send(say.setHeader("Origin", "null")).statusCode()).isEqualTo(403);
    assertThat(rules.rules).isEmpty();

    Instant before = Instant.now();
    assertThat(send(say.setHeader("Origin", server.url())).statusCode()).isEqualTo(200);
    Map.Entry<String, Feedback> made = rules.rules.entrySet().iterator().next();
    assertThat(made.getValue().getAction()).isEqualTo(FeedbackAction.FINE);
    assertThat(made.getValue().getStream()).isEqualTo("web");
    assertThat(made.getValue().getPatterns()).containsExactly("usual", "took # ms");
    assertThat(made.getValue().getOrigin()).isEqualTo("text/0@5");
    assertThat(made.getValue().getUntil())
        .isBetween(before.plusSeconds(59), Instant.now().plusSeconds(60));
    assertThat(get("/rules").body())
        .contains("\"id\":\"" + made.getKey(), "\"state\":\"ACTIVE\"", "\"stream\":\"web\"");

    for (String seconds : List.of("0", "1.5", "\"60\"", "1e300", "9223372036854775807")) {
      HttpRequest.Builder wrong =
          HttpRequest.newBuilder(uri("/rules"))
              .setHeader("Origin", server.url())
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"incident\": \"text/0@5\", \"seconds\": %s}".formatted(seconds)));
      assertThat(send(wrong).statusCode()).as(seconds).isEqualTo(400);
      assertThat(send(wrong).body()).startsWith("seconds must be a whole number from 1 to ");
    }
    assertThat(rules.rules).hasSize(1);

    HttpRequest.Builder undo =
        HttpRequest.newBuilder(uri("/rules?id=" + made.getKey()))
            .DELETE()
            .setHeader("Origin", server.url());
    assertThat(send(undo).statusCode()).isEqualTo(200);
    assertThat(rules.rules).isEmpty();
    assertThat(send(undo).statusCode()).isEqualTo(502);
    rules.problem = "Kafka did not accept the rule";
    HttpResponse<String> refused = send(say);
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.body().strip()).isEqualTo(rules.problem);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 200",
    "localhost, 200",
    "[::1]:8080, 200",
    "logs.example.com, 200",
    "LOGS.example.com:443, 200",
    "evil.example, 421",
    "evil.logs.example.com, 421",
    "127.0.0.1.evil.example:8080, 421",
    "localhost.evil.example, 421"
  })
  void answersToItsOwnNameOnly(String host, int status) throws Exception {
    try (Socket socket = connect("/", host);
        BufferedReader answer = reader(socket)) {
      assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void sendsEventsAsTheyCome() throws Exception {
    try (Socket socket = connect("/events?stream=a", HOST);
        BufferedReader answer = reader(socket)) {
      assertThat(event(answer)).contains("\"keys\":0");
      streams.add("a", score(0, 3, 2, null));
      assertThat(event(answer)).contains("\"rows\":[{\"id\":0,\"key\":\"a\"", "\"start\":true");
    }
  }

  @Test
  void refusesMoreClientsThanItHasThreadsFor() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < PageServer.MAX_CLIENTS; i++) {
        Socket socket = connect("/events", HOST);
        open.add(socket);
        assertThat(reader(socket).readLine()).startsWith("HTTP/1.1 200");
      }
      assertThat(get("/events").statusCode()).isEqualTo(503);
      assertThat(get("/").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void saysThatThePortIsTaken() {
    int port = uri("/").getPort();
    assertThatThrownBy(() -> new PageServer(streams, null, rules.handler(), HOST, port, Set.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The page cannot be served on 127.0.0.1:" + port)
        .hasMessageEndingWith("give another --port or --host");
  }

  private URI uri(String path) {
    return URI.create(server.url() + path);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private Socket connect(String path, String host) throws IOException {
    Socket socket = new Socket(HOST, uri("/").getPort());
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host).getBytes(UTF_8));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static String event(BufferedReader answer) throws IOException {
    String line = answer.readLine();
    while (!line.startsWith("data: ")) {
      line = answer.readLine();
    }
    return line;
  }
}
