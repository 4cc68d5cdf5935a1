package io.hyperstream.tools.integration;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Reads whatever anything in this JVM logs, from level DEBUG on, and looks for secrets in it. */
final class LeakDetector implements AutoCloseable {

  private static final String NAME = "leaks";

  private final List<String> secrets;
  private final AtomicLong events = new AtomicLong();
  private final Set<String> leaks = new ConcurrentSkipListSet<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

  LeakDetector(List<String> secrets) {
    this.secrets = secrets;
    Tap tap = new Tap();
    tap.start();
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.getAppenders().keySet().forEach(root::removeAppender);
    root.addAppender(tap, Level.DEBUG, null);
    root.setLevel(Level.DEBUG);
    context.updateLoggers();
  }

  /** Looks for secrets in a text from elsewhere. */
  void read(String source, String text) {
    events.incrementAndGet();
    if (secrets.stream().anyMatch(text::contains)) {
      leaks.add(source + ": " + text);
    }
  }

  void read(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    read("exception", text.toString());
  }

  long events() {
    return events.get();
  }

  Set<String> leaks() {
    return leaks;
  }

  /** Logging is as it was. */
  @Override
  public void close() {
    context.reconfigure();
  }

  private final class Tap extends AbstractAppender {

    Tap() {
      super(NAME, null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      read(event.getLoggerName(), event.getMessage().getFormattedMessage());
      if (event.getThrown() != null) {
        read(event.getThrown());
      }
    }
  }
}
