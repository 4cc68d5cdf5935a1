package io.hyperstream.tools.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.tools.bench.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeedReportTest {

  private static BenchCase benchCase(Shape shape, int batch, int lanes) {
    return new BenchCase(
        ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(lanes),
        shape.name(),
        shape.network(),
        shape.adam(),
        shape.window(),
        batch,
        true);
  }

  private static SpeedReport report() {
    BenchCase one = benchCase(Shape.hyperLstm(1000, 32), 16, 1);
    BenchCase two = benchCase(Shape.hyperLstm(1000, 32), 16, 2);
    Measurements first = new Measurements();
    first.add(900, 1, new Limit(100, 3000, 4000, 90));
    first.add(1000, 0.99, new Limit(100, 2000, 4000, 90));
    first.add(950, 1, new Limit(100, 3000, 4000, 90));
    Measurements second = new Measurements();
    second.add(1900, 0.5, new Limit(200, 4000, 3800, 180));
    ComputeTarget card = ComputeTarget.AUTO.with(Precision.BF16);
    BenchCase three =
        new BenchCase(card, one.shape(), one.network(), one.adam(), one.window(), 1024, true);
    Measurements third = new Measurements();
    third.add(2_000_000, 0.1, Limit.ofDevice(three, 500_000));
    return new SpeedReport(
        new Machine("A CPU", 2, "17", 512),
        100,
        List.of(100.0, 200.0),
        List.of(new Peaks.Bandwidth(1, 32768, 500), new Peaks.Bandwidth(2, 32768, 990)),
        List.of(new SpeedReport.Device("A card", "bf16", 500_000)),
        List.of(
            SpeedRow.of(Setup.of(one, "vector", false), one, first, Optional.empty()),
            SpeedRow.of(Setup.of(two, "vector", false), two, second, Optional.of(1000.0)),
            SpeedRow.of(Setup.of(three, "cuda", true), three, third, Optional.empty())),
        List.of(
            new SpeedReport.Stages(
                Setup.of(three, "cuda", true),
                List.of(
                    new SpeedReport.StageTime("forward", 1.25),
                    new SpeedReport.StageTime("gradients", 4.5),
                    new SpeedReport.StageTime("update", 0.25)))),
        List.of("ptb, batch 4096: no room"),
        List.of(
            SpeedReport.Comparison.of(
                new PyTorchYardstick(PyTorchYardstick.Mode.CPU),
                "custom HyperLSTM cell",
                Setup.of(one, "vector", false),
                250,
                1000),
            SpeedReport.Comparison.of(
                new PyTorchYardstick(PyTorchYardstick.Mode.CUDA_GRAPHS),
                "HyperLSTM, CUDA graph",
                Setup.of(three, "cuda", true),
                500_000,
                2_000_000)),
        List.of("dl4j: its program is not built"));
  }

  @Test
  void theBestRoundCountsBesideTheLimitMeasuredNextToIt() {
    SpeedRow row = report().rows().get(0);
    assertThat(row.speed().symbolsPerSecond()).isEqualTo(1000);
    assertThat(row.speed().medianSymbolsPerSecond()).isEqualTo(950);
    assertThat(row.share().fractionOfPeak()).isEqualTo(0.5);
    assertThat(row.share().bound()).isEqualTo("fma");
    assertThat(row.speed().overOneLane()).isNull();
  }

  @Test
  void theLowerLimitBinds() {
    SpeedRow row = report().rows().get(1);
    assertThat(row.share().bound()).isEqualTo("bandwidth");
    assertThat(row.share().fractionOfPeak()).isCloseTo(0.5, within(1e-12));
    assertThat(row.share().fractionOfFma()).isCloseTo(0.475, within(1e-12));
    assertThat(row.speed().overOneLane()).isCloseTo(1.9, within(1e-12));
  }

  @Test
  void aDevicesRowIsMeasuredByItsLargeProducts() throws Exception {
    SpeedRow row = report().rows().get(2);
    assertThat(row.share().bound()).isEqualTo("gemm");
    assertThat(row.share().fractionOfPeak())
        .isCloseTo(2e6 * row.basis().operationsPerSymbol() / 500e12, within(1e-12));
    JsonNode json = new ObjectMapper().readTree(report().toJson()).get("rows").get(2);
    assertThat(json.get("precision").asText()).isEqualTo("bf16");
    assertThat(json.fieldNames())
        .toIterable()
        .doesNotContain("fractionOfBandwidth", "gigabytesPerSecond");
  }

  @Test
  void weightsThatStayOnTheChipAreReadOnceAWindowAndDirection() {
    BenchCase row = benchCase(Shape.hyperLstm(1000, 32), 16, 1);
    double sequential = row.cost().sequentialWeightBytes() / 16.0;
    assertThat(row.residentBytesPerSymbol())
        .isCloseTo(row.bytesPerSymbol() - 2 * sequential * 31 / 32, within(1e-6));
  }

  @Test
  void jsonHasWhatScriptsReadFromIt() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report().toJson());
    assertThat(json.get("fmaPeakGflops").asDouble()).isEqualTo(100);
    assertThat(json.get("machine").get("jdk").asText()).isEqualTo("17");
    JsonNode row = json.get("rows").get(0);
    assertThat(row.fieldNames())
        .toIterable()
        .startsWith("backend", "network", "hidden", "layers")
        .contains(
            "batch", "window", "lanes", "learning", "symbolsPerSecond", "fractionOfPeak", "bound")
        .doesNotContain("overOneLane", "precision");
    assertThat(row.get("hidden").asInt()).isEqualTo(1000);
    assertThat(row.get("hyper").asInt()).isEqualTo(128);
    assertThat(row.fieldNames())
        .toIterable()
        .contains("operationsPerSymbol", "residentBytesPerSymbol");
    assertThat(json.get("comparisons").get(0).get("ratio").asDouble()).isEqualTo(4);
  }

  @Test
  void theTableFits80Columns() {
    List<String> lines = report().table();
    assertThat(lines)
        .allMatch(line -> line.length() <= 80)
        .contains(
            "FMA peak of 2 cores: 200.0 GFLOP/s",
            "Products of the A card, bf16: 500,000 GFLOP/s",
            "cuda bf16     hyperlstm 1000   1024    1.25       4.50*   0.25",
            "Not measured: ptb, batch 4096: no room",
            "Not compared with dl4j: its program is not built")
        .anyMatch(
            line -> line.matches("vector +hyperlstm 1000 +16 +32 +1 +learn +1,000 +50.0% +fma"))
        .anyMatch(line -> line.matches("vector .* 2 1.90x +learn +1,900 +50.0% +reads[*]"))
        .anyMatch(line -> line.matches("cuda .* 1024 +32 +bf16 +learn +2,000,000 .*% +gemm"))
        .anyMatch(line -> line.matches("pytorch: HyperLSTM, CUDA graph .* 500,000 +4.0x"))
        .anyMatch(line -> line.matches("pytorch: custom HyperLSTM cell +.* 250 +4.0x"));
  }

  @Test
  void hyperCellsAreInProportion() {
    assertThat(Shape.hyperLstm(128, 32).network().hyper()).isEqualTo(16);
    assertThat(Shape.hyperLstm(256, 32).network().hyper()).isEqualTo(32);
    assertThat(Shape.hyperLstm(16, 32).network().hyper()).isEqualTo(16);
    assertThat(Shape.plainLstm(256, 32).network().hyper()).isZero();
  }

  @Test
  void madeUpTextIsOfBytes() {
    assertThat(Arrays.stream(SampleText.symbols())).allMatch(symbol -> symbol >= 0 && symbol < 256);
    assertThat(SampleText.symbols()).isEqualTo(SampleText.symbols());
  }
}
