package io.hyperstream.tools.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hyperstream.tools.embedded.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, driven by its DevTools protocol. What the page says on its
 * console, errors and refused requests among it, is kept.
 */
final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final List<String> console = new ArrayList<>();
  private int nextCall;

  /** The browser that CHROMIUM names, else one on the path, if there is any. */
  static Optional<Path> find() {
    String named = System.getenv("CHROMIUM");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param folder a new one, empty, for what it keeps
   */
  static Chromium start(Path executable, Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=en",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile())
            .start();
    try {
      return new Chromium(process, page(folder));
    } catch (Exception e) {
      process.destroy();
      throw e;
    }
  }

  /** Address of the page's socket; the browser leaves its port in a file. */
  private static URI page(Path folder) throws Exception {
    Path port = folder.resolve("DevToolsActivePort");
    Patience.await(
        "the browser's start", () -> Files.exists(port) && Files.readAllLines(port).size() == 2);
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
    String pages =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
            .body();
    return URI.create(JSON.readTree(pages).get(0).get("webSocketDebuggerUrl").asText());
  }

  private Chromium(Process process, URI page) throws Exception {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Messages())
            .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
    call("Page.enable", Map.of());
  }

  private final class Messages implements WebSocket.Listener {

    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void take(String message) {
    JsonNode node;
    try {
      node = JSON.readTree(message);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    if (node.has("id")) {
      calls.remove(node.get("id").asInt()).complete(node);
      return;
    }
    switch (node.get("method").asText()) {
      case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" -> {
        synchronized (console) {
          console.add(node.get("params").toString());
        }
      }
      default -> {}
    }
  }

  private synchronized JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = nextCall++;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    calls.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode node;
    try {
      node = answer.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the browser does not answer to " + method, e);
    }
    assertThat(node.path("error").isMissingNode()).as("%s: %s", method, node).isTrue();
    return node.get("result");
  }

  void open(String url) throws Exception {
    call("Page.navigate", Map.of("url", url));
    Patience.await(
        url, () -> evaluate("document.readyState === 'complete' && location.href").equals(url));
  }

  /** Sets the size of the page in CSS pixels. */
  void viewport(int width, int height, boolean mobile) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
  }

  void dark(boolean dark) throws Exception {
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** What the expression of JavaScript gives, as text. */
  String evaluate(String expression) throws Exception {
    JsonNode result = call("Runtime.evaluate", Map.of("expression", expression));
    assertThat(result.has("exceptionDetails")).as("%s: %s", expression, result).isFalse();
    return result.get("result").path("value").asText();
  }

  /** Waits until the expression is true. */
  void await(String expression) throws Exception {
    Patience.await(expression, () -> evaluate("Boolean(%s)".formatted(expression)).equals("true"));
  }

  /** Presses a key, named as in JavaScript's events. */
  void press(String key) throws Exception {
    String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
    // What the browser itself does with a key goes by its number: Esc closes a dialog.
    int number = key.equals("Escape") ? 27 : 0;
    Map<String, ?> down =
        Map.of("type", "keyDown", "key", key, "text", text, "windowsVirtualKeyCode", number);
    call("Input.dispatchKeyEvent", down);
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  void type(String text) throws Exception {
    call("Input.insertText", Map.of("text", text));
  }

  void picture(Path file) throws Exception {
    String data = call("Page.captureScreenshot", Map.of("format", "png")).get("data").asText();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** What the page said on its console. */
  List<String> console() {
    synchronized (console) {
      return List.copyOf(console);
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.waitFor();
  }
}
