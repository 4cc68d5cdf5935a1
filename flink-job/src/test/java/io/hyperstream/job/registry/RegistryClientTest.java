package io.hyperstream.job.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final String SECRET = "nightingale";

  private FakeRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = FakeRegistry.start();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void looksUpWhatItHasRegistered() throws IOException {
    RegistryClient client = client(LONG);
    client.check("text");
    int id = client.register("text", Chunk.getClassSchema());
    client.check("text");
    assertThat(registry.id("text-value")).isEqualTo(id);
    assertThat(client.schema(id)).isEqualTo(Chunk.getClassSchema());
    assertThat(client.register("text", Chunk.getClassSchema())).isEqualTo(id);
    assertThat(registry.requests())
        .containsExactly(
            "GET /subjects/text-value/versions",
            "POST /subjects/text-value",
            "POST /subjects/text-value/versions",
            "GET /subjects/text-value/versions",
            "GET /schemas/ids/1",
            "POST /subjects/text-value");
  }

  @Test
  void anIdThatIsNotThereIsAskedForOnceInAWhile() {
    RegistryClient client = client(LONG);
    for (int i = 0; i < 5; i++) {
      assertThatIOException()
          .isThrownBy(() -> client.schema(7))
          .withMessage("there is no schema 7 in the registry at " + registry.url());
      assertThatIOException().isThrownBy(() -> client.schema(-1));
    }
    assertThat(registry.requests()).containsExactly("GET /schemas/ids/7");
  }

  @Test
  void aSchemaOfAnotherKindIsNone() {
    registry.answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message A {}\"}");
    assertThatIOException()
        .isThrownBy(() -> client(LONG).schema(1))
        .withMessage("schema 1 of the registry is of type PROTOBUF, not AVRO");
    registry.add("{\"type\":\"nothing\"}");
    assertThatIOException()
        .isThrownBy(() -> client(LONG).schema(1))
        .withMessageStartingWith("schema 1 of the registry cannot be parsed: ");
  }

  @Test
  void aUserThatMayNotReadTheInputsSchemaIsRefusedAtTheStart() {
    RegistryClient client = client(LONG);
    client.checkRecords("text");
    int id = client.register("text", Chunk.getClassSchema());
    client.checkRecords("text");
    registry.forbid(id);
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client.checkRecords("text"))
        .withMessage(
            "the schema registry at %s does not allow this user to look up the latest schema of the subject 'text-value': User is denied the operation Read; grant it that right there",
            registry.url());
  }

  @Test
  void aLoginThatIsRefusedForAMomentRejectsNoRecord() throws IOException {
    RegistryClient client = client(LONG);
    int id = client.register("text", Chunk.getClassSchema());
    registry.answer(401, "");
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client.schemasOf("text").schema(id));
    assertThat(client.schemasOf("text").schema(id)).isEqualTo(Chunk.getClassSchema());
  }

  @Test
  void incompatibleSchemasAreTheUsersAffair() {
    client(LONG).register("text", Chunk.getClassSchema());
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client(LONG).register("text", Score.getClassSchema()))
        .withMessage(
            "the schema registry at %s refuses the schema of Score for the subject 'text-value': Schema being registered is incompatible: a field has gone; relax that subject's compatibility, or write to another topic",
            registry.url());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void whatMayPassIsTriedAgain(int status) {
    registry.answer(status, "");
    registry.answer(status, "<html>busy</html>");
    assertThat(client(LONG).register("text", Chunk.getClassSchema())).isEqualTo(1);
    assertThat(registry.requests()).hasSize(4);
  }

  @Test
  void butNotForEver() {
    for (int i = 0; i < 10; i++) {
      registry.answer(503, "");
    }
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client(SHORT).schema(1))
        .withMessageStartingWith(
            "no answer from the schema registry at %s within 150 ms (registry.timeout): "
                .formatted(registry.url()))
        .withMessageEndingWith("; start it, or correct registry.url");
    registry.close();
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client(SHORT).schema(1))
        .withMessageStartingWith("no answer from the schema registry at " + registry.url());
  }

  @Test
  void logsInWithAPasswordOrAToken() {
    // "ann:nightingale" in Base64
    registry.require("Basic YW5uOm5pZ2h0aW5nYWxl");
    client(new RegistrySettings(registry.url(), LONG).withLogin("ann", SECRET)).check("text");
    registry.require("Bearer " + SECRET);
    client(new RegistrySettings(registry.url(), LONG).withToken(SECRET)).check("text");
  }

  @Test
  void saysWhatIsWrongWithALoginButNotThePassword() {
    registry.require("Bearer other");
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(
            () ->
                client(new RegistrySettings(registry.url(), LONG).withToken(SECRET)).check("text"))
        .withMessage(
            "the schema registry at %s does not accept the login: Unauthorized: Bearer ******; correct registry.user and registry.password, or registry.token",
            registry.url());
    registry.answer(403, "");
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client(LONG).check("text"))
        .withMessage(
            "the schema registry at %s does not allow this user to look up the subject 'text-value': status 403; grant it that right there",
            registry.url());
    assertThat(
            new RegistrySettings(registry.url(), LONG)
                .withLogin("ann", SECRET)
                .withTrustStore("t.p12", SECRET))
        .asString()
        .doesNotContain(SECRET);
  }

  @Test
  void somethingElseThatAnswersIsNoRegistry() {
    registry.answer(200, "<html>Welcome</html>");
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client(LONG).register("text", Chunk.getClassSchema()))
        .withMessage(
            "what answers at %s is no schema registry (status 200); correct registry.url, with its path if it has one",
            registry.url());
    URI wrongPath = registry.url().resolve("/other");
    RegistryClient client = client(settings(wrongPath, LONG));
    String message = "what answers at %s is no schema registry (status 404)".formatted(wrongPath);
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client.register("text", Chunk.getClassSchema()))
        .withMessageStartingWith(message);
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> client.check("text"))
        .withMessageStartingWith(message);
    assertThatExceptionOfType(RegistryException.class)
        .as("no reason to reject a record")
        .isThrownBy(() -> client.schema(1))
        .withMessageStartingWith(message);
  }

  private RegistryClient client(Duration timeout) {
    return client(settings(registry.url(), timeout));
  }

  private static RegistryClient client(RegistrySettings settings) {
    return new RegistryClient(settings);
  }

  private static RegistrySettings settings(URI url, Duration timeout) {
    return new RegistrySettings(url, timeout);
  }
}
