package io.hyperstream.tools.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The files of the page, all of them from the class path: nothing else can be asked for. */
final class StaticFiles implements HttpHandler {

  /** Where the webjar of the charting library has its files. */
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
          own("/detail.js", "detail.js", SCRIPT),
          own("/chart.js", "chart.js", SCRIPT),
          own("/text.js", "text.js", SCRIPT),
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
      Answers.text(exchange, 404, "There is no such page; the one there is has the path /.");
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
