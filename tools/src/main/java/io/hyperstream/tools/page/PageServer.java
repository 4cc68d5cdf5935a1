package io.hyperstream.tools.page;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The HTTP server of the page: its files, and a stream of events for each client. */
final class PageServer implements AutoCloseable {

  /** Max number of open pages; each occupies a thread. */
  static final int MAX_CLIENTS = 32;

  /** The clients' threads and some more for the files. */
  private static final int MAX_THREADS = MAX_CLIENTS + 16;

  private static final Duration STUCK = Duration.ofSeconds(20);
  private static final int ANY_BACKLOG = 0;

  static {
    // Read once by the JDK's server. Frames are small and must not wait to be merged. A client that
    // starts a request must finish it in time.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
  }

  private final KnownStreams streams;
  private final Frame.About about;
  private final String host;
  private final Set<String> names;
  private final HttpServer server;
  private final Set<EventStream> clients = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, MAX_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("page"));
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(daemons("page-watchdog"));

  /**
   * Starts serving.
   *
   * @param feedback takes what people say on the page
   * @param host name or address to listen on
   * @param port port to listen on, 0 for any free port
   * @param otherNames names that requests may also be addressed to, such as that of a proxy
   * @throws IOException if it cannot listen on this port
   */
  PageServer(
      KnownStreams streams,
      Frame.About about,
      FeedbackHandler feedback,
      String host,
      int port,
      Collection<String> otherNames)
      throws IOException {
    this.streams = streams;
    this.about = about;
    this.host = host;
    this.names =
        Stream.concat(Stream.of("localhost", host), otherNames.stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    this.server = bind(host, port);
    serve("/", Set.of("GET"), new StaticFiles());
    serve("/events", Set.of("GET"), this::events);
    serve("/rules", FeedbackHandler.METHODS, feedback);
    server.setExecutor(threads);
    server.start();
    watchdog.scheduleWithFixedDelay(
        () -> clients.forEach(client -> client.endIfStuck(STUCK)),
        STUCK.toSeconds(),
        STUCK.toSeconds(),
        TimeUnit.SECONDS);
  }

  private static HttpServer bind(String host, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("There is no host " + host + " to serve the page on");
    }
    try {
      return HttpServer.create(address, ANY_BACKLOG);
    } catch (BindException e) {
      throw new IOException(
          "The page cannot be served on %s:%d (%s); give another --port or --host"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, "hyperstream-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private void serve(String path, Set<String> methods, HttpHandler handler) {
    HttpContext context = server.createContext(path, handler);
    context.getFilters().add(new HostGuard(names, methods));
  }

  /** Address of the page. */
  String url() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "http://%s:%d".formatted(name, server.getAddress().getPort());
  }

  private void events(HttpExchange exchange) throws IOException {
    Shown shown;
    try {
      shown = Shown.parse(exchange.getRequestURI().getRawQuery());
    } catch (IllegalArgumentException e) {
      Answers.text(exchange, 400, "The query is malformed: " + e.getMessage());
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    // A proxy that collects what it passes on would hold events back; nginx goes by this.
    exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
    EventStream client =
        new EventStream(new ClientView(streams, shown, about), exchange.getResponseBody());
    clients.add(client);
    try (exchange) {
      if (clients.size() > MAX_CLIENTS) {
        Answers.text(exchange, 503, "Too many pages are open.");
        return;
      }
      exchange.sendResponseHeaders(200, 0);
      client.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
  }
}
