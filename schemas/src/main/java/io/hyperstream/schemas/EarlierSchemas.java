package io.hyperstream.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The versions that a schema had before the present one: resources {@code earlier/NAME-1.avsc} and
 * so on, oldest first. A schema that changes leaves its last version there.
 */
final class EarlierSchemas {

  private EarlierSchemas() {}

  static Schema[] of(Class<? extends SpecificRecord> type) {
    List<Schema> schemas = new ArrayList<>();
    for (int version = 1; ; version++) {
      String name = "earlier/%s-%d.avsc".formatted(type.getSimpleName(), version);
      try (InputStream stream = EarlierSchemas.class.getResourceAsStream(name)) {
        if (stream == null) {
          return schemas.toArray(Schema[]::new);
        }
        schemas.add(new Schema.Parser().parse(stream));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the schema " + name, e);
      }
    }
  }
}
