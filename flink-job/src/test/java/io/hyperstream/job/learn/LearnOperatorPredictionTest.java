package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Prediction;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class LearnOperatorPredictionTest {

  private final SettingsBuilder settings = new SettingsBuilder().shape(4, 2);

  @Test
  void eachKeyOfAStepIsPredicted() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.predict(3, 5, 0))) {
      harness.send("a", "aaa");
      harness.send("a", "aa");
      harness.send("b", "bbbb");
      List<Keyed<Prediction>> predictions = harness.predictions();
      assertThat(predictions).extracting(Keyed::key).containsExactly("a", "b");
      // The last symbol that was read of "a" belongs to its second record.
      assertThat(predictions)
          .extracting(Keyed::timestamp)
          .containsExactly(LearnHarness.eventTime(1), LearnHarness.eventTime(2));

      Prediction first = predictions.get(0).value();
      assertThat(first.getPosition()).isEqualTo(4);
      assertThat(first.getEventTime()).isEqualTo(Instant.ofEpochMilli(LearnHarness.eventTime(1)));
      assertThat(first.getModelVersion()).isEqualTo(1);
      assertThat(first.getCandidates()).hasSize(3);
      assertThat(first.getCandidates())
          .allSatisfy(candidate -> assertThat(candidate.getProbability()).isBetween(0f, 1f));
      assertThat(first.getContinuation()).isInstanceOf(ByteBuffer.class);
      assertThat(((ByteBuffer) first.getContinuation()).remaining()).isEqualTo(5);
    }
  }

  @Test
  void tokensContinueAsIds() throws Exception {
    try (LearnHarness harness =
        new LearnHarness(settings.shape(1, 1).vocabulary(1000).predict(0, 2, 0))) {
      harness.send("a", "a");
      assertThat(harness.predictions())
          .singleElement()
          .extracting(prediction -> (Object) prediction.value().getContinuation())
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .hasSize(2)
          .allSatisfy(symbol -> assertThat(symbol).isInstanceOf(Integer.class));
    }
  }

  @Test
  void aKeyIsPredictedOncePerInterval() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(1, 1).predict(1, 0, 100))) {
      harness.time(1000);
      harness.send("a", "aaa");
      harness.send("b", "b");
      assertThat(harness.predictions()).extracting(Keyed::key).containsExactly("a", "b");
      harness.time(1099);
      harness.send("a", "a");
      assertThat(harness.predictions()).isEmpty();
      harness.time(1100);
      harness.send("a", "a");
      assertThat(harness.predictions())
          .singleElement()
          .extracting(prediction -> prediction.value().getPosition())
          .isEqualTo(5L);
    }
  }

  @Test
  void theIntervalGoesOnAfterARestart() throws Exception {
    settings.shape(1, 1).predict(1, 0, 100);
    LearnHarness harness = new LearnHarness(settings);
    harness.time(1000);
    harness.send("a", "a");
    harness = harness.restart(settings);
    harness.time(1099);
    harness.send("a", "a");
    assertThat(harness.predictions()).isEmpty();
    harness.time(1100);
    harness.send("a", "a");
    assertThat(harness.predictions()).hasSize(1);
    harness.close();
  }

  @Test
  void whatSomebodyWatchesIsPredictedUntilTheWishEnds() throws Exception {
    settings.shape(1, 1).predict(1, 0, 0).predictWatched();
    LearnHarness harness = new LearnHarness(settings);
    harness.time(1000);
    harness.send("a", "a");
    assertThat(harness.predictions()).as("nobody watches").isEmpty();
    harness.say("watch/b", wish("b", 2000L));
    harness.send("a", "a");
    harness.send("b", "b");
    assertThat(harness.predictions()).extracting(Keyed::key).containsExactly("b");
    harness.say("watch/a", wish("a", 1001L));
    assertThat(harness.predictions()).as("at once").extracting(Keyed::key).containsExactly("a");
    harness.say("watch/a", wish("a", 1002L));
    assertThat(harness.predictions()).as("the wish goes on").isEmpty();
    harness.say("watch/c", wish("c", 2000L));
    assertThat(harness.predictions()).as("there is no such key").isEmpty();
    harness.time(1002);

    harness = harness.restart(settings);
    harness.send("b", "b");
    assertThat(harness.predictions()).as("after a restore").hasSize(1);
    harness.time(2000);
    harness.send("b", "b");
    assertThat(harness.predictions()).as("the wish has ended").isEmpty();

    harness.say("watch/b", wish("b", 3000L));
    assertThat(harness.predictions()).as("at once again").extracting(Keyed::key).contains("b");
    harness.say("all", wish(null, null));
    harness.send("a", "a");
    assertThat(harness.predictions()).as("all are wanted, for good").hasSize(1);
    harness.say("all", null);
    harness.send("a", "a");
    harness.send("b", "b");
    assertThat(harness.predictions()).extracting(Keyed::key).containsExactly("b");
    harness.close();
  }

  private static Feedback wish(String stream, Long until) {
    return Feedback.newBuilder()
        .setAction(FeedbackAction.PREDICT)
        .setStream(stream)
        .setUntil(until == null ? null : Instant.ofEpochMilli(until))
        .build();
  }

  @Test
  void nothingAskedNothingPredicted() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings.shape(1, 1).predict(0, 0, 0))) {
      harness.send("a", "aaa");
      assertThat(harness.predictions()).isEmpty();
    }
  }
}
