package io.hyperstream.tools.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {

  private static final String SLOTS = "\"slots-total\":2";

  @Test
  void runsJobsAndShowsTheDashboardOnLoopback() throws Exception {
    Path path;
    URI dashboard;
    try (TemporaryFolder folder = TemporaryFolder.create();
        EmbeddedCluster cluster = EmbeddedCluster.start(folder.folder("flink"), 0, 2)) {
      path = folder.path();
      dashboard = URI.create(cluster.webUrl());
      assertThat(dashboard.getHost()).isEqualTo("127.0.0.1");
      assertThat(getUntil(SLOTS, dashboard.resolve("/overview"))).contains(SLOTS);
      assertThat(get(dashboard.resolve("/"))).contains("<html");

      JobClient job = cluster.submit(numbers(cluster, 1_000).getStreamGraph());
      job.getJobExecutionResult().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.FINISHED);

      JobClient endless = cluster.submit(numbers(cluster, Long.MAX_VALUE).getStreamGraph());
      endless.cancel().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThatThrownBy(
              () ->
                  endless.getJobExecutionResult().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
          .hasMessageContaining("cancelled");

      int port = dashboard.getPort();
      assertThatThrownBy(() -> EmbeddedCluster.start(folder.folder("second"), port, 1))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("the Flink dashboard");
    }

    assertThat(LocalPort.free(dashboard.getPort(), "a test")).isEqualTo(dashboard.getPort());
    assertThat(path).doesNotExist();
  }

  private static StreamExecutionEnvironment numbers(EmbeddedCluster cluster, long count) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(cluster.configuration());
    env.fromSequence(1, count).sinkTo(new DiscardingSink<>());
    return env;
  }

  /** The REST API may learn a moment later than the cluster who leads, and what slots there are. */
  private static String getUntil(String expected, URI uri) throws Exception {
    long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
    String answer = get(uri);
    while (!answer.contains(expected) && System.nanoTime() < deadline) {
      Thread.sleep(50);
      answer = get(uri);
    }
    return answer;
  }

  private static String get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
