package io.hyperstream.job.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The part of a schema registry's REST interface that the client uses, as Confluent's documentation
 * has it: any schema of a subject that has none yet is taken, a second one is refused.
 */
public final class FakeRegistry implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/registry";

  private final HttpServer server;
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, Integer> subjects = new HashMap<>();
  private final Set<Integer> forbidden = new HashSet<>();
  private final Deque<Answer> prepared = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile String authorization;
  private volatile boolean available = true;

  private record Answer(int status, String body) {}

  private FakeRegistry(HttpServer server) {
    this.server = server;
    server.createContext(PATH, this::handle);
    server.start();
  }

  public static FakeRegistry start() throws IOException {
    return new FakeRegistry(HttpServer.create(anyPort(), 0));
  }

  public static FakeRegistry startSecure(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new FakeRegistry(server);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public URI url() {
    return URI.create(
        "%s://127.0.0.1:%d%s"
            .formatted(
                server instanceof HttpsServer ? "https" : "http",
                server.getAddress().getPort(),
                PATH));
  }

  /** From now on only requests with that header are answered. */
  public void require(String authorizationHeader) {
    authorization = authorizationHeader;
  }

  /** Whether it works from now on. */
  public void setAvailable(boolean available) {
    this.available = available;
  }

  /** Answers the next request so, whatever it is. */
  synchronized void answer(int status, String body) {
    prepared.add(new Answer(status, body));
  }

  /** Takes a schema; returns its id. */
  public synchronized int add(String schema) {
    schemas.add(schema);
    return schemas.size();
  }

  /** Nobody may read that schema from now on. */
  public synchronized void forbid(int id) {
    forbidden.add(id);
  }

  /** The id of a subject's schema, or null. */
  public synchronized Integer id(String subject) {
    return subjects.get(subject);
  }

  /** Methods and paths, in their order. */
  public List<String> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(PATH.length());
    requests.add(exchange.getRequestMethod() + " " + path);
    Answer answer = answer(exchange, path);
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized Answer answer(HttpExchange exchange, String path) throws IOException {
    if (!prepared.isEmpty()) {
      return prepared.remove();
    }
    if (!available) {
      return error(503, "Out of order");
    }
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null && !authorization.equals(given)) {
      return error(401, "Unauthorized: " + given);
    }
    String[] parts = path.split("/");
    if (path.startsWith("/schemas/ids/")) {
      int id = Integer.parseInt(parts[3]);
      if (forbidden.contains(id)) {
        return error(403, "User is denied the operation Read");
      }
      return id > schemas.size()
          ? error(404, "Schema not found")
          : ok(JSON.createObjectNode().put("schema", schemas.get(id - 1)));
    }
    String subject = parts[2];
    Integer known = subjects.get(subject);
    if (exchange.getRequestMethod().equals("GET")) {
      if (known == null) {
        return error(404, "Subject not found");
      }
      return path.endsWith("/latest")
          ? ok(JSON.createObjectNode().put("id", known).put("schema", schemas.get(known - 1)))
          : new Answer(200, "[1]");
    }
    String schema = JSON.readTree(exchange.getRequestBody()).get("schema").textValue();
    boolean same = known != null && schemas.get(known - 1).equals(schema);
    if (same) {
      return ok(JSON.createObjectNode().put("id", known));
    }
    if (!path.endsWith("/versions")) {
      return error(404, "Schema not found");
    }
    if (known != null) {
      return error(409, "Schema being registered is incompatible:\n a field has gone");
    }
    int id = add(schema);
    subjects.put(subject, id);
    return ok(JSON.createObjectNode().put("id", id));
  }

  private static Answer ok(ObjectNode body) {
    return new Answer(200, body.toString());
  }

  private static Answer error(int status, String message) {
    ObjectNode body = JSON.createObjectNode().put("error_code", status).put("message", message);
    return new Answer(status, body.toString());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
