package io.hyperstream.model.config;

import java.util.Objects;

/** A field of a configuration has a value that it cannot have. */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String field;
  private final String problem;

  /**
   * @param field name of the field, as in the code
   * @param problem what was wanted and what came, to be read after the name
   */
  public InvalidValueException(String field, String problem) {
    super(field + " " + problem);
    this.field = Objects.requireNonNull(field, "field");
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /**
   * Refuses a value unless a condition holds.
   *
   * @param wanted what the value must be, such as {@code in [0, 1]}
   */
  public static void require(boolean holds, String field, String wanted, Object value) {
    if (!holds) {
      throw new InvalidValueException(field, "must be %s, but is %s".formatted(wanted, value));
    }
  }

  /** Refuses a number outside of {@code min} to {@code max}. */
  public static void requireRange(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidValueException(
          field, "must be from %d to %d, but is %d".formatted(min, max, value));
    }
  }

  /** The field's name. */
  public String field() {
    return field;
  }

  /** What was wanted and what came, without the field's name. */
  public String problem() {
    return problem;
  }
}
