package io.hyperstream.tools.replay;

import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.input.VectorShape;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of vectors: a line for each, with the same numbers, parted by commas. A first line without
 * any number names them. A first column that holds times is the time of each vector. A field that
 * is empty is a missing value. Quotes around a field are dropped.
 *
 * @param names of the numbers
 * @param times as they stand in the file; empty if there are none
 * @param numbers of all vectors, and behind those of each, its time in milliseconds
 */
public record VectorFile(List<String> names, List<String> times, double[] numbers) {

  private static final Pattern SEPARATOR = Pattern.compile(",");
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final int DATE_LENGTH = "2026-11-27".length();

  /** Milliseconds since 1970, of the years from 2001 to 2286. */
  private static final Pattern MILLISECONDS = Pattern.compile("[1-9][0-9]{12}");

  /** Reads a whole file, none of whose numbers has to be 0 or 1. */
  static VectorFile read(Path file) throws IOException, InputFileException {
    return read(file, 0);
  }

  /**
   * Reads a whole file.
   *
   * @param binary how many of the numbers are 0 or 1; these are the last
   * @throws InputFileException if a line is no such vector
   */
  public static VectorFile read(Path file, int binary) throws IOException, InputFileException {
    Lines lines = new Lines(file, binary);
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    }
    return lines.end();
  }

  /** Whether the vectors have times. */
  public boolean hasTimes() {
    return !times.isEmpty();
  }

  /** Numbers in a vector, without its time. */
  int dimension() {
    return names.size();
  }

  /** Numbers in a vector, with its time if it has one. */
  public int width() {
    return dimension() + (hasTimes() ? 1 : 0);
  }

  /** The vectors, with their times if they have any. Not a copy. */
  public VectorObservations observations() {
    return Observations.ofVectors(width(), numbers);
  }

  /** The time of a vector in milliseconds since 1970; NaN if there are none. */
  double time(int index) {
    return hasTimes() ? numbers[(index + 1) * width() - 1] : Double.NaN;
  }

  /** How many vectors there are. */
  int size() {
    return numbers.length / width();
  }

  /** Whether another file has vectors of the same numbers. */
  public boolean isLike(VectorFile other) {
    return names.equals(other.names) && hasTimes() == other.hasTimes();
  }

  /** The file, line by line. */
  private static final class Lines {

    private final Path file;
    private final int binary;
    private final List<String> times = new ArrayList<>();
    private List<String> names;
    private Boolean timed;
    private VectorShape shape;
    private double[] numbers = new double[1024];
    private int count;
    private int line;

    Lines(Path file, int binary) {
      this.file = file;
      this.binary = binary;
    }

    void add(String text) throws InputFileException {
      line++;
      if (text.isBlank()) {
        return;
      }
      String[] fields = fields(text);
      if (names == null && isHeader(fields)) {
        names = List.of(fields);
        return;
      }
      if (timed == null) {
        begin(fields);
      }
      int first = timed ? 1 : 0;
      if (fields.length - first != names.size()) {
        throw refused(
            "the number of fields is %d, but must be %d, as in the first line"
                .formatted(fields.length, names.size() + first));
      }
      for (int i = first; i < fields.length; i++) {
        append(number(fields[i], i - first));
      }
      if (timed) {
        times.add(fields[0]);
        append(milliseconds(fields[0]));
      }
    }

    private String[] fields(String text) {
      String unmarked = line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
      String[] fields = SEPARATOR.split(unmarked, -1);
      for (int i = 0; i < fields.length; i++) {
        String field = fields[i].strip();
        boolean quoted = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"");
        fields[i] = quoted ? field.substring(1, field.length() - 1).strip() : field;
      }
      return fields;
    }

    /** Some tools leave out the name of the first column. */
    private static boolean isHeader(String[] fields) {
      return !Arrays.stream(fields).allMatch(String::isEmpty)
          && Arrays.stream(fields).noneMatch(field -> isNumber(field) || isTime(field));
    }

    /** Knows by the first vector what all of them look like. */
    private void begin(String[] fields) throws InputFileException {
      timed = fields.length > 1 && isTime(fields[0]);
      int first = timed ? 1 : 0;
      List<String> header = names == null ? Collections.nCopies(fields.length, "") : names;
      names = new ArrayList<>();
      for (String name : header.subList(first, header.size())) {
        names.add(name.isEmpty() ? "value" + (names.size() + 1) : name);
      }
      if (names.size() > DensityConfig.MAX_DIMENSION) {
        throw refused(
            "the vector has %d numbers, but at most %d are allowed"
                .formatted(names.size(), DensityConfig.MAX_DIMENSION));
      }
      if (names.size() < binary) {
        throw refused(
            "the vector has %d numbers, but vector.binary is %d".formatted(names.size(), binary));
      }
      shape = new VectorShape(names.size(), binary, timed, names);
    }

    private void append(double number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    private static boolean isNumber(String text) {
      try {
        Double.parseDouble(text);
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    private static boolean isTime(String text) {
      try {
        parse(text);
        return true;
      } catch (DateTimeParseException e) {
        return false;
      }
    }

    private double number(String text, int d) throws InputFileException {
      try {
        return shape.number(text, d);
      } catch (RejectedException e) {
        throw refused(
            e.getMessage()
                + "; a line has numbers with commas between them, and nothing where one is"
                + " missing");
      }
    }

    private double milliseconds(String text) throws InputFileException {
      try {
        return parse(text);
      } catch (DateTimeParseException e) {
        throw refused("'%s' is no time, such as 2026-11-27 14:05:00".formatted(text));
      }
    }

    private static double parse(String text) {
      if (MILLISECONDS.matcher(text).matches()) {
        return Long.parseLong(text);
      }
      if (text.length() == DATE_LENGTH) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
      }
      String iso = text.replace(' ', 'T');
      try {
        return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
      } catch (DateTimeParseException e) {
        return OffsetDateTime.parse(iso).toInstant().toEpochMilli();
      }
    }

    private InputFileException refused(String what) {
      return new InputFileException(file, "line %d: %s".formatted(line, what));
    }

    VectorFile end() throws InputFileException {
      if (count == 0) {
        throw new InputFileException(file, "has no vectors");
      }
      return new VectorFile(names, times, Arrays.copyOf(numbers, count));
    }
  }
}
