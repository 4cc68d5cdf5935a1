package io.hyperstream.tools.cli;

import io.hyperstream.model.conv.Architecture;
import picocli.CommandLine.Option;

/** Says that files are images, and what learns them. */
final class ImageOptions {

  @Option(
      names = "--images",
      paramLabel = "NETWORK",
      converter = Converters.ToArchitecture.class,
      description =
          "The files are images with labels (IDX, CIFAR-10's batches, npz, or a folder with a folder"
              + " for each class), which this network learns: mnist, channels, wrn-40-1, wrn-40-2 or"
              + " logistic.")
  Architecture network;

  boolean isGiven() {
    return network != null;
  }
}
