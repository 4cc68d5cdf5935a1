package io.hyperstream.tools.replay;

import io.hyperstream.tools.feed.RecordSource;
import io.hyperstream.tools.judge.Label;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a labelled input before it is learned, so that a wrong label is found at the start. */
final class LabelCheck {

  private LabelCheck() {}

  /**
   * Requires that each line has a label, and that some line is normal: else what was given is a log
   * without labels.
   *
   * @throws InputFileException if not; it names the line
   */
  static void require(ReplayInput input) throws InputFileException {
    List<Label> labels = new ArrayList<>();
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
    if (labels.stream().allMatch(Label::isAnomalous)) {
      throw new InputFileException(
          file,
          ("has no line that is labelled normal, of %,d: a normal line must begin with - and a blank"
                  + " or a tab after it")
              .formatted(labels.size()));
    }
  }
}
