package io.hyperstream.tools.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short form of {@link PageSoak}: when all keys are known, the page does not grow. */
class PageSoakTest {

  /** Of each key: more symbols than the page remembers. */
  private static final int RECORDS = 30;

  @Test
  void doesNotGrowOnceItKnowsAllKeys() throws Exception {
    try (PageSoak soak = new PageSoak()) {
      soak.fill(RECORDS);
      soak.run(Duration.ofMillis(300));
      long before = PageSoak.used();

      soak.fill(RECORDS);
      soak.run(Duration.ofMillis(300));

      assertThat(PageSoak.used()).isLessThan(before * 6 / 5);
      assertThat(soak.received()).isPositive();
    }
  }
}
