package io.hyperstream.tools.page;

import static io.hyperstream.tools.alert.AlertFixtures.alert;
import static io.hyperstream.tools.alert.AlertFixtures.incident;
import static io.hyperstream.tools.page.PageFixtures.score;
import static io.hyperstream.tools.page.PageFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.tools.embedded.Patience;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts in a browser, without a job. Pictures as in {@link LivePageIT}. */
class AlertsOnPageIT {

  private static final Path PICTURES = Path.of(System.getProperty("pictures", "target/pictures"));
  private static final String USUAL = "all is well";
  private static final String ODD = "\ta <panic>";

  @TempDir private Path profile;

  private final KnownStreams streams = new KnownStreams(System::currentTimeMillis);
  private final Map<Long, String> input = new HashMap<>();
  private final RulesInMemory rules = new RulesInMemory();
  private Chromium browser;
  private Page page;

  @Test
  void leadsToTheRecordsThatRaisedThem() throws Exception {
    Optional<Path> executable = Chromium.find();
    assumeThat(executable).as("a Chromium on the path, or named by CHROMIUM").isPresent();
    Frame.About about = new Frame.About("kafka:9092", null);
    try (PageServer server =
            new PageServer(streams, about, rules.handler(), "127.0.0.1", 0, Set.of());
        Chromium chromium = Chromium.start(executable.get(), profile)) {
      browser = chromium;
      page = new Page(chromium);
      browser.viewport(1280, 800, false);
      fill();
      browser.open(server.url() + "/");

      listsIncidents();
      leadsFromARedStreamToItsRecord();
      leadsFromAnIncidentToItsRecord();
      showsTheCopyOfARecordThatIsNotThere();
      saysWhyAtOnce();
      saysThatSomethingIsFine();
      showsControlCharacters();
      fitsAPhone();
      assertThat(browser.console()).as("errors and refused requests").isEmpty();
    }
  }

  /** A calm stream, and one with an odd record among 200 usual ones. */
  private void fill() {
    for (int i = 0; i < 20; i++) {
      record("calm", i, USUAL, 1.2);
    }
    for (int i = 100; i < 300; i++) {
      record("odd", i, i == 170 ? ODD : USUAL, i == 170 ? 100_000 : 1.5);
    }
    streams.add("odd", alert(50));
    streams.add(incident("odd", 50, IncidentStatus.CLOSED, 24));
    streams.add("odd", alert(170));
    streams.add(incident("odd", 170, IncidentStatus.OPEN, 1));
  }

  private void record(String key, long offset, String text, double surprise) {
    input.put(offset, text);
    streams.add(key, score(offset, text.length() + 1, 2, surprise));
  }

  /** What the reader of the input does. */
  private void readTexts() {
    streams
        .textsWanted()
        .forEach(record -> streams.take(record, text(record, input.get(record.offset))));
  }

  private void await(String expression) throws Exception {
    Patience.await(
        expression,
        () -> {
          readTexts();
          return browser.evaluate("Boolean(%s)".formatted(expression)).equals("true");
        });
  }

  private void listsIncidents() throws Exception {
    await("document.querySelectorAll('#incidents li').length === 2");
    assertThat(browser.evaluate("document.getElementById('alert-count').textContent"))
        .isEqualTo("2");
    assertThat(browser.evaluate("document.querySelector('#incidents li > button').innerText"))
        .matches("(?s)4\\s+odd\\s+\\d\\d:19:31\\s+open\\s+1 alert: “<panic>”, not “calm line”\\s*");
    assertThat(browser.evaluate("document.querySelectorAll('#incidents li > button')[1].innerText"))
        .matches("(?s)4\\s+odd\\s+\\d\\d:17:31\\s+24 alerts: “<panic>”, not “calm line”\\s*");
    page.awaitTop("odd");
  }

  private void leadsFromARedStreamToItsRecord() throws Exception {
    page.select("calm");
    await("document.querySelectorAll('#text .record').length === 20");
    assertThat(browser.evaluate("document.querySelectorAll('#text .caption').length"))
        .isEqualTo("0");
    page.select("odd");
    await("document.querySelector('#text .found')");
    assertThat(found()).isEqualTo("text/0@170");
    assertThat(page.isInView("#text .found")).isTrue();
    assertThat(browser.evaluate("document.querySelector('#text .found').textContent"))
        .matches("(?s)1 in 3.4K \\d\\d:19:30 text/0@170 “<panic>”, not “calm line”→a <panic>↵\n.*");
    assertThat(browser.evaluate("document.querySelector('#text .found .odd').textContent"))
        .isEqualTo("<panic>");
    assertThat(browser.evaluate("document.querySelector('#text .why').textContent"))
        .isEqualTo(
            """
            →a <panic>
               calm line 88% expected
               still ä\\x00 6%
            like it: 12 times, last 3 minutes before
            """);
    // It is older than the rest, which goes on below it.
    assertThat(browser.evaluate("document.querySelectorAll('#text .record').length"))
        .isEqualTo("51");
    picture("alert-record");
  }

