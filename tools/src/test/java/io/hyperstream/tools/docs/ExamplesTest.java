package io.hyperstream.tools.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in examples, as far as they need neither Kafka nor a cluster. */
class ExamplesTest {

  private static final Path EXAMPLES = Pages.ROOT.resolve("examples");

  @TempDir private Path folder;

  @Test
  void theScriptIsOneThatFlinkPlans() throws IOException {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    String script = Files.readString(EXAMPLES.resolve("score-logs.sql"));
    for (String statement : script.replaceAll("(?m)^--.*$", "").split(";")) {
      if (statement.strip().startsWith("SELECT")) {
        assertThat(tables.explainSql(statement)).contains("HYPERSTREAM");
      } else if (!statement.isBlank() && !isForTheClient(statement)) {
        tables.executeSql(statement);
      }
    }
  }

  /** It says how the SQL client prints rows. */
  private static boolean isForTheClient(String statement) {
    return statement.strip().startsWith("SET 'sql-client.");
  }

  @Test
  void theJobCompiles() {
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                folder.toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve("LearnLines.java").toString());
    assertThat(errors).isZero();
  }

  @Test
  void linesOfHandwritingBecomeOffsets() throws Exception {
    Path file = folder.resolve("lineStrokes/a01/a01-000/a01-000u-01.xml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        <WhiteboardCaptureSession><StrokeSet>
          <Stroke colour="black"><Point x="10" y="20" time="0.1"/><Point x="13" y="18" time="0.2"/></Stroke>
          <Stroke colour="black"><Point x="30" y="21" time="0.9"/></Stroke>
        </StrokeSet></WhiteboardCaptureSession>
        """);
    Path forms = Files.writeString(folder.resolve("forms.txt"), "a01-000u\n");
    String output =
        python(
            EXAMPLES.resolve("strokes.py").toString(),
            folder.resolve("lineStrokes").toString(),
            folder.toString(),
            forms.toString());
    assertThat(output).contains("forms.csv: 1 sequences, 2 points");
    assertThat(folder.resolve("forms.csv")).hasContent("dx,dy,up\n3,-2,1\n17,3,1");
  }

  @Test
  void thePythonIsPython() throws Exception {
    for (String name : new String[] {"producer.py", "consumer.py"}) {
      python(
          "-c",
          "import sys; compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')",
          EXAMPLES.resolve(name).toString());
    }
  }

  private static String python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    Process python;
    try {
      python = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return Assumptions.abort("there is no python3 here");
    }
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(output).isZero();
    return output;
  }
}
