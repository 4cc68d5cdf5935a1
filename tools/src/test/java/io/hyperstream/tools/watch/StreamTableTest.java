package io.hyperstream.tools.watch;

import static io.hyperstream.tools.alert.AlertFixtures.alert;
import static io.hyperstream.tools.alert.AlertFixtures.incident;
import static io.hyperstream.tools.image.ImageFixtures.classification;
import static io.hyperstream.tools.watch.Fixtures.prediction;
import static io.hyperstream.tools.watch.Fixtures.rejected;
import static io.hyperstream.tools.watch.Fixtures.score;
import static io.hyperstream.tools.watch.Fixtures.vector;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.tools.alert.ShownIncident;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTableTest {

  private long now;
  private final StreamTable table = new StreamTable(() -> now);

  @Test
  void keepsTheLastOfEachKey() {
    table.add("a", score(10, 20, 10, 2.0, 1));
    table.add("a", score(30, 30, 40, 1.5, 2));
    table.add("a", prediction(ByteBuffer.wrap("né\n".getBytes(UTF_8)), 3));

    StreamRow row = table.rows().get(0);
    assertThat(table.rows()).hasSize(1);
    assertThat(row.key()).isEqualTo("a");
    assertThat(row.symbols()).isEqualTo(40);
    assertThat(row.bpc()).isEqualTo(1.25);
    assertThat(row.fadingBpc()).isEqualTo(1.5);
    assertThat(row.surprise()).isEqualTo(5_000);
    assertThat(row.continuation()).isEqualTo("né\n");
  }

  @Test
  void showsTokenIdsAsNumbers() {
    table.add("tokens", prediction(List.of(5, 1234, 0), 1));

    assertThat(table.rows().get(0).continuation()).isEqualTo("5 1234 0");
  }

  @Test
  void aRowOfImagesHasItsAccuracy() {
    table.add("digits", classification(0, "a", null, 1, 0));
    assertThat(table.rows().get(0).accuracy()).isNull();
    assertThat(table.rows().get(0).continuation()).isEqualTo("7 98%, label unknown");
    table.add("digits", classification(1, "b", "7", 2, 1));
    table.add("digits", classification(2, "a", "2", 2, 2));

    StreamRow row = table.rows().get(0);
    assertThat(row.symbols()).isEqualTo(2);
    assertThat(row.accuracy()).isEqualTo(0.5);
    assertThat(row.history()).containsExactly(0.5);
    assertThat(row.continuation()).isEqualTo("7 98%, label 2");
    assertThat(table.totals().scored().count()).isEqualTo(2);
    assertThat(table.totals().scored().overallBitsEach())
        .as("an unknown label has its expected bits")
        .isEqualTo(1.75);
    List<String> shown = new TerminalView("images").render(table, 80, 24);
    assertThat(shown.get(1)).startsWith("2 images/s  1.750 bits/image  1 key ");
    assertThat(shown.get(3)).matches("KEY +IMAGES +RIGHT +TREND .*");
    assertThat(shown.get(4)).matches("digits +2 +50.0% .* - +7 98%, label 2");
  }

  @Test
  void samplesTheTrendOncePerSecond() {
    table.add("a", score(1, 1, 1, 8.0, 1));
    advance(Duration.ofMillis(600));
    table.add("a", score(1, 1, 2, 7.0, 1));
    advance(Duration.ofMillis(600));
    table.add("a", score(1, 1, 3, 6.0, 1));

    assertThat(table.rows().get(0).history()).containsExactly(7.0, 6.0);
  }

  @Test
  void totalsAreOverTheLastTenSeconds() {
    advance(Duration.ofSeconds(20));
    table.add("a", score(100, 400, 100, 4.0, 7));
    advance(Duration.ofSeconds(8));
    table.add("b", score(300, 600, 300, 2.0, 6));
    table.add(rejected("too long"));

    StreamTable.Totals both = table.totals();
    assertThat(both.scored().perSecond()).isEqualTo(40);
    assertThat(both.scored().bitsEach()).isEqualTo(2.5);
    assertThat(both.keys()).isEqualTo(2);
    assertThat(both.modelVersion()).isEqualTo(7);
    assertThat(both.rejected()).isEqualTo(1);

    advance(Duration.ofSeconds(4));
    assertThat(table.totals().scored().perSecond()).isEqualTo(30);
    assertThat(table.totals().scored().bitsEach()).isEqualTo(2);

    advance(Duration.ofMinutes(1));
    assertThat(table.totals().scored().perSecond()).isZero();
    assertThat(table.totals().scored().bitsEach()).as("the last one known").isEqualTo(2);
    assertThat(table.totals().scored().count()).isEqualTo(400);
    assertThat(table.totals().scored().overallBitsEach()).isEqualTo(2.5);
  }

  @Test
  void bitsOfVectorsAreNotAddedToThoseOfSymbols() {
    table.add("a", score(100, 400, 100, 4.0, 1));
    table.add("n", vector(-900, 1));
    assertThat(table.totals().scored())
        .isEqualTo(new RecentRates.Figures(StreamKind.SYMBOLS, 100, 4, 100, 400));

    advance(Duration.ofSeconds(11));
    table.add("n", vector(-700, 2));
    assertThat(table.totals().scored())
        .as("nothing else has come of late")
        .isEqualTo(new RecentRates.Figures(StreamKind.VECTORS, 0.1, -700, 2, -1_600));
    advance(Duration.ofMinutes(1));
    assertThat(table.totals().scored().kind()).isEqualTo(StreamKind.VECTORS);
  }

  @Test
  void keepsTheLastIncidentsNewestFirst() {
    for (int i = 0; i <= StreamTable.MAX_INCIDENTS; i++) {
      table.add("a", alert(i));
      table.add(incident("a", i, IncidentStatus.OPEN, 1));
    }
    assertThat(table.incidents())
        .hasSize(StreamTable.MAX_INCIDENTS)
        .extracting(ShownIncident::id)
        .startsWith("text/0@100", "text/0@99")
        .endsWith("text/0@1");
    assertThat(table.totals().alerts()).isEqualTo(101);
    assertThat(table.totals().openIncidents()).isEqualTo(100);
  }

  @Test
  void anIncidentThatChangesComesFirst() {
    table.add(incident("a", 1, IncidentStatus.OPEN, 1));
    table.add(incident("a", 2, IncidentStatus.OPEN, 1));
    table.add(incident("a", 1, IncidentStatus.CLOSED, 3));
    assertThat(table.incidents())
        .extracting(ShownIncident::id, ShownIncident::isOpen, ShownIncident::count)
        .containsExactly(tuple("text/0@1", false, 3L), tuple("text/0@2", true, 1L));
    assertThat(table.totals().openIncidents()).isEqualTo(1);
  }

  @Test
  void rowsStandStillWhileActiveAndThenSortByRecency() {
    for (String key : List.of("c", "a", "b")) {
      table.add(key, score(1, 1, 1, 1.0, 1));
      advance(Duration.ofSeconds(1));
    }
    assertThat(table.rows()).extracting(StreamRow::key).containsExactly("a", "b", "c");

    advance(Duration.ofSeconds(60));
    table.add("c", score(1, 1, 2, 1.0, 1));
    assertThat(table.rows()).extracting(StreamRow::key).containsExactly("c", "b", "a");
  }

  @Test
  void forgetsTheKeyThatWasUpdatedLongestAgo() {
    for (int i = 0; i < StreamTable.MAX_KEYS; i++) {
      table.add("key-" + i, score(1, 1, 1, 1.0, 1));
    }
    table.add("key-0", score(1, 1, 2, 1.0, 1));

    table.add("one more", score(1, 1, 1, 1.0, 1));

    assertThat(table.rows())
        .hasSize(StreamTable.MAX_KEYS)
        .extracting(StreamRow::key)
        .contains("key-0", "one more")
        .doesNotContain("key-1");
  }

  private void advance(Duration time) {
    now += time.toNanos();
  }
}
