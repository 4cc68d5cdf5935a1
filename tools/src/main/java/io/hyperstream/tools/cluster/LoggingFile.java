package io.hyperstream.tools.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Logging of a cluster's processes. Each logs to its standard output, which goes to its own file.
 */
final class LoggingFile {

  private static final String NAME = "cluster-log4j2.xml";

  private LoggingFile() {}

  /** Copies the file from the class path to a folder, for processes that do not have this jar. */
  static void write(Path folder) throws IOException {
    try (InputStream resource = LoggingFile.class.getResourceAsStream("/" + NAME)) {
      Files.copy(resource, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * @param log file of the output, which Flink's dashboard shows
   */
  static List<String> jvmOptions(Path folder, Path log) {
    return List.of(
        "-Dlog4j2.configurationFile=" + folder.resolve(NAME).toUri(), "-Dlog.file=" + log);
  }
}
