package io.hyperstream.tools.page;

import static io.hyperstream.tools.alert.AlertFixtures.alert;
import static io.hyperstream.tools.alert.AlertFixtures.incident;
import static io.hyperstream.tools.image.ImageFixtures.classification;
import static io.hyperstream.tools.image.ImageFixtures.image;
import static io.hyperstream.tools.page.PageFixtures.prediction;
import static io.hyperstream.tools.page.PageFixtures.rejected;
import static io.hyperstream.tools.page.PageFixtures.score;
import static io.hyperstream.tools.page.PageFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.schemas.Future;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Quantile;
import io.hyperstream.schemas.Range;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientViewTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private long now = 1_000_000;
  private final KnownStreams streams = new KnownStreams(() -> now);

  @Test
  void theFirstFrameSaysAllThatIsShownAndTheNextOnesWhatHasChanged() throws Exception {
    streams.add("a", score(0, 10, 2, 1.0));
    streams.add("b", score(1, 10, 2, 2.0));
    streams.add(rejected(3, "too long"));
    ClientView view = view(new Shown("", "", 30));

    JsonNode first = JSON.readTree(view.next());
    assertThat(first.at("/about/dashboard").asText()).isEqualTo("http://flink:8081");
    assertThat(first.at("/totals/keys").asInt()).isEqualTo(2);
    assertThat(first.at("/rejections/0").toString())
        .isEqualTo("{\"record\":\"text/0@3\",\"reason\":\"too long\"}");
    assertThat(first.get("order").toString()).isEqualTo("[[1.0,2.0,0.0],[0.0,0.0,0.0]]");
    assertThat(first.at("/rows/0/key").asText()).isEqualTo("b");
    assertThat(first.at("/rows/0/kind").asText()).isEqualTo("SYMBOLS");
    assertThat(first.at("/totals/kind").asText()).isEqualTo("SYMBOLS");
    assertThat(first.has("detail")).isFalse();
    assertThat(view.next()).isNull();

    streams.add("a", score(2, 10, 2, 0.0));
    JsonNode next = JSON.readTree(view.next());
    assertThat(next.has("about")).isFalse();
    assertThat(next.has("order")).isFalse();
    assertThat(next.has("rejections")).isFalse();
    assertThat(next.get("rows")).hasSize(1);
    assertThat(next.at("/rows/0/key").asText()).isEqualTo("a");
  }

  @Test
  void aStreamOfNumbersHasItsNumbersTheirRangesAndTheirFuture() throws Exception {
    Score score = score(0, 1, -2.5, 3.0);
    score.setSymbolBits(null);
    score.setRanges(
        List.of(
            new Range("cpu", 0.5, 0.1, 0.4, 1234567.8), new Range("heap", null, 1.0, 2.0, 3.0)));
    streams.add("n", score);
    Quantile low = new Quantile(0.05, List.of(1.0, 2.0));
    Prediction future = prediction("");
    future.setFuture(List.of(new Future("cpu", List.of(), List.of(), List.of(low), List.of(0.25))));
    streams.add("n", future);
    ClientView view = view(new Shown("n", "", 30));
    JsonNode detail = JSON.readTree(view.next()).get("detail");
    assertThat(detail.get("names").toString()).isEqualTo("[\"cpu\",\"heap\"]");
    assertThat(detail.at("/records/0/numbers").toString())
        .isEqualTo("[[0.5,0.1,0.4,1234570.0],[null,1.0,2.0,3.0]]");
    assertThat(detail.at("/next/future").toString())
        .isEqualTo("[{\"name\":\"cpu\",\"quantiles\":[[1.0,2.0]],\"sample\":[0.25]}]");
    assertThat(detail.at("/history/bpc/0").asDouble()).isEqualTo(-2.5);
    assertThat(streams.textsWanted()).isEmpty();
    streams.add("n", score);
    assertThat(JSON.readTree(view.next()).get("detail").has("names")).isFalse();
  }

  @Test
  void aStreamOfImagesHasItsPicturesAndWhatWasSaidOfThem() throws Exception {
    streams.add("i", classification(0, "a", null, 1, 0));
    ClientView view = view(new Shown("i", "", 30));
    JsonNode first = JSON.readTree(view.next());
    assertThat(first.at("/rows/0/labels").toString()).isEqualTo("{\"count\":0}");
    assertThat(first.at("/detail/records").isMissingNode()).isTrue();

    ScoredRecord image = streams.textsWanted().iterator().next();
    byte[] value = image(List.of("red", "green", "blue"), 255, 0, 0, 1, 2, 3);
    streams.take(image, image.read(new InputText(SchemaSource.NONE), value));
    assertThat(JSON.readTree(view.next()).at("/detail/records").toString())
        .isEqualTo(
            "[{\"sequence\":0,\"record\":\"text/0@0\",\"time\":1000000,\"bpc\":0.5,"
                + "\"guess\":{\"id\":\"a\",\"predicted\":\"7\",\"probability\":0.98},"
                + "\"image\":{\"width\":2,\"height\":1,\"channels\":3,\"pixels\":\"/wAAAQID\"}}]");

    streams.add("i", classification(1, "b", "2", 2, 1));
    assertThat(streams.textsWanted()).as("to be read").hasSize(1);
    streams.textsWanted().forEach(streams::noText);
    streams.add("i", classification(2, "a", "7", 2, 2));
    assertThat(streams.textsWanted()).as("a label has no picture").isEmpty();
    JsonNode next = JSON.readTree(view.next());
    assertThat(next.at("/detail/labels").toString()).isEqualTo("{\"count\":2,\"accuracy\":0.5}");
    assertThat(next.at("/detail/symbols").asInt()).isEqualTo(2);
    assertThat(next.at("/detail/records/1/guess/label").asText()).isEqualTo("7");
    assertThat(next.at("/detail/records/1").has("image")).isFalse();
    assertThat(next.at("/detail/history/bpc").toString()).isEqualTo("[0.0,0.5]");
  }

  @Test
  void onlyWhatIsShownTravels() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      streams.add("key-" + i, score(i, 10, 2, i / 1_000.0));
    }
    JsonNode all = JSON.readTree(view(new Shown("", "", 30)).next());
    assertThat(all.get("rows")).hasSize(30);
    assertThat(all.get("matches").asInt()).isEqualTo(5_000);
    assertThat(all.at("/rows/0/key").asText()).isEqualTo("key-4999");

    JsonNode found = JSON.readTree(view(new Shown("", "y-123", 30)).next());
    assertThat(found.get("rows")).hasSize(11);
    assertThat(found.get("matches").asInt()).isEqualTo(11);
  }

  @Test
  void recordsComeInOrderWhenTheirTextIsKnown() throws Exception {
    streams.add("a", score(10, 3, 2, null));
    streams.add("a", score(11, 3, 2, 3_400.04));
    streams.add("a", score(12, 3, 2, null));
    ClientView view = view(new Shown("a", "", 30));
    JsonNode first = JSON.readTree(view.next()).get("detail");
    assertThat(first.get("start").asBoolean()).isTrue();
    assertThat(first.has("records")).isFalse();
    assertThat(first.get("peak").asText()).isEqualTo("text/0@11");

    ScoredRecord[] wanted = streams.textsWanted().toArray(ScoredRecord[]::new);
    streams.take(wanted[1], text(wanted[1], "<b"));
    assertThat(view.next()).as("the first keeps it back").isNull();
    streams.noText(wanted[0]);
    JsonNode records = JSON.readTree(view.next()).at("/detail/records");
    assertThat(records.toString())
        .isEqualTo(
            "[{\"sequence\":0,\"record\":\"text/0@10\",\"time\":1010000,\"bpc\":2.0},"
                + "{\"sequence\":1,\"record\":\"text/0@11\",\"time\":1011000,\"bpc\":2.0,"
                + "\"surprise\":3400.0,"
                + "\"text\":[[\"<\",2.0],[\"b\",2.0],[\"\\n\",2.0]]}]");

    streams.take(wanted[2], text(wanted[2], "cd"));
    JsonNode next = JSON.readTree(view.next()).get("detail");
    assertThat(next.at("/records/0/sequence").asInt()).isEqualTo(2);
    assertThat(next.has("start")).isFalse();
  }

  @Test
  void anAlertTravelsOnceWithItsReasonAndItsText() throws Exception {
    streams.add("a", alert(7));
    ClientView view = view(new Shown("", "", 30));
    JsonNode first = JSON.readTree(view.next());
    assertThat(first.at("/totals/alerts").asInt()).isEqualTo(1);
    assertThat(first.get("alerts").toString())
        .isEqualTo(
            "[{\"key\":\"a\",\"record\":\"text/0@7\",\"time\":1007000,\"kind\":\"SURPRISE\","
                + "\"score\":3400.0,\"threshold\":1000.0,"
                + "\"reason\":\"“<panic>”, not “calm line”\","
                + "\"like\":\"12 times, last 3 minutes before\","
                + "\"why\":{\"context\":\"usual\\n\",\"before\":\"→a \",\"stretch\":\"<panic>\","
                + "\"after\":\"\\n\",\"expected\":["
                + "{\"continuation\":\"calm line\",\"probability\":0.875},"
                + "{\"continuation\":\"still ä\\\\x00\",\"probability\":0.0625}],"
                + "\"pattern\":\"a <panic>\",\"likeSeen\":12,\"likeLastSeen\":822000}}]");

    streams.add("a", alert(8));
    assertThat(JSON.readTree(view.next()).get("alerts")).hasSize(1);
    assertThat(view.next()).isNull();
  }

  @Test
  void anIncidentTravelsWithEachChange() throws Exception {
    streams.add(incident("a", 7, IncidentStatus.OPEN, 1));
    streams.add(incident("a", 8, IncidentStatus.OPEN, 1));
    ClientView view = view(new Shown("", "", 30));
    JsonNode first = JSON.readTree(view.next()).get("incidents");
    assertThat(first).extracting(i -> i.get("id").asText()).containsExactly("text/0@7", "text/0@8");
    assertThat(first.get(0).toString())
        .startsWith(
            "{\"id\":\"text/0@7\",\"key\":\"a\",\"status\":\"OPEN\",\"kinds\":[\"SURPRISE\"],"
                + "\"priority\":4,\"count\":1,\"firstSeen\":1007000,\"lastSeen\":1008000,"
                + "\"pattern\":\"usual\",\"silencedBy\":null,\"best\":{\"key\":\"a\",\"record\":\"text/0@7\",");

    streams.add(incident("a", 7, IncidentStatus.CLOSED, 5));
    JsonNode next = JSON.readTree(view.next()).get("incidents");
    assertThat(next).hasSize(1);
    assertThat(next.at("/0/status").asText()).isEqualTo("CLOSED");
    assertThat(next.at("/0/count").asInt()).isEqualTo(5);
    assertThat(view.next()).isNull();
  }

  @Test
  void ofTheHistoryTheLastPointTravelsAgain() throws Exception {
    streams.add("a", score(0, 3, 2, null));
    now += 1_000;
    streams.add("a", score(1, 3, 1, null));
    ClientView view = view(new Shown("a", "", 30));
    assertThat(JSON.readTree(view.next()).at("/detail/history").toString())
        .isEqualTo("{\"from\":0,\"times\":[1000000,1001000],\"bpc\":[2.0,1.0]}");

    now += 1_000;
    streams.add("a", score(2, 3, 0.5, null));
    assertThat(JSON.readTree(view.next()).at("/detail/history").toString())
        .isEqualTo("{\"from\":1,\"times\":[1001000,1002000],\"bpc\":[1.0,0.5]}");
  }

  @Test
  void aPredictionTravelsOnce() throws Exception {
    streams.add("a", score(0, 3, 2, null));
    streams.add("a", prediction("on\u202e\n"));
    ClientView view = view(new Shown("a", "", 30));
    assertThat(JSON.readTree(view.next()).at("/detail/next").toString())
        .isEqualTo(
            "{\"candidates\":[{\"symbol\":\"a\",\"probability\":0.5},"
                + "{\"symbol\":\"space\",\"probability\":0.25},"
                + "{\"symbol\":\"\\\\xc3\",\"probability\":0.125}],"
                + "\"continuation\":\"on\u00b7\\n\"}");

    streams.add("a", score(1, 3, 2, null));
    assertThat(JSON.readTree(view.next()).at("/detail").has("next")).isFalse();
  }

  @Test
  void aStreamThatIsNotThereYetIsWaitedFor() throws Exception {
    ClientView view = view(new Shown("later", "", 30));
    assertThat(JSON.readTree(view.next()).has("detail")).isFalse();

    streams.add("later", score(0, 3, 2, null));
    assertThat(JSON.readTree(view.next()).at("/detail/start").asBoolean()).isTrue();
  }

  private ClientView view(Shown shown) {
    return new ClientView(streams, shown, new Frame.About("kafka:9092", "http://flink:8081"));
  }
}
