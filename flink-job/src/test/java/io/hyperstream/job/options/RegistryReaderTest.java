package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.job.registry.RegistrySettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryReaderTest {

  private static final String URL = "https://registry:8081/path";

  @Test
  void thereNeedBeNone() {
    assertThat(RegistryReader.read(Map.of())).isEmpty();
  }

  @Test
  void readsAll() {
    assertThat(
            RegistryReader.read(
                Map.of(
                    "registry.url", URL + "/",
                    "registry.user", "ann",
                    "registry.password", "p",
                    "registry.truststore.location", "trust.p12",
                    "registry.truststore.password", "q",
                    "registry.timeout", "1 min")))
        .hasValue(
            new RegistrySettings(URI.create(URL), Duration.ofMinutes(1))
                .withLogin("ann", "p")
                .withTrustStore("trust.p12", "q"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"registry:8081", "ftp://registry", "http:/registry", "http://a b", "http://a?b=c"})
  void refusesWhatIsNoAddress(String url) {
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> RegistryReader.read(Map.of("registry.url", url)))
        .withMessageStartingWith("option registry.url must be an address such as")
        .withMessageEndingWith("but is '%s'", url);
  }

  @Test
  void aLoginHasItsOwnOptions() {
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(
            () -> RegistryReader.read(Map.of("registry.url", "https://ann:secret@registry")))
        .withMessageContaining("registry.user and registry.password")
        .withMessageNotContaining("secret");
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(() -> RegistryReader.read(Map.of("registry.url", URL, "registry.user", "ann")))
        .withMessage("option registry.password is missing; registry.user needs it");
    assertThatExceptionOfType(OptionException.class)
        .isThrownBy(
            () ->
                RegistryReader.read(
                    Map.of(
                        "registry.url", URL,
                        "registry.user", "ann",
                        "registry.password", "p",
                        "registry.token", "t")))
        .withMessage(
            "option registry.token is for a login without registry.user; give one of them");
  }
}
