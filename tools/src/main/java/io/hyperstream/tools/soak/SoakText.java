package io.hyperstream.tools.soak;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The endless and reproducible lines of one key in a soak. They look like a service's log of user
 * actions. Some words are far more frequent than others, and some lines are empty.
 */
final class SoakText {

  private static final String[] ACTIONS = {
    "login", "search", "open", "save", "logout", "delete", "upload", "share", "rename", "print"
  };
  private static final String[] THINGS = {
    "report", "invoice", "picture", "letter", "contract", "backup", "message", "calendar"
  };
  private static final int EMPTY_LINE_EVERY = 50;

  private final SplittableRandom random;
  private final String service;
  private int user;

  SoakText(int key) {
    this.random = new SplittableRandom(key);
    this.service = THINGS[key % THINGS.length] + "-service-" + key;
  }

  /** The next line, without its newline. */
  byte[] next() {
    if (random.nextInt(EMPTY_LINE_EVERY) == 0) {
      return new byte[0];
    }
    user = random.nextInt(3) == 0 ? 1000 + random.nextInt(40) : user;
    String line =
        "%s user=%d %s %s took %d ms"
            .formatted(service, user, pick(ACTIONS), pick(THINGS), 1 + random.nextInt(200));
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /** Each word is twice as likely as the next. */
  private String pick(String[] words) {
    int index = Integer.numberOfTrailingZeros(random.nextInt() | 1 << (words.length - 1));
    return words[index];
  }
}
