package io.hyperstream.tools.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@link PageSoak}: when all keys are known, the page keeps no further records.
 */
class PageSoakTest {

  /** Of each key: more symbols than the page remembers. */
  private static final int RECORDS = 30;

  /**
   * Less than the smallest trace of a record that could be kept. Not zero: the histories of 10,000
   * keys still grow, and the heap holds the garbage of other tests.
   */
  private static final long BYTES_PER_RECORD = 100;

  @Test
  void keepsNoFurtherRecordsOnceItKnowsAllKeys() throws Exception {
    try (PageSoak soak = new PageSoak()) {
      soak.fill(RECORDS);
      soak.run(Duration.ofMillis(300));
      long before = PageSoak.used();

      soak.fill(2 * RECORDS);
      soak.run(Duration.ofMillis(300));

      long records = 2L * RECORDS * KnownStreams.MAX_KEYS;
      assertThat(PageSoak.used() - before).isLessThan(records * BYTES_PER_RECORD);
      assertThat(soak.received()).isPositive();
    }
  }
}
