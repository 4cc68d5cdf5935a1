package io.hyperstream.job.learn.alert;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The number that makes a record of vectors unusual: that of its most surprising vector. */
public final class OddNumber {

  /** Its place in the vector, from 0. */
  public int dimension;

  /** That of the vector; 0 before there is one. */
  public double surprise;

  /** Whether none of the vectors before was as much of an anomaly. */
  public boolean news;

  /** What the model expected of it, see {@code StepResult}. */
  public double low;

  public double middle;
  public double high;

  /**
   * What a number is called.
   *
   * @param names of all; empty if they have none
   */
  public static String name(String[] names, int dimension) {
    return names.length > dimension ? names[dimension] : "value" + (dimension + 1);
  }

  /** Writes it as part of the state of a key, which names the version. */
  public void write(DataOutputView out) throws IOException {
    out.writeInt(dimension);
    out.writeDouble(surprise);
    out.writeBoolean(news);
    out.writeDouble(low);
    out.writeDouble(middle);
    out.writeDouble(high);
  }

  /** As {@link #write} wrote it. */
  public static OddNumber read(DataInputView in) throws IOException {
    OddNumber number = new OddNumber();
    number.dimension = in.readInt();
    number.surprise = in.readDouble();
    number.news = in.readBoolean();
    number.low = in.readDouble();
    number.middle = in.readDouble();
    number.high = in.readDouble();
    return number;
  }

  /** A copy that shares nothing. */
  public OddNumber copy() {
    OddNumber copy = new OddNumber();
    copy.dimension = dimension;
    copy.surprise = surprise;
    copy.news = news;
    copy.low = low;
    copy.middle = middle;
    copy.high = high;
    return copy;
  }
}
