package io.hyperstream.tools.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page in a browser, during a replay of four streams by the whole job. With {@code
 * -Dpictures=FOLDER} its pictures go there, which is how those in docs are made.
 */
class LivePageIT {

  private static final Path PICTURES = Path.of(System.getProperty("pictures", "target/pictures"));
  private static final String SCRIPT =
      "<script>document.title = 'taken'</script><img src=/ onerror=\"document.title='taken'\">";

  private static final String ODD = "WATCHDOG: the pump is stuck, valve 7 stays open!";
  private static final String OTHER_ODD = "<html>Gateway timed out while reading</html>";

  @TempDir private Path profile;
  private Chromium browser;
  private Page page;

  @Test
  void showsWhatHappensInFourStreams() throws Exception {
    Optional<Path> executable = Chromium.find();
    assumeThat(executable).as("a Chromium on the path, or named by CHROMIUM").isPresent();
    try (FourStreams streams = new FourStreams();
        Chromium chromium = Chromium.start(executable.get(), profile)) {
      browser = chromium;
      page = new Page(chromium);
      browser.viewport(1280, 800, false);
      browser.open(streams.url() + "/");

      showsAStream();
      showsThatItChangesItsLanguage(streams);
      saysWhyARecordRaisedAnAlert();
      isSilentAboutWhatIsFine(streams);
      isDarkAndFitsAPhone();
      streams.goOn();
      findsAKey();
      pauses();
      isUsedWithTheKeyboard();
      showsAScriptAsText(streams);
      showsWhatIsRejected(streams);
      assertThat(browser.console()).as("errors and refused requests").isEmpty();
    }
  }

  private void showsAStream() throws Exception {
    page.awaitRows(FourStreams.KEYS.size());
    page.select(FourStreams.CHANGING);
    browser.await("document.querySelectorAll('#text .record').length > 5");
    browser.await("document.querySelectorAll('#candidates li').length === 5");
    browser.await("document.querySelector('#text .ghost').textContent !== ''");
    browser.await("document.querySelector('#chart canvas')");
    browser.await("document.getElementById('dashboard').href.startsWith('http://')");
  }

  private void showsThatItChangesItsLanguage(FourStreams streams) throws Exception {
    page.awaitSymbols(15_000);
    double bpc = page.bpc();
    double red = page.redShare();
    streams.changeLanguage(18);
    browser.await("document.getElementById('text').textContent.includes(' für ')");
    browser.await(Page.rowOf(FourStreams.CHANGING) + ".dataset.alarm >= 2");
    browser.await(Page.RED_SHARE + " > " + 1.5 * red);
    page.awaitBpc(1.25 * bpc);
    browser.await(Page.incidentOf(FourStreams.CHANGING));
    picture("page");
  }

  private void saysWhyARecordRaisedAnAlert() throws Exception {
    String explained =
        "[...document.querySelectorAll('#text .record .caption')]"
            + ".find(caption => caption.querySelector('.reason').textContent.startsWith('“'))";
    browser.await(explained);
    String caption = browser.evaluate(explained + ".textContent");
    assertThat(caption).matches("1 in [0-9.]+[KM]? \\d\\d:\\d\\d:\\d\\d text/0@\\d+ “.*");
    assertThat(browser.evaluate("document.getElementById('alert-count').textContent"))
        .isNotEqualTo("0");
  }

  /** An odd line raises an alert, and after "This is fine" the same line raises none. */
  private void isSilentAboutWhatIsFine(FourStreams streams) throws Exception {
    String odd = Page.incidentAt(streams.send(FourStreams.STEADY, ODD).get().offset());
    browser.await(odd);
    browser.evaluate(odd + ".nextSibling.firstChild.click()");
    browser.await("document.getElementById('fine').open");
    browser.evaluate("document.querySelector('#fine button[value=fine]').click()");
    browser.await(odd + ".nextSibling.textContent.startsWith('Fine until')");
    // The job has heard of it when its incident is closed.
    browser.await("!%s.classList.contains('open')".formatted(odd));
    String like = Page.incidentAt(streams.send(FourStreams.STEADY, ODD).get().offset());
    String other = Page.incidentAt(streams.send(FourStreams.STEADY, OTHER_ODD).get().offset());
    browser.await(other);
    assertThat(browser.evaluate(other + ".textContent")).contains("1 alert");
    assertThat(browser.evaluate("!%s".formatted(like))).isEqualTo("true");
    picture("fine-silent");
  }

