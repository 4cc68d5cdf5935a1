package io.hyperstream.tools.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The result of a command: a record whose components are the fields of the JSON. */
public interface Report {

  /** The result as text, in lines of at most 80 columns. */
  List<String> table();

  /** One JSON object, on one line. */
  default String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of numbers and texts cannot be written", e);
    }
  }
}
