package io.hyperstream.job.registry;

import io.hyperstream.job.failure.RootCause;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sends requests to a schema registry, with the login. Errors that may be temporary (no connection,
 * a server's error, too many requests) are retried after growing pauses, for as long as the
 * settings say.
 */
final class RegistryHttp {

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final RegistrySettings settings;
  private final HttpClient client;

  /** An answer that needs no retry. */
  record Answer(int status, String body) {}

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT);
    if (settings.trustStore() != null) {
      builder.sslContext(trusting());
    }
    this.client = builder.build();
  }

  private SSLContext trusting() {
    String password = settings.trustStorePassword();
    try {
      KeyStore store =
          KeyStore.getInstance(
              new File(settings.trustStore()), password == null ? null : password.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new RegistryException(
          settings.withoutSecrets(
              "cannot use registry.truststore.location = %s: %s; correct that or registry.truststore.password"
                  .formatted(settings.trustStore(), RootCause.message(e))));
    }
  }

  /**
   * The answer to a request.
   *
   * @throws RegistryException if there is none in time
   */
  Answer send(HttpRequest.Builder request) {
    long end = System.nanoTime() + settings.timeout().toNanos();
    authenticate(request);
    Duration pause = FIRST_PAUSE;
    while (true) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      request.timeout(left.compareTo(REQUEST_LIMIT) < 0 ? left : REQUEST_LIMIT);
      String problem;
      try {
        HttpResponse<String> response =
            client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        int status = response.statusCode();
        if (status < SERVER_ERROR && status != TOO_MANY_REQUESTS) {
          return new Answer(status, response.body());
        }
        problem = "it answers with status " + status;
      } catch (SSLHandshakeException e) {
        throw new RegistryException(
            "no secure connection to the schema registry at %s: %s; correct registry.truststore.*"
                .formatted(settings.url(), RootCause.message(e)));
      } catch (IOException e) {
        problem = e instanceof ConnectException ? "no connection" : RootCause.message(e);
      } catch (InterruptedException e) {
        throw interrupted();
      }
      if (System.nanoTime() + pause.toNanos() - end > 0) {
        throw new RegistryException(
            "no answer from the schema registry at %s within %d ms (registry.timeout): %s; start it, or correct registry.url"
                .formatted(
                    settings.url(),
                    settings.timeout().toMillis(),
                    settings.withoutSecrets(problem)));
      }
      pause = sleep(pause);
    }
  }

  private void authenticate(HttpRequest.Builder request) {
    if (settings.token() != null) {
      request.setHeader("Authorization", "Bearer " + settings.token());
    } else if (settings.user() != null) {
      byte[] login = (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8);
      request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }
  }

  /** Sleeps, and returns how long to sleep the next time. */
  private Duration sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted();
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
  }

  private RegistryException interrupted() {
    Thread.currentThread().interrupt();
    return new RegistryException(
        "interrupted while asking the schema registry at " + settings.url());
  }
}
