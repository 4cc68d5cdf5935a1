package io.hyperstream.model.net;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where named matrices lie, one after the other, in one contiguous arena of floats. */
public class ParameterTable {

  /**
   * A named part of the arena.
   *
   * @param offset of its first float
   */
  public record Entry(String name, int offset, int rows, int columns) {
    public int size() {
      return rows * columns;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private int size;

  /** Appends a matrix to the arena. */
  public final Entry add(String name, int rows, int columns) {
    long end = size + (long) rows * columns;
    if (end > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "this network has more than 2^31 parameters (at " + name + "); make it smaller");
    }
    Entry entry = new Entry(name, size, rows, columns);
    entries.put(name, entry);
    size = (int) end;
    return entry;
  }

  public final Collection<Entry> entries() {
    return entries.values();
  }

  public final boolean has(String name) {
    return entries.containsKey(name);
  }

  public final Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "there is no parameter '%s'; there are %s".formatted(name, entries.keySet()));
    }
    return entry;
  }

  /** Number of parameters. */
  public final int size() {
    return size;
  }
}
