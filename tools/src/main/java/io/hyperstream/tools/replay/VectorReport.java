package io.hyperstream.tools.replay;

import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a file of vectors was predicted.
 *
 * @param dimension numbers in a vector
 * @param bits -log2 of the density, of all vectors; may be negative
 * @param bitsPerVector the same on average
 * @param seconds that learning took
 */
public record VectorReport(
    String file, int dimension, int vectors, double bits, double bitsPerVector, double seconds)
    implements Report {

  @Override
  public List<String> table() {
    List<String> lines =
        new ArrayList<>(
            new TextTable<VectorReport>()
                .text("FILE", 32, VectorReport::file)
                .number("VECTORS", "%,d", VectorReport::vectors)
                .number("NUMBERS EACH", "%d", VectorReport::dimension)
                .number("BITS", "%,.0f", VectorReport::bits)
                .number("BITS EACH", "%.3f", VectorReport::bitsPerVector)
                .number("SECONDS", "%.1f", VectorReport::seconds)
                .lines(List.of(this)));
    lines.add("");
    lines.add("Bits are those of a density: less for numbers in larger units of measurement.");
    return lines;
  }
}
