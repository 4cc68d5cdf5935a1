package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsualRecordsTest {

  /** Of a record: so many that they say nothing. */
  private static final double BITS = 100;

  private UsualRecords usual = new UsualRecords(Capacity.AMPLE);
  private final Random random = new Random(3);

  /** A record of which each byte costs about the same, and one as much as given. */
  private RecordEvidence evidence(String text, int at, float worst) {
    RecordEvidence evidence = new RecordEvidence();
    byte[] symbols = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < symbols.length; i++) {
      float bits = i == at ? worst : 0.2f * random.nextFloat();
      evidence.addByte(symbols[i] & 0xFF, bits, 0.1f, usual);
    }
    return evidence;
  }

  private double judge(String text, int at, double worst) {
    return usual.judge(evidence(text, at, (float) worst), RecordPattern.of(text).hash(), BITS);
  }

  private double usual(int i) {
    String text = "12:%02d:07 user u%d has %d points\n".formatted(i % 60, i % 13, 100 + i % 800);
    return judge(text, i % 3 == 0 ? 16 : 25, -1.5 * Math.log(1 - random.nextDouble()));
  }

  private void learn(int records) {
    for (int i = 0; i < records; i++) {
      usual(i);
    }
  }

  @Test
  void oneUsualRecordInAHundredIsAsUnusualAsThat() {
    learn(200);
    int alarms = 0;
    for (int i = 0; i < 20_000; i++) {
      alarms += usual(i) >= 100 ? 1 : 0;
    }
    assertThat(alarms).isBetween(100, 400);
  }

  @Test
  void aSymbolThatIsFarWorseThanThoseBeforeIsUnusual() {
    learn(500);
    assertThat(judge("12:00:07 user u1 has 150 points\n", 16, 40)).isGreaterThan(1000);
    assertThat(usual(7)).isLessThan(100);
  }

  @Test
  void aWordIsComparedWithThoseInItsPlace() {
    for (int i = 0; i < 500; i++) {
      judge("from host%d level ok\n".formatted(100 + i), 7, 12 + random.nextDouble());
    }
    double where = judge("from host777 level ok\n", 7, 12.5);
    double elsewhere = judge("from host777 level ok\n", 19, 12.5);
    assertThat(elsewhere).isGreaterThan(20 * where);
  }

  @Test
  void aNumberWithMoreDigitsThanEverIsUnusual() {
    learn(500);
    double as = judge("12:00:07 user u1 has 150 points\n", 0, 0.1);
    double longer = judge("12:00:07 user u1 has 150150 points\n", 0, 0.1);
    assertThat(longer).isGreaterThan(10 * as);
  }

  @Test
  void aKnownWordInAnotherPlaceIsUnusual() {
    learn(500);
    double asEver = judge("12:00:07 user u1 has 150 points\n", 0, 0.1);
    double swapped = judge("12:00:07 has u1 user 150 points\n", 0, 0.1);
    assertThat(swapped).isGreaterThan(10 * asEver);
  }

  private double trace(String name, int line) {
    String text = "at com.%s%d.run(%s.java:%d)\n".formatted(name, line % 7, name, 100 + 3 * line);
    return judge(text, 7, 4 + 20 * Math.exp(-line / 3.0));
  }

  @Test
  void aTraceIsOneEventSoAnotherOneIsAsOdd() {
    learn(700);
    assertThat(trace("shop", 0)).isGreaterThan(1000);
    for (int line = 1; line < 40; line++) {
      trace("shop", line);
    }
    learn(60);
    assertThat(trace("disk", 0)).isGreaterThan(1000);
  }

  @Test
  void allLinesOfALongTraceAreUnusual() {
    learn(700);
    judge("12:00:07 the store has failed\n", 9, 20);
    for (int line = 1; line < 40; line++) {
      String text = "at Disk.read:%d\n".formatted(100 + 7 * line);
      assertThat(judge(text, 12, 2 + 20 * Math.exp(-line / 3.0)))
          .as("line " + line)
          .isGreaterThan(8);
    }
  }

  @Test
  void aPatternThatIsNewIsMoreUnusualThanTheSameOneAgain() {
    learn(500);
    double first = judge("halt at 12:00:07\n", 0, 3);
    learn(20);
    for (int i = 0; i < 20; i++) {
      judge("halt at 12:00:07\n", 0, 3);
      learn(20);
    }
    assertThat(judge("halt at 12:00:07\n", 0, 3)).isLessThan(first);
  }

  @Test
  void aLastingRiseIsADriftAndAFallIsNone() {
    learn(4_000);
    assertThat(usual.drift()).isLessThan(15);
    for (int i = 0; i < 30; i++) {
      judge("user u%d has %d points\n".formatted(i, i), 5, 20 + random.nextDouble());
    }
    assertThat(usual.drift()).isGreaterThan(30);
    usual.endDrift();
    assertThat(usual.drift()).isZero();

    usual = new UsualRecords(Capacity.AMPLE);
    learn(500);
    for (int i = 0; i < 60; i++) {
      judge("12:00:07 user u1 has 150 points\n", 0, 0.1);
      assertThat(usual.drift()).isLessThan(15);
    }
  }

  @Test
  void afterAFloodTheUsualRecordsAreNoDrift() {
    learn(1_000);
    for (int i = 0; i < 200; i++) {
      judge("12:00:07 user u1 has 150 points\n", 0, 0.1);
    }
    for (int i = 0; i < 300; i++) {
      usual(i);
      assertThat(usual.drift()).isLessThan(40);
    }
  }

  @Test
  void aCopyGoesOnTheSameAndSharesNothing() {
    learn(300);
    RecordEvidence half = evidence("12:00:07 user u", 3, 2);
    UsualRecords other = usual.copy();
    UsualRecords original = usual;
    for (int i = 0; i < 50; i++) {
      RecordEvidence one = half.copy();
      RecordEvidence same = half.copy();
      for (char symbol : (i + " points\n").toCharArray()) {
        one.addByte(symbol, i % 9, 0.5f, original);
        same.addByte(symbol, i % 9, 0.5f, other);
      }
      assertThat(other.judge(same, i, BITS)).isEqualTo(original.judge(one, i, BITS));
    }
    assertThat(other).usingRecursiveComparison().isEqualTo(original);
    other.judge(new RecordEvidence(), 1, BITS);
    assertThat(original.records()).isEqualTo(350);
    assertThat(other.records()).isEqualTo(351);
  }

  @Test
  void tokensAreWords() {
    for (int i = 0; i < 300; i++) {
      RecordEvidence evidence = new RecordEvidence();
      evidence.addToken(700, 0.1f, 0.1f, usual);
      evidence.addToken(701 + i % 3, 1.6f, 1.6f, usual);
      double surprise = usual.judge(evidence, 1, BITS);
      assertThat(surprise).isLessThan(i < 120 ? Double.MAX_VALUE : 1000);
    }
    RecordEvidence evidence = new RecordEvidence();
    evidence.addToken(1, 12, 0.1f, usual);
    evidence.addToken(2, 14, 1.6f, usual);
    assertThat(usual.judge(evidence, 1, BITS)).isGreaterThan(300);
  }

  @Test
  void whatTheModelExpectedIsNoSurprise() {
    learn(500);
    RecordEvidence evidence = evidence("halt\n", 2, 30);
    UsualRecords same = usual.copy();
    assertThat(same.judge(evidence.copy(), 1, 100)).isGreaterThan(1000);
    assertThat(usual.judge(evidence, 1, 2)).isLessThanOrEqualTo(4.01);
  }
}
