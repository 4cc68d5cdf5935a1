package io.hyperstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Consumers in other languages see nothing but the schemas: every record and field says what it is.
 */
class SchemaDocumentationTest {

  /** One parser reads all, since an incident holds an alert. */
  static List<Schema> schemas() throws IOException {
    Schema.Parser parser = new Schema.Parser();
    List<Schema> schemas = new ArrayList<>();
    for (Path file : files()) {
      schemas.add(parser.parse(file.toFile()));
    }
    return schemas;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/avro"))) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyFieldHasADoc(Schema schema) {
    requireDocs(schema);
  }

  private static void requireDocs(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
        for (Schema.Field field : schema.getFields()) {
          assertThat(field.doc()).as(schema.getName() + "." + field.name()).isNotBlank();
          requireDocs(field.schema());
        }
      }
      case ARRAY -> requireDocs(schema.getElementType());
      case MAP -> requireDocs(schema.getValueType());
      case UNION -> schema.getTypes().forEach(SchemaDocumentationTest::requireDocs);
      default -> {}
    }
  }
}
