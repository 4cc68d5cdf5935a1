package io.hyperstream.tools.page;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Accepts only requests addressed to this host, by one of its names, and adds headers that restrict
 * what a browser may do with the response.
 *
 * <p>A foreign page can let its own name resolve to this machine, and then read from this server as
 * if it were its own (DNS rebinding). The browser still sends that name, so any name that was not
 * given to this server is refused. Plain IP addresses are safe. A request that changes something
 * must come from a page of this server.
 */
final class HostGuard extends Filter {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+]");
  private static final Pattern SCHEME = Pattern.compile("^https?://");
  private static final Pattern PORT = Pattern.compile(":\\d+$");

  private static final String READ = "GET";

  private final Set<String> names;
  private final Set<String> methods;

  /**
   * @param names names of this server, in lower case
   * @param methods that are supported
   */
  HostGuard(Set<String> names, Set<String> methods) {
    this.names = names;
    this.methods = methods;
  }

  boolean isAllowed(String hostHeader) {
    if (hostHeader == null) {
      return false;
    }
    String name = PORT.matcher(hostHeader).replaceFirst("");
    return names.contains(name.toLowerCase(Locale.ROOT))
        || IPV4.matcher(name).matches()
        || IPV6.matcher(name).matches();
  }

  /**
   * Whether the page that sends the request is this server's own: browsers say where it is from.
   */
  private static boolean isOwn(HttpExchange exchange) {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    String host = exchange.getRequestHeaders().getFirst("Host");
    return origin != null && SCHEME.matcher(origin).replaceFirst("").equalsIgnoreCase(host);
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    if (!isAllowed(exchange.getRequestHeaders().getFirst("Host"))) {
      Answers.text(
          exchange,
          421,
          "This server answers to its address, to localhost, to the name in --host, and to names"
              + " given by --allow-host. Behind a proxy, give it the proxy's name: --allow-host NAME.");
    } else if (!methods.contains(exchange.getRequestMethod())) {
      String supported = methods.stream().sorted().collect(Collectors.joining(", "));
      headers.set("Allow", supported);
      Answers.text(exchange, 405, "Only %s is supported.".formatted(supported));
    } else if (!exchange.getRequestMethod().equals(READ) && !isOwn(exchange)) {
      Answers.text(exchange, 403, "Only the page of this server may change something.");
    } else {
      chain.doFilter(exchange);
    }
  }

  @Override
  public String description() {
    return "refuses requests for another host";
  }
}
