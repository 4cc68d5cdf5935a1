package io.hyperstream.tools.cli;

import java.time.Duration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of options as the job's own options write them. */
final class Converters {

  private static final int MAX_PORT = 65535;

  private Converters() {}

  /** A time such as {@code 60s} or {@code 5min}. */
  static final class ToDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return TimeUtils.parseDuration(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "' is no time such as 60s, 5min or 1h");
      }
    }
  }

  /** A port to listen on, 0 for any free one. */
  static final class ToPort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int port = Integer.parseInt(value);
        if (port >= 0 && port <= MAX_PORT) {
          return port;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException(
          "'%s' is no port: 1 to %d, or 0 for any free one".formatted(value, MAX_PORT));
    }
  }

  /** A positive number of bytes such as {@code 4096} or {@code 4kb}. */
  static final class ToBytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      try {
        long bytes = MemorySize.parseBytes(value);
        if (bytes > 0) {
          return bytes;
        }
      } catch (IllegalArgumentException e) {
        // Said below, with the same remedy.
      }
      throw new TypeConversionException(
          "'" + value + "' is no positive number of bytes such as 4096, 4kb or 1mb");
    }
  }
}
