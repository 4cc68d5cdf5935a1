package io.hyperstream.tools.train;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.file.MalformedModelException;
import io.hyperstream.model.train.TrainingState;
import io.hyperstream.model.train.TrainingState.Check;
import io.hyperstream.tools.lifecycle.LockFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file beside a model from which its training goes on. It is replaced as a whole, so that a
 * kill leaves the one before.
 */
final class TrainingFile {

  private static final String FORMAT = "hyperstream training 1";

  private final Path file;

  /**
   * @param model the file that the training is to write
   */
  TrainingFile(Path model) {
    file = model.toAbsolutePath().resolveSibling(model.getFileName() + ".training");
  }

  Path path() {
    return file;
  }

  /**
   * Takes the training for this process until that is closed.
   *
   * @throws IOException if another process trains the same model
   */
  LockFile lock() throws IOException {
    return LockFile.take(
        hidden(".lock"),
        process ->
            "%s is being written by another training (process %s); wait for it, or write to another file"
                .formatted(file, process));
  }

  private Path hidden(String suffix) {
    return file.resolveSibling("." + file.getFileName() + suffix);
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * Writes a state.
   *
   * @param training what is trained on what, in one line
   */
  void write(String training, TrainingState state) throws IOException {
    Path part = hidden(".part");
    try {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
        write(training, state, out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(String training, TrainingState state, DataOutputStream out)
      throws IOException {
    out.writeUTF(FORMAT);
    out.writeUTF(training);
    out.writeInt(state.checks().size());
    for (Check check : state.checks()) {
      out.writeDouble(check.pass());
      out.writeLong(check.symbols());
      out.writeDouble(check.trainBits());
      out.writeDouble(check.validBits());
      out.writeDouble(check.seconds());
    }
    out.writeLong(state.averaged());
    out.writeInt(state.average().length);
    for (float value : state.average()) {
      out.writeFloat(value);
    }
    LearnerFile learner = LearnerFile.of(state.learner(), Group.ALL, DType.F32);
    out.writeLong(learner.size());
    learner.writeTo(out);
  }

  /**
   * Reads the state.
   *
   * @param training what it has to be of
   * @throws IOException if it is of another training, or damaged
   */
  TrainingState read(String training) throws IOException {
    try {
      return readWhole(training);
    } catch (EOFException | UTFDataFormatException | MalformedModelException e) {
      throw new IOException(
          "%s is damaged; delete it to train from the beginning".formatted(file), e);
    }
  }

  private TrainingState readWhole(String training) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!in.readUTF().equals(FORMAT)) {
        throw new IOException(
            "%s is of another release; delete it to train from the beginning".formatted(file));
      }
      if (!in.readUTF().equals(training)) {
        throw new IOException(
            "%s belongs to a training of other files or with other options; give those to go on with it, or delete it to begin anew"
                .formatted(file));
      }
      List<Check> checks = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        checks.add(
            new Check(
                in.readDouble(), in.readLong(), in.readDouble(), in.readDouble(), in.readDouble()));
      }
      long averaged = in.readLong();
      float[] average = new float[in.readInt()];
      for (int i = 0; i < average.length; i++) {
        average[i] = in.readFloat();
      }
      LearnerSnapshot learner = LearnerFile.read(file.toString(), in, in.readLong(), Group.ALL);
      return new TrainingState(learner, average, averaged, checks);
    }
  }

  /** Deletes all files of a training that is done. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(hidden(".lock"));
  }
}
