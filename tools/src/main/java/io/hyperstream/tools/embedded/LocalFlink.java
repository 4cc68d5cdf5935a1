package io.hyperstream.tools.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.state.SnappyStreamCompressionDecorator;

/** What every Flink cluster on this machine has in common, embedded or in processes. */
public final class LocalFlink {

  /** Subfolder for what Flink needs only while it runs. */
  public static final String TEMPORARY = "tmp";

  private LocalFlink() {}

  /**
   * Settings of a cluster that listens on the loopback interface only, and is small.
   *
   * @param folder folder for all its files
   * @param webPort port of the dashboard, {@link LocalPort#ANY} for any free port
   * @throws java.net.BindException if the port is in use
   */
  public static Configuration configuration(Path folder, int webPort) throws IOException {
    int port = LocalPort.free(webPort, "the Flink dashboard");
    String temporary = Files.createDirectories(folder.resolve(TEMPORARY)).toString();
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, LocalPort.HOST);
    configuration.set(RestOptions.BIND_ADDRESS, LocalPort.HOST);
    configuration.set(RestOptions.PORT, port);
    configuration.set(RestOptions.BIND_PORT, String.valueOf(port));
    configuration.set(JobManagerOptions.BIND_HOST, LocalPort.HOST);
    configuration.set(CoreOptions.TMP_DIRS, temporary);
    configuration.set(BlobServerOptions.STORAGE_DIRECTORY, temporary);
    configuration.set(WebOptions.TMP_DIR, temporary);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(folder, "checkpoints"));
    configuration.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, uri(folder, "savepoints"));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    // Otherwise checkpoints, and thus results, wait for everything queued before a slow learner.
    configuration.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
    if (!canCompress()) {
      configuration.set(ExecutionOptions.SNAPSHOT_COMPRESSION, false);
    }
    return configuration;
  }

  /**
   * Whether Flink can compress checkpoints. Its codec unpacks a native library to the temporary
   * folder, and cannot load it from there if that is mounted noexec. Then every checkpoint fails.
   */
  private static boolean canCompress() throws IOException {
    try {
      SnappyStreamCompressionDecorator.INSTANCE
          .decorateWithCompression(OutputStream.nullOutputStream())
          .close();
      return true;
    } catch (Error e) {
      // A LinkageError or the codec's own SnappyError, which only Flink knows.
      return false;
    }
  }

  private static String uri(Path folder, String name) {
    return folder.resolve(name).toUri().toString();
  }
}
