package io.hyperstream.tools.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** How the processes of a cluster log: to their standard output, which goes to a file each. */
final class LoggingFile {

  private static final String NAME = "cluster-log4j2.xml";

  private LoggingFile() {}

  /** Puts the file, which is in the job jar, where processes without that find it. */
  static void write(Path folder) throws IOException {
    try (InputStream resource = LoggingFile.class.getResourceAsStream("/" + NAME)) {
      Files.copy(resource, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * @param log where the output goes; Flink's dashboard shows that file
   */
  static List<String> jvmOptions(Path folder, Path log) {
    return List.of(
        "-Dlog4j2.configurationFile=" + folder.resolve(NAME).toUri(), "-Dlog.file=" + log);
  }
}
