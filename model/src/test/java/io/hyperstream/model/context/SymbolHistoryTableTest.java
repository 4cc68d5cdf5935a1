package io.hyperstream.model.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SymbolHistoryTableTest {

  private final SymbolHistoryTable table = new SymbolHistoryTable(1 << 10);

  @Test
  void keepsTheLatestSymbolsWithTheirCountsLatestFirst() {
    int slot = table.claim(12345);
    for (int symbol : new int[] {'a', 'a', 'a', 'b', 'c'}) {
      table.update(slot, symbol);
    }
    long held = table.slot(table.find(12345));
    assertThat(SymbolHistoryTable.symbol(held, 0)).isEqualTo('c');
    assertThat(SymbolHistoryTable.symbol(held, 1)).isEqualTo('b');
    assertThat(SymbolHistoryTable.symbol(held, 2)).isEqualTo('a');
    // Three times, halved at b and at c.
    assertThat(SymbolHistoryTable.count(held, 2)).isEqualTo(1);
    assertThat(SymbolHistoryTable.count(held, 3)).isZero();
  }

  @Test
  void theOldestOfFiveSymbolsGoes() {
    int slot = table.claim(1);
    for (int symbol = 1; symbol <= 5; symbol++) {
      table.update(slot, symbol);
    }
    long held = table.slot(slot);
    for (int i = 0; i < SymbolHistoryTable.SYMBOLS; i++) {
      assertThat(SymbolHistoryTable.symbol(held, i)).isEqualTo(5 - i);
    }
  }

  @Test
  void aNewContextTakesThePlaceOfOneSeenLess() {
    // All in one bucket: the upper bits are the same.
    for (int context = 1; context <= 4; context++) {
      int slot = table.claim(context);
      for (int i = 0; i < (context == 3 ? 1 : 5); i++) {
        table.update(slot, 7);
      }
    }
    table.claim(5);
    assertThat(table.find(3)).isEqualTo(-1);
    for (int context : new int[] {1, 2, 4, 5}) {
      assertThat(table.find(context)).isNotNegative();
    }
  }
}
