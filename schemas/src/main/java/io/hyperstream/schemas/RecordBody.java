package io.hyperstream.schemas;

import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Reads what follows a record's framing: Avro binary, into a generated class. */
final class RecordBody<T extends SpecificRecord> {

  private final SpecificData data;
  private final Schema own;
  private final String name;

  RecordBody(Class<T> type) {
    this.data = SpecificData.getForClass(type);
    this.own = data.getSchema(type);
    this.name = type.getSimpleName();
  }

  /** The schema that the class was generated from. */
  Schema schema() {
    return own;
  }

  /**
   * Reads records that were written with a schema.
   *
   * @throws IllegalArgumentException if it cannot be resolved to the class's schema
   */
  DatumReader<T> reader(Schema writer) {
    var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(own, writer);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new IllegalArgumentException(
          "the given version of the schema cannot be read as %s: %s"
              .formatted(own.getFullName(), compatibility.getResult().getIncompatibilities()));
    }
    @SuppressWarnings("unchecked") // the reader's schema is the one T was generated from
    DatumReader<T> reader = data.createDatumReader(writer, own);
    return reader;
  }

  /**
   * The record that the bytes hold from the offset on, all of them.
   *
   * @throws IOException if they are anything else; decoding allocates no more than a small multiple
   *     of their number, whatever lengths they claim
   */
  T read(DatumReader<T> reader, byte[] bytes, int offset) throws IOException {
    BoundedDecoder in = new BoundedDecoder(bytes, offset);
    T value = read(reader, in);
    if (in.remaining() > 0) {
      throw new IOException("%d bytes follow the end of %s".formatted(in.remaining(), name));
    }
    return value;
  }

  private T read(DatumReader<T> reader, BoundedDecoder in) throws IOException {
    try {
      return reader.read(null, in);
    } catch (EOFException e) {
      throw new IOException("%s is cut off".formatted(name), e);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new IOException("malformed %s: %s".formatted(name, e.getMessage()), e);
    } catch (RuntimeException e) { // Avro throws many kinds, whose messages name classes
      throw new IOException("malformed %s".formatted(name), e);
    }
  }
}
