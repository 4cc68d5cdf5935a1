package io.hyperstream.tools.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
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
  void thePythonIsPython() throws Exception {
    for (String name : new String[] {"producer.py", "consumer.py"}) {
      Process python;
      try {
        python =
            new ProcessBuilder(
                    "python3",
                    "-c",
                    "import sys; compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')",
                    EXAMPLES.resolve(name).toString())
                .redirectErrorStream(true)
                .start();
      } catch (IOException e) {
        assumeTrue(false, "there is no python3 here");
        return;
      }
      String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(python.waitFor()).as(output).isZero();
    }
  }
}
