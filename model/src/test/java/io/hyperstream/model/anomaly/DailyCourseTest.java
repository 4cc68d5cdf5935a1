package io.hyperstream.model.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DailyCourseTest {

  private static final double MINUTE = 60_000;
  private static final double HOUR = 60 * MINUTE;

  private final DailyCourse course = new DailyCourse();

  @Test
  void anHourIsKnownAfterFourDays() {
    for (int day = 0; day < 4; day++) {
      for (int hour = 0; hour < 24; hour++) {
        assertThat(course.deviation(hour, (24 * day + hour) * HOUR)).isNaN();
      }
    }
    assertThat(course.deviation(5, 96 * HOUR)).isEqualTo(5);
  }

  @Test
  void timesThatGoBackAndForthAtAFullHourAreOneDay() {
    for (int i = 0; i < 100; i++) {
      assertThat(course.deviation(1, 10 * HOUR - i)).isNaN();
      assertThat(course.deviation(1, 10 * HOUR + i)).isNaN();
    }
  }

  @Test
  void aValueThatIsLateDoesNotCountForItsHour() {
    for (int day = 0; day < 4; day++) {
      double midnight = 24 * day * HOUR;
      course.deviation(1, midnight + 9.5 * HOUR);
      course.deviation(3, midnight + 10 * HOUR);
      course.deviation(1_000, midnight + 10 * HOUR - MINUTE);
      course.deviation(5, midnight + 10.5 * HOUR);
    }
    course.deviation(0, 96 * HOUR);
    assertThat(course.deviation(4, 106 * HOUR)).isZero();
    assertThat(course.deviation(1, 106 * HOUR - MINUTE)).isZero();
  }

  @Test
  void aClockThatWasFarAheadIsForgotten() {
    course.deviation(1, 1e6 * HOUR);
    for (int day = 0; day < 4; day++) {
      course.deviation(2, (24 * day + 3) * HOUR);
      course.deviation(2, (24 * day + 5) * HOUR);
    }
    assertThat(course.deviation(2, 99 * HOUR)).isZero();
  }
}
