package io.hyperstream.tools.image;

import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.conv.LabelledImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A folder with a folder for each class, in it images that Java can read: PNG, JPEG, GIF, BMP. */
final class ImageFolder {

  private ImageFolder() {}

  static LabelledImages read(Path folder) throws IOException {
    List<Path> classes = list(folder, Files::isDirectory);
    if (classes.size() < 2) {
      throw new IOException(
          "%s must have a folder for each class, at least two, but has %d"
              .formatted(folder, classes.size()));
    }
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    List<Integer> labels = new ArrayList<>();
    ImageShape shape = null;
    for (int label = 0; label < classes.size(); label++) {
      for (Path file : list(classes.get(label), Files::isRegularFile)) {
        BufferedImage image = image(file);
        ImageShape own = shapeOf(image);
        if (shape != null && !shape.equals(own)) {
          throw new IOException(
              "%s is %s, but the images before it are %s; make them all alike"
                  .formatted(file, own, shape));
        }
        shape = own;
        write(image, shape, pixels);
        labels.add(label);
      }
    }
    if (shape == null) {
      throw new IOException("%s has no images".formatted(folder));
    }
    return new LabelledImages(
        shape,
        pixels.toByteArray(),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        classes.stream().map(path -> path.getFileName().toString()).toList());
  }

  private static BufferedImage image(Path file) throws IOException {
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException e) {
      throw new IOException("%s is an image that is damaged: %s".formatted(file, e), e);
    }
    if (image == null) {
      throw new IOException(
          "%s is no image that Java can read; give PNG, JPEG, GIF or BMP, and nothing else"
              .formatted(file));
    }
    return image;
  }

  private static List<Path> list(Path folder, Predicate<Path> kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> kind.test(file) && !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** One channel if it is grey, else three. */
  private static ImageShape shapeOf(BufferedImage image) {
    int channels = image.getColorModel().getNumColorComponents() == 1 ? 1 : 3;
    return new ImageShape(image.getHeight(), image.getWidth(), channels);
  }

  /** Grey may have any number of bits. */
  private static int grey(BufferedImage image, int x, int y) {
    int max = (1 << image.getColorModel().getComponentSize(0)) - 1;
    return (int) (255L * image.getRaster().getSample(x, y, 0) / max);
  }

  private static void write(BufferedImage image, ImageShape shape, ByteArrayOutputStream out) {
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        if (shape.channels() == 1) {
          out.write(grey(image, x, y));
        } else {
          int colour = image.getRGB(x, y);
          out.write(colour >> 16);
          out.write(colour >> 8);
          out.write(colour);
        }
      }
    }
  }
}
