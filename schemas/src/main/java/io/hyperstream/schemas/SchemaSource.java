package io.hyperstream.schemas;

import java.io.IOException;
import org.apache.avro.Schema;

/** Where the schemas are that records in Confluent's framing name by their id. */
public interface SchemaSource {

  /** Knows none. */
  SchemaSource NONE =
      id -> {
        throw new IOException(
            "the record names schema %d of a schema registry, but none is given (registry.url)"
                .formatted(id));
      };

  /**
   * The schema with that id.
   *
   * @throws IOException saying why there is none, if that will not change when it is asked again
   */
  Schema schema(int id) throws IOException;
}
