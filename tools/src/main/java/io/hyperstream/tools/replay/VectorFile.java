package io.hyperstream.tools.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of vectors: a line for each, with the same numbers, parted by commas. A first line without
 * any number names them. A first column that holds times is the time of each vector. A field that
 * is empty is a missing value.
 *
 * @param names of the numbers
 * @param times as they stand in the file; empty if there are none
 * @param numbers of all vectors, and behind those of each, its time in milliseconds
 */
record VectorFile(List<String> names, List<String> times, double[] numbers) {

  private static final Pattern SEPARATOR = Pattern.compile(",");

  /** Reads a whole file. */
  static VectorFile read(Path file) throws IOException, InputFileException {
    Lines lines = new Lines(file);
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    }
    return lines.end();
  }

  /** Whether the vectors have times. */
  boolean hasTimes() {
    return !times.isEmpty();
  }

  /** Numbers in a vector, without its time. */
  int dimension() {
    return names.size();
  }

  /** How many vectors there are. */
  int size() {
    return numbers.length / (dimension() + (hasTimes() ? 1 : 0));
  }

  /** The file, line by line. */
  private static final class Lines {

    private final Path file;
    private final List<String> times = new ArrayList<>();
    private List<String> names;
    private Boolean timed;
    private double[] numbers = new double[1024];
    private int count;
    private int line;

    Lines(Path file) {
      this.file = file;
    }

    void add(String text) throws InputFileException {
      line++;
      if (text.isBlank()) {
        return;
      }
      String[] fields = SEPARATOR.split(text, -1);
      if (names == null && Arrays.stream(fields).allMatch(Lines::isName)) {
        names = Arrays.stream(fields).map(String::strip).toList();
        return;
      }
      if (timed == null) {
        begin(fields);
      }
      int first = timed ? 1 : 0;
      if (fields.length - first != names.size()) {
        throw refused(
            "%d fields, but %d are wanted".formatted(fields.length, names.size() + first));
      }
      for (int i = first; i < fields.length; i++) {
        append(number(fields[i].strip()));
      }
      if (timed) {
        String time = fields[0].strip();
        times.add(time);
        append(milliseconds(time));
      }
    }

    private void begin(String[] fields) {
      timed = fields.length > 1 && isTime(fields[0].strip());
      if (names == null) {
        List<String> numbered = new ArrayList<>();
        for (int i = timed ? 1 : 0; i < fields.length; i++) {
          numbered.add("value" + (i + (timed ? 0 : 1)));
        }
        names = numbered;
      } else if (timed) {
        names = names.subList(1, names.size());
      }
    }

    private void append(double number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    private static boolean isName(String field) {
      String text = field.strip();
      return !text.isEmpty() && !isNumber(text) && !isTime(text);
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

    private double number(String text) throws InputFileException {
      if (text.isEmpty()) {
        return Double.NaN;
      }
      try {
        double number = Double.parseDouble(text);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Refused below, like what is not finite.
      }
      throw refused("'%s', but a finite number is wanted, or nothing".formatted(text));
    }

    private double milliseconds(String text) throws InputFileException {
      try {
        return parse(text);
      } catch (DateTimeParseException e) {
        throw refused("'%s', but a time is wanted, such as 2026-11-27 14:05:00".formatted(text));
      }
    }

    private static double parse(String text) {
      String iso = text.replace(' ', 'T');
      try {
        return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
      } catch (DateTimeParseException e) {
        return OffsetDateTime.parse(iso).toInstant().toEpochMilli();
      }
    }

    private InputFileException refused(String what) {
      return new InputFileException(file, "has %s in line %d".formatted(what, line));
    }

    VectorFile end() throws InputFileException {
      if (count == 0) {
        throw new InputFileException(file, "has no vectors");
      }
      return new VectorFile(names, times, Arrays.copyOf(numbers, count));
    }
  }
}
