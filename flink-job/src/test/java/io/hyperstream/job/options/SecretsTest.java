package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private static final Map<String, String> OPTIONS =
      Map.of(
          "ssl.truststore.password", "open sesame",
          "ssl.key.password", "",
          "sasl.jaas.config", "a.Module required username=\"ann\" password=\"un;even\";",
          "client.id", "hyperstream");

  @Test
  void valuesOfSecretOptionsAreMasked() {
    assertThat(Secrets.masked(OPTIONS))
        .containsEntry("client.id", "hyperstream")
        .containsEntry("ssl.truststore.password", "******")
        .containsEntry("sasl.jaas.config", "******");
  }

  @Test
  void messagesShowNeitherThemNorTheirWords() {
    assertThat(Secrets.hidden("cannot use 'open sesame' for hyperstream", OPTIONS))
        .isEqualTo("cannot use '******' for hyperstream");
    assertThat(Secrets.hidden("Value not specified for key 'even' in JAAS config", OPTIONS))
        .isEqualTo("Value not specified for key '******' in JAAS config");
    assertThat(Secrets.hidden("a.Module: Invalid username or password of ann", OPTIONS))
        .isEqualTo("a.Module: Invalid username or password of ann");
  }
}
