package io.hyperstream.tools.bench.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.net.URI;
import org.apache.flink.api.common.JobID;

/**
 * What the checkpoints of a job took, as Flink's REST API has it.
 *
 * @param checkpoints that succeeded
 * @param millis from the trigger of a checkpoint to its end, on average
 * @param bytes that a checkpoint has written, on average
 */
public record CheckpointCost(long checkpoints, double millis, double bytes) {

  static CheckpointCost of(String webUrl, JobID job) throws IOException {
    URI uri = URI.create("%s/jobs/%s/checkpoints".formatted(webUrl, job));
    JsonNode answer = Report.JSON.readTree(uri.toURL());
    JsonNode summary = answer.path("summary");
    return new CheckpointCost(
        answer.path("counts").path("completed").asLong(),
        summary.path("end_to_end_duration").path("avg").asDouble(),
        summary.path("checkpointed_size").path("avg").asDouble());
  }
}
