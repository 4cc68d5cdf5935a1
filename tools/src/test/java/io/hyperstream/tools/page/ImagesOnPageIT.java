package io.hyperstream.tools.page;

import static io.hyperstream.tools.image.ImageFixtures.classification;
import static io.hyperstream.tools.image.ImageFixtures.image;
import static io.hyperstream.tools.page.PageFixtures.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.embedded.Patience;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in a browser, without a job. Pictures as in {@link LivePageIT}. */
class ImagesOnPageIT {

  private static final Path PICTURES = Path.of(System.getProperty("pictures", "target/pictures"));
  private static final String FIGURES = "document.querySelectorAll('#images figure')";

  @TempDir private Path profile;

  private final KnownStreams streams = new KnownStreams(System::currentTimeMillis);
  private final InputText input = new InputText(SchemaSource.NONE);

  @Test
  void showsTheLatestWithWhatTheyWereTakenFor() throws Exception {
    Optional<Path> executable = Chromium.find();
    assumeThat(executable).as("a Chromium on the path, or named by CHROMIUM").isPresent();
    Frame.About about = new Frame.About("kafka:9092", null);
    try (PageServer server =
            new PageServer(
                streams, about, new RulesInMemory().handler(), "127.0.0.1", 0, Set.of());
        Chromium browser = Chromium.start(executable.get(), profile)) {
      browser.viewport(1280, 800, false);
      streams.add("digits", classification(0, "a", "7", 1, 1));
      streams.add("digits", classification(1, "b", null, 2, 1));
      streams.add("digits", classification(2, "c", "2", 3, 2));
      browser.open(server.url() + "/");
      await(browser, FIGURES + ".length === 3");

      assertThat(browser.evaluate("[..." + FIGURES + "].map(f => f.className).join()"))
          .isEqualTo("wrong,open,right");
      assertThat(browser.evaluate(FIGURES + "[0].innerText")).matches("(?s)7\\s*98%\\s*is 2\\s*");
      // The first of two pixels is red.
      assertThat(
              browser.evaluate(
                  FIGURES + "[0].firstChild.getContext('2d').getImageData(0, 0, 2, 1).data.join()"))
          .isEqualTo("255,0,0,255,1,2,3,255");
      assertThat(browser.evaluate("document.querySelector('#list .row').innerText"))
          .contains("3 images", "50.0%");
      assertThat(browser.evaluate("document.querySelector('.totals').innerText"))
          .contains("images/s", "bits/image")
          .doesNotContain("symbols/s", "BPC");
      assertThat(browser.evaluate("document.querySelector('.heads').innerText"))
          .contains("accuracy")
          .doesNotContain("BPC");
      assertThat(browser.evaluate("document.querySelector('#detail dl').innerText"))
          .matches("(?s)accuracy\\s+50.0%\\s+labels\\s+2\\s+images\\s+3");
      assertThat(browser.evaluate("document.getElementById('reading').textContent"))
          .isEqualTo("Running accuracy over time");
      for (String hidden : List.of("text", "numbers", "next", "hint")) {
        assertThat(browser.evaluate("document.getElementById('%s').hidden".formatted(hidden)))
            .as(hidden)
            .isEqualTo("true");
      }

      streams.add("digits", classification(3, "b", "7", 3, 3));
      await(browser, FIGURES + "[1].className === 'right'");
      assertThat(browser.evaluate(FIGURES + ".length")).isEqualTo("3");
      browser.picture(PICTURES.resolve("page-images.png"));

      streams.add("lines", score(0, 3, 1, null));
      await(browser, "document.querySelectorAll('#list .row').length === 2");
      assertThat(browser.evaluate("document.querySelector('.totals').innerText"))
          .contains("symbols/s", "BPC")
          .doesNotContain("image");
      assertThat(browser.console()).as("errors and refused requests").isEmpty();
    }
  }

  /** Waits, and does what the reader of the input does meanwhile. */
  private void await(Chromium browser, String expression) throws Exception {
    byte[] value = image(List.of("red", "green", "blue"), 255, 0, 0, 1, 2, 3);
    Patience.await(
        expression,
        () -> {
          streams.textsWanted().forEach(record -> streams.take(record, record.read(input, value)));
          return browser.evaluate("Boolean(%s)".formatted(expression)).equals("true");
        });
  }
}
