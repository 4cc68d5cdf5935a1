package io.hyperstream.schemas;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Plain JSON of a generated class, one object in UTF-8 without line breaks, for readers that have
 * no schema. Fields are named and measured as in the schema, and numbers have all their digits:
 *
 * <ul>
 *   <li>a time is a number, milliseconds since 1970-01-01T00:00Z;
 *   <li>bytes are a string, the text that they are in UTF-8. Where they are no such text, what is
 *       malformed in it is U+FFFD, and a field named {@code ...Base64} follows with the bytes;
 *   <li>{@code symbolBits} of a {@link Score} are an array of numbers, in bits (see {@link
 *       SymbolBits});
 *   <li>a number that is not finite is null.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class JsonCodec<T extends SpecificRecord> {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** The one field of bytes that are not somebody's text. */
  private static final String SYMBOL_BITS = "symbolBits";

  private static final String BASE64 = "Base64";

  private final Class<T> type;
  private final Schema schema;

  /** Names of the fields that are written; null: all. */
  private final Set<String> fields;

  private JsonCodec(Class<T> type, Set<String> fields) {
    this.fields = fields;
    this.type = type;
    this.schema = SpecificData.get().getSchema(type);
  }

  /** The codec of a generated class. */
  public static <T extends SpecificRecord> JsonCodec<T> of(Class<T> type) {
    return new JsonCodec<>(type, null);
  }

  /**
   * The same, but writes only some fields.
   *
   * @param fields their names
   */
  public JsonCodec<T> with(Collection<String> fields) {
    return new JsonCodec<>(type, Set.copyOf(fields));
  }

  /** Names of the fields of a generated class, in the order in which they are written. */
  public static List<String> fields(Class<? extends SpecificRecord> type) {
    return SpecificData.get().getSchema(type).getFields().stream().map(Schema.Field::name).toList();
  }

  /** The record as JSON. */
  public byte[] encode(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeRecord(out, value, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @param wanted names of the fields to write; null: all
   */
  private static void writeRecord(JsonGenerator out, SpecificRecord record, Set<String> wanted)
      throws IOException {
    out.writeStartObject();
    for (Schema.Field field : record.getSchema().getFields()) {
      if (wanted != null && !wanted.contains(field.name())) {
        continue;
      }
      Object value = record.get(field.pos());
      out.writeFieldName(field.name());
      if (!(value instanceof ByteBuffer bytes)) {
        write(out, value);
      } else if (field.name().equals(SYMBOL_BITS)) {
        writeSymbolBits(out, bytes);
      } else {
        writeText(out, field.name(), bytes);
      }
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof SpecificRecord record) {
      writeRecord(out, record, null);
    } else if (value instanceof List<?> items) {
      out.writeStartArray();
      for (Object item : items) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof Integer || value instanceof Long) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Float number && Float.isFinite(number)) {
      out.writeNumber((float) number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      out.writeNumber((double) number);
    } else if (value instanceof Instant time) {
      out.writeNumber(time.toEpochMilli());
    } else if (value instanceof CharSequence || value instanceof Enum) {
      out.writeString(value.toString());
    } else {
      out.writeNull();
    }
  }

  private static void writeSymbolBits(JsonGenerator out, ByteBuffer bytes) throws IOException {
    out.writeStartArray();
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      out.writeNumber(SymbolBits.decode(bytes.get(i)));
    }
    out.writeEndArray();
  }

  private static void writeText(JsonGenerator out, String name, ByteBuffer bytes)
      throws IOException {
    byte[] exact = new byte[bytes.remaining()];
    bytes.duplicate().get(exact);
    String text = new String(exact, StandardCharsets.UTF_8);
    out.writeString(text);
    if (!ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).equals(bytes)) {
      out.writeStringField(name + BASE64, Base64.getEncoder().encodeToString(exact));
    }
  }

  /**
   * The record that the bytes hold. Fields that are not there have the schema's default, and such
   * as the schema does not have are ignored.
   *
   * @throws IOException if they are anything else
   */
  public T decode(byte[] bytes) throws IOException {
    try {
      return type.cast(readRecord(JSON.readTree(bytes), schema));
    } catch (JsonProcessingException | RuntimeException e) { // Avro throws many kinds
      throw new IOException("not %s as JSON: %s".formatted(type.getSimpleName(), e), e);
    }
  }

  private static SpecificRecord readRecord(JsonNode node, Schema schema) throws IOException {
    require(node.isObject(), node, schema);
    SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      JsonNode exact = node.get(field.name() + BASE64);
      JsonNode value = node.get(field.name());
      if (value == null) {
        record.put(field.pos(), SpecificData.get().getDefaultValue(field));
      } else if (exact != null) {
        record.put(field.pos(), ByteBuffer.wrap(exact.binaryValue()));
      } else if (field.name().equals(SYMBOL_BITS) && value.isArray()) {
        record.put(field.pos(), readSymbolBits(value));
      } else {
        record.put(field.pos(), read(value, field.schema()));
      }
    }
    return record;
  }

  private static ByteBuffer readSymbolBits(JsonNode numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.size());
    numbers.forEach(bits -> bytes.put(SymbolBits.encode(bits.doubleValue())));
    return bytes.flip();
  }

  private static Object read(JsonNode node, Schema schema) throws IOException {
    switch (schema.getType()) {
      case RECORD:
        return readRecord(node, schema);
      case UNION:
        return read(node, branch(node, schema));
      case ARRAY:
        require(node.isArray(), node, schema);
        List<Object> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
          items.add(read(item, schema.getElementType()));
        }
        return items;
      case ENUM:
        return SpecificData.get().createEnum(node.textValue(), schema);
      case BYTES:
        require(node.isTextual(), node, schema);
        return ByteBuffer.wrap(node.textValue().getBytes(StandardCharsets.UTF_8));
      case STRING:
        require(node.isTextual(), node, schema);
        return node.textValue();
      case INT:
        require(node.canConvertToInt(), node, schema);
        return node.intValue();
      case LONG:
        require(node.canConvertToLong(), node, schema);
        return schema.getLogicalType() == null
            ? (Object) node.longValue()
            : Instant.ofEpochMilli(node.longValue());
      case FLOAT:
        return node.isNull() ? Float.NaN : node.floatValue();
      case DOUBLE:
        return node.isNull() ? Double.NaN : node.doubleValue();
      default:
        return null;
    }
  }

  private static void require(boolean holds, JsonNode node, Schema schema) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s was expected, but there is %s".formatted(schema.getType(), node.getNodeType()));
    }
  }

  /** Of a union: what the schemas have are null and one other, or bytes and an array. */
  private static Schema branch(JsonNode node, Schema union) {
    return union.getTypes().stream()
        .filter(
            type ->
                switch (type.getType()) {
                  case NULL -> node.isNull();
                  case ARRAY -> node.isArray();
                  case RECORD -> node.isObject();
                  case BYTES, STRING, ENUM -> node.isTextual();
                  default -> node.isNumber();
                })
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is none of %s".formatted(node.getNodeType(), union)));
  }
}
