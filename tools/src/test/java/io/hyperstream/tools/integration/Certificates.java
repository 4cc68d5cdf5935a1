package io.hyperstream.tools.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Self-made certificates of brokers on this machine, by the JDK's keytool. */
final class Certificates {

  private final Path folder;
  private final String password;

  Certificates(Path folder, String password) {
    this.folder = folder;
    this.password = password;
  }

  /** A new key with its certificate. */
  Path keyStore(String name) throws Exception {
    Path store = folder.resolve(name + "-key.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        store.toString());
    return store;
  }

  /** What trusts the certificate in a store, and no other. */
  Path trustStore(String name, Path keyStore) throws Exception {
    Path certificate = folder.resolve(name + ".crt");
    Path store = folder.resolve(name + "-trust.p12");
    keytool(
        "-exportcert",
        "-alias",
        "broker",
        "-keystore",
        keyStore.toString(),
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "broker",
        "-keystore",
        store.toString(),
        "-file",
        certificate.toString());
    return store;
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", password, "-storetype", "PKCS12"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
  }
}
