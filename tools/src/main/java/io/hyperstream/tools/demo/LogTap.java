package io.hyperstream.tools.demo;

import io.hyperstream.tools.feed.RecordSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * A live source of what libraries in this JVM log at level INFO or above. Each line is a record.
 * While the tap is open, these lines go nowhere else.
 */
public final class LogTap implements RecordSource {

  /**
   * Max number of lines that wait to be polled. Further lines are dropped because logging must not
   * block.
   */
  private static final int CAPACITY = 10_000;

  private static final PatternLayout LAYOUT =
      PatternLayout.newBuilder()
          .withPattern("%d{yyyy-MM-dd HH:mm:ss,SSS} %-5level %logger{1} - %msg%n")
          .build();

  private final byte[] key;
  private final List<String> loggers;
  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(CAPACITY);
  private final Tap tap;

  /** Starts listening to these loggers and their children. */
  public LogTap(String key, List<String> loggers) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.loggers = List.copyOf(loggers);
    this.tap = new Tap(key);
    tap.start();
    LoggerContext context = context();
    for (String logger : this.loggers) {
      LoggerConfig tapped = new LoggerConfig(logger, Level.INFO, false);
      tapped.addAppender(tap, Level.INFO, null);
      context.getConfiguration().addLogger(logger, tapped);
    }
    context.updateLoggers();
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] poll() {
    return lines.poll();
  }

  @Override
  public boolean isFinished() {
    return false;
  }

  /** Restores these loggers. */
  @Override
  public void close() {
    LoggerContext context = context();
    loggers.forEach(context.getConfiguration()::removeLogger);
    context.updateLoggers();
    tap.stop();
  }

  private final class Tap extends AbstractAppender {

    Tap(String name) {
      super(name, null, LAYOUT, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      LAYOUT
          .toSerializable(event)
          .lines()
          .forEach(line -> lines.offer(line.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
