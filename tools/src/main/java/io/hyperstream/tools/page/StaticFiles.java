package io.hyperstream.tools.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Serves the files of the page from the class path, and no others. */
final class StaticFiles implements HttpHandler {

  /** Path of the charting library's files in its webjar. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private static final String HTML = "text/html";
  private static final String CSS = "text/css";
  private static final String SCRIPT = "text/javascript";

  private record Resource(String name, String type) {}

  static final Map<String, Resource> FILES =
      Map.ofEntries(
          own("/", "index.html", HTML),
          own("/page.css", "page.css", CSS),
          own("/page.js", "page.js", SCRIPT),
          own("/feed.js", "feed.js", SCRIPT),
          own("/header.js", "header.js", SCRIPT),
          own("/list.js", "list.js", SCRIPT),
          own("/alerts.js", "alerts.js", SCRIPT),
          own("/incidents.js", "incidents.js", SCRIPT),
          own("/feedback.js", "feedback.js", SCRIPT),
          own("/detail.js", "detail.js", SCRIPT),
          own("/chart.js", "chart.js", SCRIPT),
          own("/text.js", "text.js", SCRIPT),
          own("/images.js", "images.js", SCRIPT),
          own("/numbers.js", "numbers.js", SCRIPT),
          own("/format.js", "format.js", SCRIPT),
          own("/icon.svg", "icon.svg", "image/svg+xml"),
          Map.entry("/uplot.js", new Resource(UPLOT + "uPlot.esm.js", SCRIPT)),
          Map.entry("/uplot.css", new Resource(UPLOT + "uPlot.min.css", CSS)));

  private static Map.Entry<String, Resource> own(String path, String name, String type) {
    return Map.entry(path, new Resource(name, type));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Resource file = FILES.get(exchange.getRequestURI().getPath());
    if (file == null) {
      Answers.text(exchange, 404, "There is no such page; the live page is at /.");
    } else {
      Answers.bytes(exchange, 200, file.type(), read(file));
    }
  }

  private static byte[] read(Resource file) throws IOException {
    try (InputStream stream = StaticFiles.class.getResourceAsStream(file.name())) {
      if (stream == null) {
        throw new IOException("The job jar lacks the resource " + file.name());
      }
      return stream.readAllBytes();
    }
  }
}
