package io.hyperstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {

  @TempDir private Path state;

  @Test
  void keepsNothingThatFlinkNeedsOnlyWhileItRuns() throws Exception {
    Path kept = write("savepoints/savepoint-1");
    Path left = write("tmp/tm_task-manager-1/blobs/jar");

    try (ClusterFolder folder = ClusterFolder.open(state)) {
      assertThat(left).doesNotExist();
      write("tmp/flink-web-upload/jar");
    }

    assertThat(state.resolve("tmp")).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void belongsToOneClusterAtATime() throws Exception {
    try (ClusterFolder first = ClusterFolder.open(state)) {
      Path used = write("tmp/used");

      assertThatThrownBy(() -> ClusterFolder.open(state))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Another cluster uses the folder %s (process %d): stop that one, or choose another folder"
                  .formatted(state, ProcessHandle.current().pid()));
      assertThat(used).exists();
    }
    ClusterFolder.open(state).close();
  }

  private Path write(String name) throws IOException {
    Path file = state.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "content");
  }
}
