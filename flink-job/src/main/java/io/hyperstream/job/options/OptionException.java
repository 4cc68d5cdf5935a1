package io.hyperstream.job.options;

import java.util.Objects;

/**
 * An option that is wrong, missing, unknown, or contradicts another; the message is for the user.
 */
public final class OptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String option;

  OptionException(String option, String message) {
    super(message);
    this.option = Objects.requireNonNull(option, "option");
  }

  public static OptionException wrongValue(String option, String wanted, Object found) {
    return new OptionException(
        option, "option %s must be %s, but is '%s'".formatted(option, wanted, found));
  }

  /** The option's key. */
  public String option() {
    return option;
  }
}
