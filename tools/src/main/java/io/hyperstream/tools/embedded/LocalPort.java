package io.hyperstream.tools.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
public final class LocalPort {

  public static final String HOST = "127.0.0.1";

  /** Stands for any free port. */
  public static final int ANY = 0;

  private LocalPort() {}

  /**
   * A port that is free right now: the wanted port, or any port if that is {@link #ANY}.
   *
   * @param user what needs the port, for the message
   * @throws BindException if the wanted port is in use; the message names the port and the remedy
   */
  public static int free(int wanted, String user) throws IOException {
    if (wanted < 0 || wanted > 65_535) {
      throw new IllegalArgumentException(
          "The port for " + user + " is " + wanted + "; a port is 1 to 65535, or 0 for a free one");
    }
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (BindException e) {
      BindException clear =
          new BindException(
              String.format(
                  "Port %d of %s is not available for %s (%s): stop the program that uses it, or"
                      + " choose another port (0 for any free port)",
                  wanted, HOST, user, e.getMessage()));
      clear.initCause(e);
      throw clear;
    }
  }
}
