package io.hyperstream.job.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimantTest {

  @Test
  void aClientIdShowsAllOfIt() {
    Claimant job =
        new Claimant("0123ab", "logs, ä / new", new Claim("a/b-%41", "model", "hyperstream-text"));

    assertThat(job.clientId()).matches("[\\w./%+*-]+");
    assertThat(Claimant.ofClient(job.clientId())).contains(job);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "consumer-1", "hyperstream", "hyperstream/1/2", "a/b/c/d/e/f", "a/%/c/d/e/f"})
  void otherClientsAreNoJobs(String clientId) {
    assertThat(Claimant.ofClient(clientId)).isEmpty();
  }

  @Test
  void isTheJobOfAMetricGroup() {
    Claim claim = new Claim("prefix", "model", "group");

    assertThat(Claimant.of(Map.of("<job_id>", "7", "<job_name>", "logs", "<tm_id>", "1"), claim))
        .isEqualTo(new Claimant("7", "logs", claim));
  }
}
