package io.hyperstream.tools.page;

import static io.hyperstream.tools.alert.AlertFixtures.alert;
import static io.hyperstream.tools.alert.AlertFixtures.incident;
import static io.hyperstream.tools.page.PageFixtures.plain;
import static io.hyperstream.tools.page.PageFixtures.prediction;
import static io.hyperstream.tools.page.PageFixtures.rejected;
import static io.hyperstream.tools.page.PageFixtures.score;
import static io.hyperstream.tools.page.PageFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.watch.StreamKind;
import org.junit.jupiter.api.Test;

class KnownStreamsTest {

  private long now = 1_000_000;
  private final KnownStreams streams = new KnownStreams(() -> now);

  @Test
  void sortsBySurpriseThenByKey() {
    streams.add("calm", score(0, 10, 2, -1.0));
    streams.add("b", score(1, 10, 2, null));
    streams.add("a", score(2, 10, 2, null));
    streams.add("odd", score(3, 10, 2, 6.0));

    assertThat(streams.bySurprise())
        .extracting(stream -> stream.key)
        .containsExactly("odd", "a", "b", "calm");
  }

  @Test
  void surpriseIsThatOfTheMostSurprisingRecordOfTheLastMinute() {
    streams.add("odd", score(0, 10, 2, 6.0));
    streams.add("odd", score(1, 10, 2, 0.5));
    KnownStream stream = streams.bySurprise().get(0);
    assertThat(stream.surprise(now)).isEqualTo(6);

    now += 30_000;
    streams.add("odd", score(2, 10, 2, 4.0));
    assertThat(stream.surprise(now)).isEqualTo(6);
    assertThat(stream.surpriseAge(now)).isEqualTo(30_000);

    now += 30_000;
    assertThat(stream.surprise(now)).isEqualTo(4);
    for (int i = 3; i < 20; i++) {
      streams.add("odd", score(i, 10, 2, 20.0 - i));
    }
    assertThat(stream.surprise(now)).isEqualTo(17);
    now += 60_000;
    assertThat(stream.surprise(now)).isZero();
    assertThat(stream.surpriseAge(now)).isZero();
  }

  @Test
  void theRecordBehindASurpriseIsKeptWhileItIsRemarkable() {
    streams.add("odd", score(0, 10, 2, 0.5));
    KnownStream stream = streams.show("odd");
    assertThat(stream.peak(now)).isNull();
    streams.add("odd", score(1, 10, 2, 600.0));
    for (int i = 2; i < 100; i++) {
      streams.add("odd", score(i, 10, 2, 0.5));
    }

    ScoredRecord peak = stream.peak(now);
    assertThat(streams.watched()).containsExactly("odd");
    assertThat(peak.place()).isEqualTo("text/0@1");
    assertThat(stream.recordsWith(peak)).startsWith(peak).hasSize(KnownStream.MAX_RECORDS + 1);
    assertThat(streams.textsWanted()).contains(peak);

    now += 120_000;
    assertThat(stream.peak(now)).isNull();
  }

  @Test
  void keepsTheLastAlerts() {
    for (int i = 0; i < 2 * KnownStreams.MAX_ALERTS; i++) {
      streams.add("odd", alert(i));
    }
    assertThat(streams.totals().alerts()).isEqualTo(2 * KnownStreams.MAX_ALERTS);
    assertThat(streams.alertsAfter(0)).hasSize(KnownStreams.MAX_ALERTS);
    assertThat(streams.alertsAfter(98))
        .extracting(alert -> alert.record())
        .containsExactly("text/0@98", "text/0@99");
    assertThat(streams.alertsAfter(100)).isEmpty();
  }

  @Test
  void keepsTheLastIncidents() {
    for (int i = 0; i <= KnownStreams.MAX_INCIDENTS; i++) {
      streams.add(incident("odd", i, IncidentStatus.OPEN, 1));
    }
    assertThat(streams.incidentsAfter(0)).hasSize(KnownStreams.MAX_INCIDENTS);
    long seen = streams.incidentChanges();
    assertThat(streams.incidentsAfter(seen)).isEmpty();
    streams.add(incident("odd", 3, IncidentStatus.CLOSED, 2));
    assertThat(streams.incidentsAfter(seen))
        .singleElement()
        .matches(incident -> incident.incident().id().equals("text/0@3"));
  }

  @Test
  void theOrderStandsForAMoment() {
    streams.add("a", score(0, 10, 2, 1.0));
    assertThat(streams.bySurprise()).hasSize(1);
    streams.add("b", score(1, 10, 2, 3.0));
    assertThat(streams.bySurprise()).extracting(stream -> stream.key).containsExactly("a");

    now += 250;
    assertThat(streams.bySurprise()).extracting(stream -> stream.key).containsExactly("b", "a");
  }

  @Test
  void keepsSoManyKeysAndRecordsAndRejections() {
    for (int i = 0; i <= KnownStreams.MAX_KEYS; i++) {
      streams.add("key-" + i, score(i, 1, 1, null));
    }
    assertThat(streams.totals().keys()).isEqualTo(KnownStreams.MAX_KEYS);
    assertThat(streams.show("key-0")).isNull();

    for (int i = 0; i < 1_000; i++) {
      streams.add("key-1", score(i, 3, 1, null));
      streams.add(rejected(i, "too long"));
    }
    assertThat(streams.show("key-1").records).hasSize(KnownStream.MAX_RECORDS);
    assertThat(streams.rejected())
        .hasSize(KnownStreams.MAX_REJECTED)
        .extracting(Rejected::getOffset)
        .startsWith(999L);
    assertThat(streams.totals().rejected()).isEqualTo(1_000);

    streams.add("key-1", score(1_000, 1_000_000, 1, null));
    assertThat(streams.show("key-1").records).hasSize(1);
  }

  @Test
  void textsAreWantedOfWhatIsShownAndOnlyAsLong() {
    streams.add("seen", score(7, 3, 1, null));
    streams.add("unseen", score(8, 3, 1, null));
    assertThat(streams.textsWanted()).isEmpty();

    streams.show("seen");
    assertThat(streams.textsWanted()).extracting(record -> record.offset).containsExactly(7L);

    ScoredRecord record = streams.textsWanted().iterator().next();
    streams.take(record, text(record, "ab"));
    assertThat(streams.textsWanted()).isEmpty();
    assertThat(plain(record.text())).isEqualTo("ab\n");

    now += 6_000;
    assertThat(streams.textsWanted()).isEmpty();
    assertThat(record.text()).isNull();
  }

  @Test
  void totalsAreOfAllStreams() {
    assertThat(streams.totals().bitsEach()).isNull();
    now += 20_000;
    streams.add("a", score(5, 100, 2, null));
    streams.add("b", score(6, 300, 1, null));
    streams.add("b", prediction("x"));

    assertThat(streams.totals())
        .isEqualTo(new KnownStreams.Totals(StreamKind.SYMBOLS, 40, 1.25, 2, 9, 0, 0));

    Score vector = score(7, 1, -900, 2.0);
    vector.setBy("cpu");
    streams.add("numbers", vector);
    assertThat(streams.totals())
        .as("bits of a density are not added to bits of symbols")
        .isEqualTo(new KnownStreams.Totals(StreamKind.SYMBOLS, 40, 1.25, 3, 9, 0, 0));
    now += 11_000;
    streams.add("numbers", vector);
    assertThat(streams.totals())
        .isEqualTo(new KnownStreams.Totals(StreamKind.VECTORS, 0, -900.0, 3, 9, 0, 0));
  }
}
