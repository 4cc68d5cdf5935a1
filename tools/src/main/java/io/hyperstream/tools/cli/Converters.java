package io.hyperstream.tools.cli;

import io.hyperstream.model.conv.Architecture;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts option values that are written like those of the job's own options. */
final class Converters {

  private static final int MAX_PORT = 65535;

  private Converters() {}

  /** The path of a file or folder. */
  static final class ToPath implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
      try {
        return Path.of(value);
      } catch (InvalidPathException e) {
        throw new TypeConversionException(
            "'%s' has characters that names of files cannot have in this locale (%s): set LC_ALL to one with UTF-8, such as C.UTF-8"
                .formatted(value, System.getProperty("sun.jnu.encoding")));
      }
    }
  }

  /** A time such as {@code 60s} or {@code 5min}. */
  static final class ToDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return TimeUtils.parseDuration(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "' is not a time such as 60s, 5min or 1h");
      }
    }
  }

  /** A point in time such as {@code 2026-11-27T02:00Z}. */
  static final class ToTime implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        return OffsetDateTime.parse(value).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'%s' is not a time such as 2026-11-27T02:00Z or 2026-11-27T03:00+01:00"
                .formatted(value));
      }
    }
  }

  /** A port to listen on, 0 for any free port. */
  static final class ToPort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int port = Integer.parseInt(value);
        if (port >= 0 && port <= MAX_PORT) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      throw new TypeConversionException(
          "'%s' is not a port: use 1 to %d, or 0 for any free port".formatted(value, MAX_PORT));
    }
  }

  /** A network for images, such as {@code mnist}. */
  static final class ToArchitecture implements ITypeConverter<Architecture> {
    @Override
    public Architecture convert(String value) {
      return Architecture.find(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is not a network for images: use one of %s"
                          .formatted(
                              value,
                              Arrays.stream(Architecture.values())
                                  .map(Architecture::key)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  /** A set of channels such as {@code 0+2}. */
  static final class ToChannels implements ITypeConverter<BitSet> {
    @Override
    public BitSet convert(String value) {
      if (!value.matches("[0-9]{1,4}(\\+[0-9]{1,4})*")) {
        throw new TypeConversionException(
            "'%s' is not a set of channels such as 0+2".formatted(value));
      }
      BitSet channels = new BitSet();
      Arrays.stream(value.split("\\+")).mapToInt(Integer::parseInt).forEach(channels::set);
      return channels;
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
        // Reported below.
      }
      throw new TypeConversionException(
          "'" + value + "' is not a positive number of bytes such as 4096, 4kb or 1mb");
    }
  }
}
