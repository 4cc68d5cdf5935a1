package io.hyperstream.tools.image;

import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/** How well images were classified before each was learned. */
public record ImageReplayReport(int images, int streams, List<Network> networks) implements Report {

  /**
   * A network.
   *
   * @param error percent of the images that were taken for another class
   * @param latestError the same of the last 10,000
   * @param bits of a label, on average
   * @param imagesPerSecond of processor time
   */
  public record Network(
      String network,
      int parameters,
      double error,
      double latestError,
      double bits,
      double imagesPerSecond) {}

  @Override
  public List<String> table() {
    List<String> lines =
        new ArrayList<>(
            new TextTable<Network>()
                .text("NETWORK", 20, Network::network)
                .number("PARAMETERS", "%,d", Network::parameters)
                .number("ERROR %", "%.2f", Network::error)
                .number("LATEST %", "%.2f", Network::latestError)
                .number("BITS", "%.4f", Network::bits)
                .number("IMAGES/S", "%,.0f", Network::imagesPerSecond)
                .lines(networks));
    lines.add("");
    lines.add(
        Wording.of(
            "%,d images in %s, one pass; each was scored before it was learned.",
            images, Wording.count(streams, "stream")));
    lines.add("LATEST: the last 10,000 images. IMAGES/S: by processor time.");
    return lines;
  }
}
