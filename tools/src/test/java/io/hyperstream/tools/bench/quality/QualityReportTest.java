package io.hyperstream.tools.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.Preset;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkCost;
import io.hyperstream.tools.bench.FileRuns;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.bench.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class QualityReportTest {

  private static QualityReport report() {
    List<Curve.Point> curve =
        List.of(new Curve.Point(1024, 5, 5), new Curve.Point(100_000, 2.5, 2.475));
    QualityReport.Run one =
        new QualityReport.Run(
            "HyperLSTM",
            new QualityReport.Size(2, 128, 16, 500_000, 1_000),
            new Outcome(2.5, 10, 10_000, 1, 0),
            curve);
    QualityReport.Run other =
        new QualityReport.Run(
            "LSTM",
            new QualityReport.Size(2, 139, 0, 500_000, 1_000),
            new Outcome(2.6, 10, 10_000, 0.5, 0),
            curve);
    return new QualityReport(
        new Machine("A CPU", 2, "17", 512),
        1,
        1,
        List.of(
            new FileRuns<>("a<b.txt", 100_000, List.of(one, other)),
            new FileRuns<>("c.txt", 100_000, List.of(one, other)),
            new FileRuns<>("d.txt", 100_000, List.of(one, other))));
  }

  @Test
  void theCurveGrowsByAConstantFactorAndEndsAtTheEnd() {
    Curve curve = new Curve();
    for (int symbols = 256; symbols <= 10_240; symbols += 256) {
      curve.scored(symbols, 2.0 * symbols);
    }
    curve.scored(10_300, 2.0 * 10_240 + 600);
    List<Curve.Point> points = curve.points();
    assertThat(points.get(0).bytes()).isEqualTo(1024);
    assertThat(points).hasSizeBetween(10, 20);
    assertThat(points).isSortedAccordingTo((a, b) -> Long.compare(a.bytes(), b.bytes()));
    Curve.Point last = points.get(points.size() - 1);
    assertThat(last.bytes()).isEqualTo(10_300);
    assertThat(last.bpc()).isCloseTo((2.0 * 10_240 + 600) / 10_300, within(1e-12));
    assertThat(last.recentBpc()).isGreaterThan(2);
  }

  @Test
  void theLstmBesideItCostsAsMuch() {
    for (Preset preset : List.of(Preset.SMALL, Preset.PTB)) {
      HyperLstmConfig network = preset.config(1).network();
      int units = EqualCost.plainLstmUnits(network);
      double wanted = new NetworkCost(network).operations(true);
      double cost = new NetworkCost(network.plainLstm(units)).operations(true);
      assertThat(units).isGreaterThan(network.hidden());
      assertThat(cost / wanted).isCloseTo(1, within(0.01));
    }
  }

  @Test
  void thePictureIsAPanelForEachFileWithACurveForEachLearner() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    QualityPlot.svg(report()).getBytes(StandardCharsets.UTF_8)));
    assertThat(svg.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 880 600");
    assertThat(svg.getElementsByTagName("g").getLength()).isEqualTo(3);
    assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("a<b.txt");
    NodeList paths = svg.getElementsByTagName("path");
    // From the first point, a little right of 1 kB, at the top to the last one at the right.
    assertThat(((Element) paths.item(0)).getAttribute("class")).isEqualTo("grid");
    assertThat(curves(paths))
        .hasSize(6)
        .allMatch(d -> d.matches("M5[2-9]\\.\\d 40\\.0L420\\.0 .*"));
  }

  private static List<String> curves(NodeList paths) {
    return IntStream.range(0, paths.getLength())
        .mapToObj(i -> (Element) paths.item(i))
        .filter(path -> path.getAttribute("class").startsWith("curve"))
        .map(path -> path.getAttribute("d"))
        .filter(d -> d.contains("L"))
        .toList();
  }

  @Test
  void theTableFits80Columns() {
    assertThat(report().table())
        .allMatch(line -> line.length() <= 80)
        .contains("c.txt: 100,000 bytes as 1 stream, read once from a cold start")
        .anyMatch(line -> line.matches("HyperLSTM +2x128 +2.5000 +10,000"))
        .anyMatch(line -> line.matches("LSTM +2x139 +2.6000 +10,000[*]"))
        .anyMatch(line -> line.matches("[*] .* the speed is too low[.]"));
  }

  @Test
  void jsonHasTheCurves() throws Exception {
    JsonNode run = new ObjectMapper().readTree(report().toJson()).at("/files/0/runs/0");
    assertThat(run.get("learner").asText()).isEqualTo("HyperLSTM");
    assertThat(run.get("hyper").asInt()).isEqualTo(16);
    assertThat(run.get("bpc").asDouble()).isEqualTo(2.5);
    assertThat(run.at("/curve/1/bytes").asLong()).isEqualTo(100_000);
    assertThat(run.at("/curve/1/recentBpc").asDouble()).isEqualTo(2.475);
  }
}