  private void leadsFromAnIncidentToItsRecord() throws Exception {
    page.select("calm");
    browser.evaluate("document.querySelectorAll('#incidents li > button')[0].click()");
    await("document.getElementById('key').textContent === 'odd'");
    await("document.querySelector('#text .found')");
    assertThat(found()).isEqualTo("text/0@170");
    assertThat(page.isInView("#text .found")).isTrue();
  }

  private void showsTheCopyOfARecordThatIsNotThere() throws Exception {
    browser.evaluate("document.querySelectorAll('#incidents li > button')[1].click()");
    await("document.querySelector('#text .found').dataset.record === 'text/0@50'");
    assertThat(page.isInView("#text .found")).isTrue();
    assertThat(browser.evaluate("document.querySelector('#text .found').textContent"))
        .contains("text/0@50 “<panic>”, not “calm line”usual↵\n→a <panic>");
    assertThat(browser.evaluate("document.querySelector('#text .found .context').textContent"))
        .isEqualTo("usual↵\n");
    assertThat(browser.evaluate("document.querySelector('#text .found mark').textContent"))
        .isEqualTo("<panic>");
    picture("alert-explained");
    assertThat(browser.evaluate("document.querySelectorAll('#text panic').length")).isEqualTo("0");
  }

  private void saysWhyAtOnce() throws Exception {
    page.select("odd");
    record("odd", 300, ODD, 2_200);
    await("document.querySelector('#text [data-record=\"text/0@300\"] .caption.plain')");
    streams.add("odd", alert(300));
    await("document.querySelector('#text [data-record=\"text/0@300\"] .reason:not(:empty)')");
    assertThat(
            browser.evaluate(
                "document.querySelectorAll('#text [data-record=\"text/0@300\"] .caption').length"))
        .isEqualTo("1");
    await("document.getElementById('alert-count').textContent === '3'");
    streams.add(incident("odd", 170, IncidentStatus.CLOSED, 2));
    await(
        "document.querySelector('#incidents li > button:not(.open)')?.innerText.includes('2 alerts')");
    assertThat(browser.evaluate("document.querySelectorAll('#incidents li').length"))
        .isEqualTo("2");
  }

  private void saysThatSomethingIsFine() throws Exception {
    String line = "document.querySelector('#incidents [data-id=\"text/0@170\"] .feedback')";
    browser.evaluate(line + ".querySelector('button').click()");
    await("document.getElementById('fine').open");
    assertThat(browser.evaluate("document.getElementById('fine-stream').textContent"))
        .isEqualTo("odd");
    assertThat(browser.evaluate("document.getElementById('fine-pattern').textContent"))
        .isEqualTo("usual");
    picture("fine-asked");
    browser.press("Escape");
    await("!document.getElementById('fine').open");
    assertThat(rules.rules).isEmpty();

    browser.evaluate(line + ".querySelector('button').click()");
    browser.evaluate("document.querySelector('#fine [name=where][value=all]').click()");
    browser.evaluate("document.querySelector('#fine [name=seconds][value=\"\"]').click()");
    browser.evaluate("document.querySelector('#fine button[value=fine]').click()");
    await(line + ".textContent === 'Fine in all streams. Undo'");
    assertThat(rules.rules.values()).singleElement().matches(rule -> rule.getStream() == null);
    assertThat(browser.evaluate("document.querySelectorAll('#incidents .feedback').length"))
        .isEqualTo("2");
    picture("fine-said");

    browser.evaluate(line + ".querySelector('button').click()");
    await(line + ".textContent === 'This is fine'");
    assertThat(rules.rules).isEmpty();
  }

  private void showsControlCharacters() throws Exception {
    record("tabs\tand bells", 400, "a\tb\u0007\u001b[31m", 0.1);
    page.awaitRows(3);
    page.select("tabs\u2192and bells");
    await("document.querySelector('#text .record')");
    assertThat(browser.evaluate("document.querySelector('#text .record').textContent"))
        .isEqualTo("a\u2192b\\x07\\x1b[31m\u21b5\n");
    picture("control-characters");
  }

  private void fitsAPhone() throws Exception {
    browser.viewport(390, 844, true);
    assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo("390");
    browser.evaluate("document.getElementById('back').click()");
    picture("alert-phone");
    browser.evaluate("document.querySelectorAll('#incidents li > button')[1].click()");
    await("document.querySelector('#text .found')");
    assertThat(page.isInView("#text .found")).isTrue();
    picture("alert-phone-record");
  }

  private String found() throws Exception {
    return browser.evaluate("document.querySelector('#text .found').dataset.record");
  }

  private void picture(String name) throws Exception {
    Thread.sleep(700); // what moves has arrived
    browser.picture(PICTURES.resolve(name + ".png"));
  }
}
