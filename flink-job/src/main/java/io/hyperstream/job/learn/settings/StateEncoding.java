package io.hyperstream.job.learn.settings;

/** How exact the network's state of a key is kept between two of its steps. */
public enum StateEncoding {
  /** As it was computed: four bytes a number. */
  FP32,
  /** Rounded to 8 bits of mantissa: two bytes a number. */
  BF16
}
