package io.hyperstream.tools.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.conv.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTrainingTest {

  @TempDir Path folder;

  @Test
  void aModelThatIsThereIsNotReplaced() throws Exception {
    Path model = Files.createFile(folder.resolve("digits.safetensors"));
    assertThatThrownBy(
            () ->
                new ImageTraining(
                    List.of(folder),
                    folder,
                    model,
                    Architecture.MNIST,
                    true,
                    1,
                    List.of(),
                    List.of()))
        .hasMessageContaining("digits.safetensors is there already; delete it to train anew");
  }
}
