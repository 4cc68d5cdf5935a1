package io.hyperstream.tools.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** The result of a command: a record whose components are the fields of the JSON. */
public interface Report {

  /** Two fields of one name, as nested records could make them, are a mistake. */
  ObjectMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The result as text for people. */
  List<String> table();

  /** One JSON object, on one line. */
  default String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of numbers and texts cannot be written", e);
    }
  }
}
