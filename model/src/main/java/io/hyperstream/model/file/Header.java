package io.hyperstream.model.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON at the start of a safetensors file: metadata, and where each tensor lies.
 *
 * @param metadata texts by name
 * @param tensors in the order of their bytes, which leave no gap
 */
record Header(Map<String, String> metadata, List<Tensor> tensors) {

  private static final String METADATA = "__metadata__";
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

  /** A name that comes twice would have two meanings. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * A tensor.
   *
   * @param type of its numbers, perhaps one that is not known here
   * @param from its first byte, counted from the end of the header
   * @param to the byte after its last
   */
  record Tensor(String name, String type, List<Long> shape, long from, long to) {}

  byte[] toJson() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode texts = root.putObject(METADATA);
    metadata.forEach(texts::put);
    for (Tensor tensor : tensors) {
      ObjectNode node = root.putObject(tensor.name());
      node.put("dtype", tensor.type());
      tensor.shape().forEach(node.putArray("shape")::add);
      node.putArray("data_offsets").add(tensor.from()).add(tensor.to());
    }
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of texts and numbers cannot be written", e);
    }
  }

  /**
   * @param dataBytes of the file after the header
   * @throws IllegalArgumentException if it is not the header of such a file
   */
  static Header of(byte[] json, long dataBytes) {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Tensor> tensors = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> nodes = parse(json).fields(); nodes.hasNext(); ) {
      Map.Entry<String, JsonNode> node = nodes.next();
      if (node.getKey().equals(METADATA)) {
        readTexts(node.getValue(), metadata);
      } else {
        tensors.add(tensor(node.getKey(), node.getValue()));
      }
    }
    tensors.sort(Comparator.comparingLong(Tensor::from).thenComparingLong(Tensor::to));
    requireNoGap(tensors, dataBytes);
    return new Header(metadata, tensors);
  }

  private static JsonNode parse(byte[] json) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      JsonNode root = JSON.readTree(text);
      require(root.isObject(), "the header is not a JSON object");
      return root;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the header is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the header is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void readTexts(JsonNode node, Map<String, String> texts) {
    require(node.isObject(), METADATA + " is not a JSON object");
    node.fields()
        .forEachRemaining(
            text -> {
              require(text.getValue().isTextual(), METADATA + " has a value that is not text");
              texts.put(text.getKey(), text.getValue().textValue());
            });
  }

  private static Tensor tensor(String name, JsonNode node) {
    Set<String> fields = new HashSet<>();
    node.fieldNames().forEachRemaining(fields::add);
    require(fields.equals(FIELDS), "%s: wanted %s, came %s", name, FIELDS, fields);
    require(node.get("dtype").isTextual(), "%s: dtype is not text", name);
    String type = node.get("dtype").textValue();
    List<Long> shape = numbers(name, "shape", node.get("shape"));
    List<Long> offsets = numbers(name, "data_offsets", node.get("data_offsets"));
    require(offsets.size() == 2, "%s: data_offsets are two numbers, but are %s", name, offsets);
    Tensor tensor = new Tensor(name, type, shape, offsets.get(0), offsets.get(1));
    Optional<Element> element = Element.find(type);
    require(
        element.isEmpty() || tensor.to() - tensor.from() == bytes(name, element.get(), shape),
        "%s: %s of shape %s does not fill the bytes %d to %d",
        name,
        type,
        shape,
        tensor.from(),
        tensor.to());
    return tensor;
  }

  private static List<Long> numbers(String name, String field, JsonNode node) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : node) {
      boolean fits = number.isIntegralNumber() && number.canConvertToLong();
      require(fits && number.longValue() >= 0, "%s: %s is wrong: %s", name, field, node);
      numbers.add(number.longValue());
    }
    require(node.isArray(), "%s: %s is not an array", name, field);
    return numbers;
  }

  private static long bytes(String name, Element element, List<Long> shape) {
    try {
      return shape.stream().reduce((long) element.bytes(), Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("%s: the shape %s is too large".formatted(name, shape), e);
    }
  }

  private static void requireNoGap(List<Tensor> tensors, long dataBytes) {
    long at = 0;
    for (Tensor tensor : tensors) {
      require(
          tensor.from() == at,
          "%s begins at byte %d of the data, but what is before it ends at %d",
          tensor.name(),
          tensor.from(),
          at);
      at = tensor.to();
    }
    require(
        at == dataBytes, "the tensors take %d bytes, but the file has %d for them", at, dataBytes);
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(values.length == 0 ? message : message.formatted(values));
    }
  }
}