  private void isDarkAndFitsAPhone() throws Exception {
    String paper = "getComputedStyle(document.body).backgroundColor";
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(250, 249, 246)");
    browser.dark(true);
    assertThat(browser.evaluate(paper)).isEqualTo("rgb(19, 18, 16)");
    picture("page-dark");

    browser.viewport(390, 844, true);
    assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo("390");
    assertThat(page.isSeen("#list")).isNotEqualTo(page.isSeen("#text"));
    picture("page-phone");
    browser.evaluate("document.getElementById('back').click()");
    assertThat(page.isSeen("#list")).isTrue();
    assertThat(page.isSeen("#text")).isFalse();
    browser.viewport(1280, 800, false);
    browser.dark(false);
  }

  private void findsAKey() throws Exception {
    browser.press("/");
    assertThat(page.focused()).isEqualTo("search");
    browser.type("SENS");
    page.awaitRows(1);
    page.awaitTop("sensor-7");
    browser.await("document.getElementById('matches').textContent === '1 found'");
    browser.press("Escape");
    page.awaitRows(FourStreams.KEYS.size());
    assertThat(page.focused()).isEqualTo("list");
  }

  private void pauses() throws Exception {
    browser.press("p");
    browser.await("document.getElementById('status').textContent === 'paused'");
    Thread.sleep(1_000);
    String paused = page.symbols();
    Thread.sleep(3_000);
    assertThat(page.symbols()).isEqualTo(paused);
    browser.press("p");
    browser.await("document.getElementById('status').textContent === 'live'");
    browser.await(
        "document.getElementById('stream-symbols').textContent !== '%s'".formatted(paused));
  }

  private void isUsedWithTheKeyboard() throws Exception {
    browser.press("Home");
    String first = page.selected();
    browser.press("j");
    browser.await(Page.SELECTED + " !== '%s'".formatted(first));
    browser.press("k");
    browser.press("ArrowDown");
    String key = page.selected();
    browser.await("document.getElementById('key').textContent === '%s'".formatted(key));
    assertThat(browser.evaluate("document.activeElement.getAttribute('aria-activedescendant')"))
        .startsWith("stream-");

    browser.press("?");
    browser.await("document.getElementById('help').open");
    browser.press("Escape");
    browser.await("!document.getElementById('help').open");
  }

  private void showsAScriptAsText(FourStreams streams) throws Exception {
    streams.send("forms", SCRIPT);
    page.awaitRows(FourStreams.KEYS.size() + 1);
    page.select("forms");
    browser.await("document.querySelector('#text .record')");
    assertThat(browser.evaluate("document.querySelector('#text .record').textContent"))
        .isEqualTo(SCRIPT + "\u21b5\n");
    assertThat(browser.evaluate("document.title")).isEqualTo("Hyperstream");
    assertThat(browser.evaluate("document.querySelectorAll('#text script, #text img').length"))
        .isEqualTo("0");
    picture("page-script");
  }

  private void showsWhatIsRejected(FourStreams streams) throws Exception {
    assertThat(browser.evaluate("document.getElementById('rejected').disabled")).isEqualTo("true");
    streams.send("forms", "x".repeat(FourStreams.MAX_BYTES + 1));
    browser.await("document.getElementById('rejected').textContent === '1'");
    browser.evaluate("document.getElementById('rejected').click()");
    assertThat(page.isSeen("#rejections")).isTrue();
    assertThat(browser.evaluate("document.querySelector('#rejections li').textContent"))
        .startsWith("text/0@")
        .contains("more than input.max-record-bytes, " + FourStreams.MAX_BYTES);
  }

  private void picture(String name) throws Exception {
    Thread.sleep(700); // what moves has arrived
    browser.picture(PICTURES.resolve(name + ".png"));
  }
}
