package io.hyperstream.schemas;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** Max length of a wrong value in a message. */
  private static final int MAX_SHOWN = 60;

  private final Class<T> type;
  private final Schema schema;
  private final boolean strict;

  /** Names of the fields that are written; null: all. */
  private final Set<String> fields;

  private JsonCodec(Class<T> type, boolean strict, Set<String> fields) {
    this.fields = fields;
    this.type = type;
    this.schema = SpecificData.get().getSchema(type);
    this.strict = strict;
  }

  /** The codec of a generated class. It ignores fields that the schema does not have. */
  public static <T extends SpecificRecord> JsonCodec<T> of(Class<T> type) {
    return new JsonCodec<>(type, false, null);
  }

  /** The codec of a generated class that people write by hand. It refuses fields that it lacks. */
  public static <T extends SpecificRecord> JsonCodec<T> strict(Class<T> type) {
    return new JsonCodec<>(type, true, null);
  }

  /**
   * The same, but writes only some fields.
   *
   * @param fields their names
   */
  public JsonCodec<T> with(Collection<String> fields) {
    return new JsonCodec<>(type, strict, Set.copyOf(fields));
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

  /** Whether the bytes are an object that has all fields for which the schema has no default. */
  boolean reads(byte[] bytes) {
    Set<String> missing = new HashSet<>();
    for (Schema.Field field : schema.getFields()) {
      if (!field.hasDefaultValue()) {
        missing.add(field.name());
      }
    }
    try (JsonParser in = JSON.createParser(bytes)) {
      boolean object = in.nextToken() == JsonToken.START_OBJECT;
      while (object && !missing.isEmpty() && in.nextToken() == JsonToken.FIELD_NAME) {
        missing.remove(in.currentName());
        in.nextToken();
        in.skipChildren();
      }
      return object && missing.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The record that the bytes hold. Fields that are not there have the schema's default.
   *
   * @throws IOException if they are anything else
   */
  public T decode(byte[] bytes) throws IOException {
    try {
      return type.cast(readRecord("the record", JSON.readTree(bytes), schema));
    } catch (JsonProcessingException e) { // its message has names of classes
      throw refused(
          "malformed at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage(), e);
    }
  }

  private IOException refused(String problem, Exception cause) {
    return new IOException("not %s as JSON: %s".formatted(type.getSimpleName(), problem), cause);
  }

  private SpecificRecord readRecord(String name, JsonNode node, Schema schema) {
    require(node.isObject(), name, node, "an object");
    if (strict) {
      requireKnownFields(node, schema);
    }
    SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      JsonNode exact = node.get(field.name() + BASE64);
      JsonNode value = node.get(field.name());
      if (value == null) {
        record.put(field.pos(), defaultOf(field));
      } else if (exact != null) {
        record.put(field.pos(), readBase64(field.name(), exact));
      } else if (field.name().equals(SYMBOL_BITS) && value.isArray()) {
        record.put(field.pos(), readSymbolBits(value));
      } else {
        record.put(field.pos(), read(field.name(), value, field.schema()));
      }
    }
    return record;
  }

  private static void requireKnownFields(JsonNode node, Schema schema) {
    for (String name : (Iterable<String>) node::fieldNames) {
      if (schema.getField(name) == null) {
        throw new IllegalArgumentException(
            "there is no field %s; the fields are %s"
                .formatted(
                    name,
                    schema.getFields().stream()
                        .map(Schema.Field::name)
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  private static Object defaultOf(Schema.Field field) {
    if (!field.hasDefaultValue()) {
      throw new IllegalArgumentException("the field %s is missing".formatted(field.name()));
    }
    return SpecificData.get().getDefaultValue(field);
  }

  private static ByteBuffer readBase64(String name, JsonNode node) {
    require(node.isTextual(), name + BASE64, node, "a text");
    return ByteBuffer.wrap(Base64.getDecoder().decode(node.textValue()));
  }

  private static ByteBuffer readSymbolBits(JsonNode numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.size());
    numbers.forEach(bits -> bytes.put(SymbolBits.encode(bits.doubleValue())));
    return bytes.flip();
  }

  private Object read(String name, JsonNode node, Schema schema) {
    switch (schema.getType()) {
      case RECORD:
        return readRecord(name, node, schema);
      case UNION:
        return read(name, node, branch(name, node, schema));
      case ARRAY:
        require(node.isArray(), name, node, "an array");
        List<Object> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
          items.add(read(name, item, schema.getElementType()));
        }
        return items;
      case ENUM:
        require(
            schema.hasEnumSymbol(node.asText()),
            name,
            node,
            "one of " + String.join(", ", schema.getEnumSymbols()));
        return SpecificData.get().createEnum(node.textValue(), schema);
      case BYTES:
        require(node.isTextual(), name, node, "a text");
        return ByteBuffer.wrap(node.textValue().getBytes(StandardCharsets.UTF_8));
      case STRING:
        require(node.isTextual(), name, node, "a text");
        return node.textValue();
      case INT:
        require(node.canConvertToInt(), name, node, "a whole number of 32 bits");
        return node.intValue();
      case LONG:
        require(node.canConvertToLong(), name, node, "a whole number of 64 bits");
        return schema.getLogicalType() == null
            ? (Object) node.longValue()
            : Instant.ofEpochMilli(node.longValue());
      case FLOAT:
        require(node.isNumber() || node.isNull(), name, node, "a number or null");
        return node.isNull() ? Float.NaN : node.floatValue();
      case DOUBLE:
        require(node.isNumber() || node.isNull(), name, node, "a number or null");
        return node.isNull() ? Double.NaN : node.doubleValue();
      default:
        return null;
    }
  }

  private static void require(boolean holds, String name, JsonNode node, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s must be %s, but is %s".formatted(name, wanted, shown(node)));
    }
  }

  private static String shown(JsonNode node) {
    String json = node.isMissingNode() ? "missing" : node.toString();
    return json.length() <= MAX_SHOWN ? json : json.substring(0, MAX_SHOWN) + "...";
  }

  /** Of a union: what the schemas have are null and one other, or bytes and an array. */
  private static Schema branch(String name, JsonNode node, Schema union) {
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
                    "%s must be %s, but is %s".formatted(name, alternatives(union), shown(node))));
  }

  private static String alternatives(Schema union) {
    return union.getTypes().stream()
        .map(type -> type.getType().getName())
        .collect(Collectors.joining(" or "));
  }
}
