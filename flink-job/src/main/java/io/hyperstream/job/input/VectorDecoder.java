package io.hyperstream.job.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.hyperstream.model.observation.Observations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decodes a vector of numbers: a line with numbers that commas or blanks part, a JSON array, or a
 * JSON object, whose names name the numbers. Of an object, the numbers are those that {@code
 * vector.names} says, in that order; else all, by the order of their names. What is empty or null
 * is missing.
 */
final class VectorDecoder implements Decoder {

  private static final JsonFactory JSON = new JsonFactory();

  private final VectorShape shape;
  private final String[] names;

  /** Those of the latest object; the same object for as long as they stay. */
  private String[] ownNames = InputRecord.NO_NAMES;

  VectorDecoder(VectorShape shape) {
    this.shape = shape;
    this.names = shape.names().toArray(InputRecord.NO_NAMES);
  }

  @Override
  public InputRecord decode(RawRecord raw, String key) throws RejectedException {
    double[] vector = new double[shape.width()];
    boolean named = read(raw.value, vector);
    if (shape.time()) {
      vector[shape.dimension()] = raw.timestamp;
    }
    InputRecord record =
        new InputRecord(
            key,
            raw.topic,
            raw.partition,
            raw.offset,
            raw.timestamp,
            Observations.ofVectors(shape.width(), vector),
            InputRecord.NO_CHARACTERS);
    record.names = named ? ownNames : names;
    return record;
  }

  /** Reads the numbers; returns whether they have names of their own. */
  private boolean read(byte[] value, double[] vector) throws RejectedException {
    int first = 0;
    while (first < value.length && value[first] <= ' ' && value[first] >= 0) {
      first++;
    }
    boolean array = first < value.length && value[first] == '[';
    boolean object = first < value.length && value[first] == '{';
    if (!array && !object) {
      readLine(new String(value, StandardCharsets.UTF_8).strip(), vector);
      return false;
    }
    try (JsonParser json = JSON.createParser(value)) {
      json.nextToken();
      if (array) {
        readArray(json, vector);
      } else {
        readObject(json, vector);
      }
      if (json.nextToken() != null) {
        throw new RejectedException("there is more behind the JSON value");
      }
    } catch (JsonProcessingException e) {
      throw new RejectedException(
          "malformed JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new RejectedException("unreadable JSON: " + e.getMessage());
    }
    return object && names.length == 0;
  }

  /** Commas part the numbers if there are any, else blanks do. */
  private void readLine(String line, double[] vector) throws RejectedException {
    char separator = line.indexOf(',') >= 0 ? ',' : ' ';
    int count = 0;
    int from = 0;
    while (from <= line.length()) {
      int to = from;
      while (to < line.length() && !separates(line.charAt(to), separator)) {
        to++;
      }
      String field = line.substring(from, to).strip();
      double number = shape.number(field, count);
      if (count < shape.dimension()) {
        vector[count] = number;
      }
      count++;
      from = to + 1;
      while (separator == ' ' && from < line.length() && separates(line.charAt(from), separator)) {
        from++;
      }
    }
    shape.requireDimension(count);
  }

  private static boolean separates(char c, char separator) {
    return separator == ' ' ? Character.isWhitespace(c) : c == separator;
  }

  private void readArray(JsonParser json, double[] vector) throws IOException, RejectedException {
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      double number = number(json, count);
      if (count < shape.dimension()) {
        vector[count] = checked(number, count);
      }
      count++;
    }
    shape.requireDimension(count);
  }

  private void readObject(JsonParser json, double[] vector) throws IOException, RejectedException {
    if (names.length > 0) {
      readNamed(json, vector);
      return;
    }
    Map<String, Double> numbers = new TreeMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      VectorShape.requireShort(name);
      json.nextToken();
      numbers.put(name, number(json, numbers.size()));
    }
    shape.requireDimension(numbers.size());
    int d = 0;
    boolean same = ownNames.length == numbers.size();
    for (Map.Entry<String, Double> number : numbers.entrySet()) {
      same = same && ownNames[d].equals(number.getKey());
      vector[d] = checked(number.getValue(), d);
      d++;
    }
    if (!same) {
      ownNames = numbers.keySet().toArray(InputRecord.NO_NAMES);
    }
  }

  /** Takes the numbers that have names, and leaves all else alone. */
  private void readNamed(JsonParser json, double[] vector) throws IOException, RejectedException {
    Arrays.fill(vector, Double.NaN);
    boolean any = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      int d = Arrays.asList(names).indexOf(json.currentName());
      json.nextToken();
      if (d >= 0) {
        any = true;
        vector[d] = checked(number(json, d), d);
      } else {
        json.skipChildren();
      }
    }
    if (!any) {
      throw new RejectedException(
          "the object has none of the fields of vector.names: " + String.join(";", names));
    }
  }

  private double checked(double number, int d) throws RejectedException {
    return Double.isNaN(number) ? number : shape.checked(number, d);
  }

  /** NaN for null. */
  private static double number(JsonParser json, int d) throws IOException, RejectedException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> Double.NaN;
      case VALUE_TRUE -> 1;
      case VALUE_FALSE -> 0;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      default -> throw VectorShape.noNumber(d, json.getText());
    };
  }
}
