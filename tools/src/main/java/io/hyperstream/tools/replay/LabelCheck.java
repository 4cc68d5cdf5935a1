package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a labelled input before it is learned, so that a wrong label is found at the start. */
final class LabelCheck {

  private LabelCheck() {}

  /**
   * Requires that each line has a label, and that there are normal and anomalous lines.
   *
   * @throws InputFileException if not; it names the line
   */
  static void require(ReplayInput input) throws InputFileException {
    List<Boolean> labels = new ArrayList<>();
    Path file = null;
    int linesBefore = 0;
    for (Piece piece : input.pieces()) {
      file = piece.file();
      linesBefore = piece.start() == 0 ? labels.size() : linesBefore;
      try (RecordSource lines = input.open(piece, labels::add)) {
        while (!lines.isFinished()) {
          lines.poll();
        }
      } catch (LabelledSource.MissingLabelException e) {
        throw new InputFileException(
            file,
            ("line %d has no label: a line must begin with - if it is normal, or with another word"
                    + " if it is anomalous, and a blank or a tab after it")
                .formatted(labels.size() - linesBefore + 1));
      } catch (IOException e) {
        throw new InputFileException(e);
      }
    }
    int anomalous = (int) labels.stream().filter(label -> label).count();
    if (anomalous == 0 || anomalous == labels.size()) {
      throw new InputFileException(
          file,
          "%,d of %,d lines are labelled anomalous; a ranking needs normal and anomalous lines"
              .formatted(anomalous, labels.size()));
    }
  }
}
