package io.hyperstream.tools.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.conv.LabelledImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

  @TempDir Path folder;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] idx(byte[] body, int... sides) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 8, (byte) sides.length});
    for (int side : sides) {
      out.writeBytes(new byte[] {0, 0, (byte) (side >> 8), (byte) side});
    }
    out.writeBytes(body);
    return out.toByteArray();
  }

  @Test
  void idx() throws Exception {
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, (byte) 200, 9, 10, 11, 12};
    Path images = write("a-images-idx3-ubyte", idx(pixels, 2, 2, 3));
    write("a-labels-idx1-ubyte", idx(new byte[] {7, 3}, 2));
    LabelledImages read = ImageFiles.read(List.of(images, images));

    assertThat(read.shape()).isEqualTo(new ImageShape(2, 3, 1));
    assertThat(read.labels()).containsExactly(7, 3, 7, 3);
    assertThat(read.pixels()).startsWith(pixels).endsWith(pixels).hasSize(24);
    assertThat(read.classes()).hasSize(10);
  }

  @Test
  void idxZipped() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(idx(new byte[4], 1, 2, 2));
    }
    Path images = write("images.gz", zipped.toByteArray());
    write("labels.gz", idx(new byte[] {1}, 1));

    assertThat(ImageFiles.read(List.of(images)).size()).isEqualTo(1);
  }

  @Test
  void labelsOfZippedImagesNeedNotBeZipped() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(idx(new byte[4], 1, 2, 2));
    }
    byte[] bytes = zipped.toByteArray();
    Path images = write("c-images.gz", bytes);
    write("c-labels", idx(new byte[] {1}, 1));
    assertThat(ImageFiles.read(List.of(images)).labels()).containsExactly(1);

    write("c-images.gz", Arrays.copyOf(bytes, bytes.length - 9));
    assertThatThrownBy(() -> ImageFiles.read(List.of(images)))
        .hasMessageContaining("c-images.gz is gzipped, but cut off or damaged");
  }

  @Test
  void whatIsMissingOrWrongInIdxIsNamed() throws Exception {
    Path images = write("b-images", idx(new byte[4], 1, 2, 2));
    assertThatThrownBy(() -> ImageFiles.read(List.of(images)))
        .hasMessageContaining("The labels of")
        .hasMessageContaining("must be in a file beside it");
    write("b-labels", idx(new byte[] {1, 2}, 2));
    assertThatThrownBy(() -> ImageFiles.read(List.of(images)))
        .hasMessageContaining("has 1 images, but")
        .hasMessageContaining("has 2 labels");
    write("b-labels", idx(new byte[] {1, 2}, 3));
    assertThatThrownBy(() -> ImageFiles.read(List.of(images)))
        .hasMessageContaining("is not as long as its header says");
  }

  @Test
  void batchesOfCifar() throws Exception {
    byte[] record = new byte[3073];
    record[0] = 4;
    record[1] = 11;
    record[1 + 1024] = 12;
    record[1 + 2048] = 13;
    LabelledImages read = ImageFiles.read(List.of(write("batch.bin", record)));

    assertThat(read.shape()).isEqualTo(new ImageShape(32, 32, 3));
    assertThat(read.labels()).containsExactly(4);
    assertThat(read.pixels()).startsWith(11, 12, 13, 0);
  }

  @Test
  void foldersByClass() throws Exception {
    for (String name : List.of("cat", "dog")) {
      Files.createDirectories(folder.resolve("set").resolve(name));
      BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
      image.setRGB(1, 0, 0x0a141e);
      ImageIO.write(image, "png", folder.resolve("set/" + name + "/1.png").toFile());
    }
    LabelledImages read = ImageFiles.read(List.of(folder.resolve("set")));

    assertThat(read.shape()).isEqualTo(new ImageShape(4, 5, 3));
    assertThat(read.classes()).containsExactly("cat", "dog");
    assertThat(read.labels()).containsExactly(0, 1);
    assertThat(read.pixels()).startsWith(0, 0, 0, 10, 20, 30, 0);
  }

  @Test
  void greyMayHaveSixteenBits() throws Exception {
    for (String name : List.of("set/a", "set/b")) {
      Path image = Files.createDirectories(folder.resolve(name)).resolve("1.png");
      BufferedImage grey = new BufferedImage(5, 4, BufferedImage.TYPE_USHORT_GRAY);
      grey.getRaster().setSample(0, 0, 0, 0xffff);
      grey.getRaster().setSample(1, 0, 0, 0x80ff);
      ImageIO.write(grey, "png", image.toFile());
    }
    LabelledImages read = ImageFiles.read(List.of(folder.resolve("set")));
    assertThat(read.shape().channels()).isEqualTo(1);
    assertThat(read.pixels()).startsWith((byte) 255, (byte) 128, (byte) 0);
  }

  @Test
  void whatIsWrongInFoldersIsNamed() throws Exception {
    Path cats = Files.createDirectories(folder.resolve("pets/cat"));
    assertThatThrownBy(() -> ImageFiles.read(List.of(folder.resolve("pets"))))
        .hasMessageContaining("must have a folder for each class, at least two, but has 1");
    Files.createDirectories(folder.resolve("pets/dog"));
    Path image = cats.resolve("1.png");
    ImageIO.write(new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
    byte[] bytes = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(bytes, 40));
    assertThatThrownBy(() -> ImageFiles.read(List.of(folder.resolve("pets"))))
        .hasMessageContaining("1.png is an image that is damaged");
    Files.write(image, new byte[40]);
    assertThatThrownBy(() -> ImageFiles.read(List.of(folder.resolve("pets"))))
        .hasMessageContaining("1.png is no image that Java can read; give PNG");
  }

  @Test
  void npz() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      entry(
          zip,
          "y.npy",
          "'<i8'",
          "(2,)",
          new byte[] {5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
      entry(zip, "x.npy", "'|u1'", "(2, 2, 1, 2)", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }
    LabelledImages read = ImageFiles.read(List.of(write("set.npz", file.toByteArray())));

    assertThat(read.shape()).isEqualTo(new ImageShape(2, 1, 2));
    assertThat(read.labels()).containsExactly(5, 1);
    assertThat(read.pixels()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void whatIsWrongInNpzIsNamed() throws Exception {
    assertThatThrownBy(() -> npz("'<i4'", new byte[] {-1, -1, -1, -1, 1, 0, 0, 0}, "x", "y"))
        .hasMessageContaining("set.npz has the label -1; number the classes from 0 on");
    assertThatThrownBy(() -> npz("'<i4'", new byte[] {0, 0, 0, 127, 1, 0, 0, 0}, "x", "y"))
        .hasMessageContaining("has the label 2130706432");
    assertThatThrownBy(() -> npz("'<f4'", new byte[8], "x", "y"))
        .hasMessageContaining("labels must be whole numbers, little-endian, but are <f4");
    assertThatThrownBy(() -> npz("'|u1'", new byte[2], "x", "y", "z"))
        .hasMessageContaining("must have one array of 2 labels for x.npy, but has [y.npy, z.npy]");
    assertThatThrownBy(() -> npz("'|u1'", new byte[2], "x"))
        .hasMessageContaining("must have one array of 2 labels for x.npy, but has none");
    assertThat(npz("'<i2'", new byte[] {3, 0, 1, 0}, "x", "y").labels()).containsExactly(3, 1);
    assertThatThrownBy(() -> ImageFiles.read(List.of(write("text.npz", new byte[50]))))
        .hasMessageContaining("text.npz is no npz file that can be read");
  }

  private LabelledImages npz(String type, byte[] labels, String images, String... labelArrays)
      throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      entry(zip, images + ".npy", "'|u1'", "(2, 1, 1)", new byte[2]);
      for (String name : labelArrays) {
        entry(zip, name + ".npy", type, "(2,)", labels);
      }
    }
    return ImageFiles.read(List.of(write("set.npz", file.toByteArray())));
  }

  private static void entry(
      ZipOutputStream zip, String name, String type, String shape, byte[] body) throws IOException {
    String header = "{'descr': %s, 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    zip.putNextEntry(new ZipEntry(name));
    zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    zip.write(header.getBytes(StandardCharsets.US_ASCII));
    zip.write(body);
  }

  @Test
  void anythingElseIsRefused() throws Exception {
    Path text = write("text", "hello".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> ImageFiles.read(List.of(text)))
        .hasMessageContaining("is neither an IDX file of bytes, nor a batch of CIFAR-10");
    assertThatThrownBy(() -> ImageFiles.read(List.of(folder.resolve("none"))))
        .hasMessageContaining("There is no file");
  }
}
