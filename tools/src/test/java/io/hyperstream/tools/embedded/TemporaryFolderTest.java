package io.hyperstream.tools.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @Test
  void goesAwayWithAllItHolds() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create();
    Path nested = Files.createDirectories(folder.folder("kafka").resolve("topic-0"));
    Files.writeString(nested.resolve("00000.log"), "records");

    folder.close();

    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void removesLinksButNotWhatTheyPointTo(@TempDir Path elsewhere) throws Exception {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "text");
    TemporaryFolder folder = TemporaryFolder.create();
    Files.createSymbolicLink(folder.path().resolve("file"), kept);
    Files.createSymbolicLink(folder.path().resolve("folder"), elsewhere);

    folder.close();

    assertThat(folder.path()).doesNotExist();
    assertThat(kept).hasContent("text");
  }

  @Test
  void closesTwice() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create();

    folder.close();
    folder.close();

    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void staysIfItIsKept() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create();

    folder.keep();
    folder.close();

    assertThat(folder.path()).exists();
    Files.delete(folder.path());
  }

  @Test
  void saysHowMuchRoomIsWantedAndWhere(@TempDir Path folder) {
    assertThatThrownBy(() -> TemporaryFolder.requireRoom(folder, Long.MAX_VALUE))
        .hasMessageContaining("Kafka and Flink need 8796093022207 MB on the disk of ")
        .hasMessageContaining(folder.getParent() + ", which has ")
        .hasMessageContaining(" MB left: free some");
  }
}
