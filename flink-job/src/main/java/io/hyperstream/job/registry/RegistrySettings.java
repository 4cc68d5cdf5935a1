package io.hyperstream.job.registry;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How to reach a schema registry. What is null is not used.
 *
 * @param url of its REST interface, without a login
 * @param user for basic authentication, with the password
 * @param token for bearer authentication
 * @param trustStore file of the certificates to trust in place of the JDK's
 * @param timeout maximum time for an answer, retries included
 */
public record RegistrySettings(
    URI url,
    String user,
    String password,
    String token,
    String trustStore,
    String trustStorePassword,
    Duration timeout)
    implements Serializable {

  private static final String MASK = "******";

  public RegistrySettings {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(timeout, "timeout");
  }

  /** A registry that asks for no login, with a certificate that the JDK trusts. */
  public RegistrySettings(URI url, Duration timeout) {
    this(url, null, null, null, null, null, timeout);
  }

  /** The same with basic authentication. */
  public RegistrySettings withLogin(String name, String secret) {
    return new RegistrySettings(url, name, secret, token, trustStore, trustStorePassword, timeout);
  }

  /** The same with bearer authentication. */
  public RegistrySettings withToken(String value) {
    return new RegistrySettings(
        url, user, password, value, trustStore, trustStorePassword, timeout);
  }

  /** The same with certificates of its own; the password may be null. */
  public RegistrySettings withTrustStore(String file, String secret) {
    return new RegistrySettings(url, user, password, token, file, secret, timeout);
  }

  /** The text, such as a message of the registry, with whatever secrets are in it replaced. */
  String withoutSecrets(String text) {
    return Stream.of(password, token, trustStorePassword)
        .filter(secret -> secret != null && !secret.isEmpty())
        .reduce(text, (hidden, secret) -> hidden.replace(secret, MASK));
  }

  @Override
  public String toString() {
    return "RegistrySettings[url=%s, user=%s]".formatted(url, user);
  }
}
