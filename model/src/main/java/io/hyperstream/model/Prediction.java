package io.hyperstream.model;

import io.hyperstream.model.expert.Expert;
import io.hyperstream.model.expert.Outlook;
import io.hyperstream.model.net.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Predicts what comes next in some streams, side by side, one symbol after the other. */
final class Prediction {

  private final Network network;
  private final Expert expert;
  private final int vocabulary;

  Prediction(Network network, Expert expert, int vocabulary) {
    this.network = network;
    this.expert = expert;
    this.vocabulary = vocabulary;
  }

  /**
   * What is expected of each stream.
   *
   * @param states no more than the network has windows
   * @param top as in {@link Learner#predict}
   * @param continuation likewise
   */
  List<NextSymbols> of(List<StreamState> states, int top, int continuation) {
    int count = states.size();
    int[] lengths = new int[count];
    Arrays.fill(lengths, 1);
    network.begin(lengths, count);
    for (int w = 0; w < count; w++) {
      network.setState(w, states.get(w).values());
      network.setSymbol(w, 0, states.get(w).lastSymbol(), 0, 0);
    }
    List<Outlook> outlooks =
        states.stream().map(state -> expert.lookAhead(state.history())).toList();
    float[] logits = new float[vocabulary];
    List<NextSymbols> expected = new ArrayList<>(count);
    for (int position = 0; position < Math.max(1, continuation); position++) {
      if (position > 0) {
        network.keepStates();
      }
      network.forward();
      network.fetchLogits();
      network.awaitLogits();
      for (int w = 0; w < count; w++) {
        network.getLogits(w, 0, logits, 0);
        int next = outlooks.get(w).mostProbable(logits);
        if (position == 0) {
          expected.add(next(outlooks.get(w), logits, top, continuation));
        }
        if (position < continuation) {
          expected.get(w).continuation()[position] = next;
        }
        network.setSymbol(w, 0, next, 0, 0);
        outlooks.get(w).append(next);
      }
    }
    outlooks.forEach(Outlook::end);
    return expected;
  }

  private NextSymbols next(Outlook outlook, float[] logits, int top, int continuation) {
    int count = Math.min(top, vocabulary);
    NextSymbols next = new NextSymbols(new int[count], new float[count], new int[continuation]);
    outlook.expect(logits, next.symbols(), next.probabilities());
    return next;
  }
}
