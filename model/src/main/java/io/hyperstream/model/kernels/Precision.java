package io.hyperstream.model.kernels;

import java.util.Locale;

/**
 * What the products of a device with tensor cores are rounded to before they are multiplied; sums
 * and everything pointwise are 32-bit floats in any case. The CPU always computes with the latter.
 */
public enum Precision {
  /** 10 bits of mantissa, the exponent of a float. */
  TF32,
  /** Floats as they are, without tensor cores. */
  FP32,
  /** 7 bits of mantissa, the exponent of a float. */
  BF16;

  /** The name in reports, such as {@code tf32}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
