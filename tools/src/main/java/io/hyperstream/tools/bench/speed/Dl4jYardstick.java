package io.hyperstream.tools.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Deeplearning4j's own LSTM layer, which is plain: it has no HyperLSTM. Its program is built by a
 * Maven profile of its own and runs in a Java process of its own, so that its libraries never meet
 * the job's.
 */
public final class Dl4jYardstick implements Yardstick {

  private static final String MAIN = "io.hyperstream.bench.dl4j.Dl4jLstm";

  private static final String BUILD = "mvn -Pdl4j -DskipTests -pl bench-dl4j package";

  private final Path folder;

  /**
   * @param home folder of the project, where it was built
   */
  public Dl4jYardstick(Path home) {
    this.folder = home.resolve("bench-dl4j").resolve("target");
  }

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public Optional<String> obstacle() {
    return Files.isDirectory(folder.resolve("lib")) && Files.isDirectory(folder.resolve("classes"))
        ? Optional.empty()
        : Optional.of("its program is not built. Build it: " + BUILD);
  }

  @Override
  public boolean onDevice() {
    return false;
  }

  @Override
  public boolean supports(BenchCase benchCase) {
    return benchCase.network().layers() == 1;
  }

  @Override
  public String network(BenchCase benchCase) {
    return "LSTM";
  }

  @Override
  public Contender start(BenchCase benchCase) throws IOException {
    return ChildContender.start(
        "Deeplearning4j",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder.resolve("classes") + ":" + folder.resolve("lib") + "/*",
            MAIN,
            Integer.toString(benchCase.network().vocabulary()),
            Integer.toString(benchCase.network().hidden()),
            Integer.toString(benchCase.batch()),
            Integer.toString(benchCase.window())));
  }
}
