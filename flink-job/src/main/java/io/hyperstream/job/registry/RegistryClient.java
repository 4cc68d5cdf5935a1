package io.hyperstream.job.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.schemas.SchemaSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A schema registry with Confluent's REST interface: looks up schemas and registers them.
 *
 * <p>It caches no schemas: the caller keeps what an id means, which never changes. It remembers for
 * a few seconds why there is none for an id, so that a flood of such records costs few requests.
 */
public final class RegistryClient implements SchemaSource {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int CLIENT_ERROR = 400;

  private static final int MAX_MISSING = 1_000;
  private static final long MISSING_NANOS = 10_000_000_000L;
  private static final int MAX_DETAIL = 1_000;

  private final RegistrySettings settings;
  private final RegistryHttp http;

  /** Ids that have no schema for us. */
  private final Map<Integer, Missing> missing =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Missing> eldest) {
          return size() > MAX_MISSING;
        }
      };

  /** Why there is no schema for an id, and when to ask again ({@code nanoTime}). */
  private record Missing(String reason, long askAgain) {}

  public RegistryClient(RegistrySettings settings) {
    this.settings = settings;
    this.http = new RegistryHttp(settings);
  }

  /** The registry's schemas; none if there is no registry. */
  public static SchemaSource of(Optional<RegistrySettings> settings) {
    return settings.<SchemaSource>map(RegistryClient::new).orElse(SchemaSource.NONE);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RegistryException if the registry does not answer, or not to this user
   */
  @Override
  public Schema schema(int id) throws IOException {
    return schema(id, null);
  }

  /**
   * The schemas of the records of a topic, which anybody may have written. An id that the registry
   * refuses is the record's fault if the registry still answers what {@link #check} asks.
   */
  public SchemaSource schemasOf(String topic) {
    return id -> schema(id, topic);
  }

  private synchronized Schema schema(int id, String topic) throws IOException {
    requirePresent(id);
    String what = "look up schema " + id;
    RegistryHttp.Answer answer = http.send(request("/schemas/ids/" + id).GET());
    if (isMissing(answer)) {
      throw missing(id, unknown(id));
    }
    // A refused login is never about the record, even if it is accepted again a moment later.
    if (topic != null && answer.status() >= CLIENT_ERROR && answer.status() != UNAUTHORIZED) {
      check(topic);
      throw missing(id, problem(answer, what).getMessage());
    }
    JsonNode body = require(answer, what);
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new IOException(
          "schema %d of the registry is of type %s, not AVRO".formatted(id, type));
    }
    try {
      return new Schema.Parser().parse(body.path("schema").asText());
    } catch (RuntimeException e) { // Avro throws many kinds
      throw new IOException(
          "schema %d of the registry cannot be parsed: %s".formatted(id, e.getMessage()), e);
    }
  }

  private void requirePresent(int id) throws IOException {
    if (id <= 0) {
      throw new IOException(unknown(id));
    }
    Missing known = missing.get(id);
    if (known != null && System.nanoTime() - known.askAgain() < 0) {
      throw new IOException(known.reason());
    }
  }

  private IOException missing(int id, String reason) {
    missing.put(id, new Missing(reason, System.nanoTime() + MISSING_NANOS));
    return new IOException(reason);
  }

  private String unknown(int id) {
    return "there is no schema %d in the registry at %s".formatted(id, settings.url());
  }

  /**
   * The id of the schema of a topic's values, which is registered if it is not yet; for that alone
   * the user needs the right to write.
   *
   * @throws RegistryException if the registry refuses the schema, does not answer, or not to this
   *     user
   */
  public int register(String topic, Schema schema) {
    String subject = subject(topic);
    String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    RegistryHttp.Answer answer = http.send(post(path, body));
    if (isMissing(answer)) {
      answer = http.send(post(path + "/versions", body));
    }
    if (answer.status() == CONFLICT) {
      throw new RegistryException(
          "the schema registry at %s refuses the schema of %s for the subject '%s': %s; relax that subject's compatibility, or write to another topic"
              .formatted(settings.url(), schema.getName(), subject, detail(answer)));
    }
    JsonNode id =
        require(answer, "register the schema of %s as '%s'".formatted(schema.getName(), subject))
            .path("id");
    if (!id.canConvertToInt()) {
      throw unexpected(answer);
    }
    return id.intValue();
  }

  /**
   * Asks for the versions of a topic's schema, of which there need be none.
   *
   * @throws RegistryException if the registry does not answer, or not to this user
   */
  public void check(String topic) {
    ask(versions(topic), "look up the subject '%s'".formatted(subject(topic)));
  }

  /**
   * Asks for all that the records of a topic will need: the versions of its schema, and the latest
   * one by its id, if there are any.
   *
   * @throws RegistryException if the registry does not answer, or not to this user
   */
  public void checkRecords(String topic) {
    check(topic);
    String what = "look up the latest schema of the subject '%s'".formatted(subject(topic));
    JsonNode latest = ask(versions(topic) + "/latest", what);
    if (latest != null) {
      ask("/schemas/ids/" + latest.path("id").asInt(), what);
    }
  }

  /** The registry's answer, or null if it has no such thing. */
  private JsonNode ask(String path, String what) {
    RegistryHttp.Answer answer = http.send(request(path).GET());
    return isMissing(answer) ? null : require(answer, what);
  }

  private static String versions(String topic) {
    return "/subjects/%s/versions"
        .formatted(URLEncoder.encode(subject(topic), StandardCharsets.UTF_8));
  }

  /** Whether it is the registry that says so, not something else that does not know the path. */
  private static boolean isMissing(RegistryHttp.Answer answer) {
    JsonNode body = parse(answer.body());
    return answer.status() == NOT_FOUND && body != null && body.has("error_code");
  }

  private static String subject(String topic) {
    return topic + "-value";
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.url() + path)).header("Accept", CONTENT_TYPE);
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(path).header("Content-Type", CONTENT_TYPE).POST(BodyPublishers.ofString(body));
  }

  private JsonNode require(RegistryHttp.Answer answer, String what) {
    JsonNode body = parse(answer.body());
    if (answer.status() != OK || body == null) {
      throw problem(answer, what);
    }
    return body;
  }

  /** Why an answer is not the one that was wanted. */
  private RegistryException problem(RegistryHttp.Answer answer, String what) {
    if (answer.status() == UNAUTHORIZED) {
      return new RegistryException(
          "the schema registry at %s does not accept the login: %s; correct registry.user and registry.password, or registry.token"
              .formatted(settings.url(), detail(answer)));
    }
    if (answer.status() == FORBIDDEN) {
      return new RegistryException(
          "the schema registry at %s does not allow this user to %s: %s; grant it that right there"
              .formatted(settings.url(), what, detail(answer)));
    }
    return parse(answer.body()) == null
        ? unexpected(answer)
        : new RegistryException(
            "the schema registry at %s could not %s: %s"
                .formatted(settings.url(), what, detail(answer)));
  }

  private RegistryException unexpected(RegistryHttp.Answer answer) {
    return new RegistryException(
        "what answers at %s is no schema registry (%s); correct registry.url, with its path if it has one"
            .formatted(settings.url(), detail(answer)));
  }

  /** What the registry says, in one line, or else the status. */
  private String detail(RegistryHttp.Answer answer) {
    JsonNode body = parse(answer.body());
    String message = body == null ? "" : body.path("message").asText("");
    String detail =
        message.isBlank() ? "status " + answer.status() : message.replaceAll("\\s+", " ");
    return settings.withoutSecrets(
        detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) + " ..." : detail);
  }

  /** Null if it is no JSON. */
  private static JsonNode parse(String body) {
    try {
      return body.isBlank() ? null : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
