package io.hyperstream.tools.operating;

import static io.hyperstream.tools.operating.DeploymentFiles.at;
import static io.hyperstream.tools.operating.DeploymentFiles.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.HyperstreamJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compose files name what there is: images, options, files, each other. */
class ComposeTest {

  private static final String CLASS = "--job-classname";
  private static final String EXAMPLES = "../examples/compose.yaml";

  /** Of the files in examples, those without a container: strokes.py prepares files for train. */
  private static final Set<String> NOT_IN_CONTAINERS =
      Set.of("README.md", "compose.yaml", "strokes.py");

  private static Map<String, Map<String, Object>> services(String file) throws Exception {
    return at(yaml(file), "services");
  }

  private static Map<String, String> flinkProperties() throws Exception {
    String lines = at(services("compose.yaml"), "taskmanager", "environment", "FLINK_PROPERTIES");
    Map<String, String> properties = new HashMap<>();
    for (String line : lines.split("\n")) {
      String[] pair = line.split(": ", 2);
      // What the image's entry point makes of a line: all blanks are lost.
      assertThat(pair[1]).as(line).doesNotContain(" ");
      properties.put(pair[0], pair[1]);
    }
    return properties;
  }

  @Test
  void imagesHaveTheVersionsOfTheBuild() throws Exception {
    for (String file : List.of("compose.yaml", "compose.gpu.yaml", EXAMPLES)) {
      for (Map<String, Object> service : services(file).values()) {
        DeploymentFiles.requireRightTag((String) service.get("image"));
      }
    }
  }

  @Test
  void theJobStartsWithItsArguments() throws Exception {
    String command = at(services("compose.yaml"), "jobmanager", "command");
    assertThat(command).contains(CLASS + " " + HyperstreamJob.class.getName());
    DeploymentFiles.requireJobArguments(DeploymentFiles.after(CLASS, command));
  }

  @Test
  void flinkHasItsOptions() throws Exception {
    FlinkKeys.requireKnown(flinkProperties());
    for (String file : List.of("conf/vector.yaml", "conf/gpu.yaml")) {
      FlinkKeys.requireKnown(yaml(file));
    }
    assertThat((Object) at(services("compose.yaml"), "jobmanager", "environment"))
        .isEqualTo(at(services("compose.yaml"), "taskmanager", "environment"));
  }

  @Test
  void everyServiceIsBoundedAndLastsAndSaysHowItIs() throws Exception {
    services("compose.yaml")
        .forEach(
            (name, service) -> {
              assertThat((String) at(service, "deploy", "resources", "limits", "memory"))
                  .as(name)
                  .isNotBlank();
              assertThat(service).as(name).containsKey("restart");
              if (!name.equals("topics")) {
                assertThat(service).as(name).containsKey("healthcheck");
              }
            });
  }

  @Test
  void servicesDependOnServicesThatSayHowTheyAre() throws Exception {
    Map<String, Map<String, Object>> services = services("compose.yaml");
    for (Map<String, Object> service : services.values()) {
      if (service.containsKey("depends_on")) {
        Map<String, Map<String, Object>> needed = at(service, "depends_on");
        assertThat(services).containsKeys(needed.keySet().toArray(String[]::new));
      }
    }
    assertThat(services).containsKeys(services("compose.gpu.yaml").keySet().toArray(String[]::new));
  }

  @Test
  void whatIsMountedIsThere() throws Exception {
    Map<String, Object> volumes = at(yaml("compose.yaml"), "volumes");
    for (Map<String, Object> service : services("compose.yaml").values()) {
      List<String> mounts =
          service.containsKey("volumes") ? at(service, "volumes") : List.<String>of();
      for (String mount : mounts) {
        String source = mount.split(":")[0];
        if (source.startsWith(".")) {
          assertThat(DeploymentFiles.DOCKER.resolve(source)).exists();
        } else {
          assertThat(volumes).containsKey(source);
        }
      }
    }
  }

  @Test
  void eachExampleRunsBesideKafka() throws Exception {
    Map<String, Object> example = at(yaml(EXAMPLES), "x-example");
    Map<String, Object> needed = at(example, "depends_on");
    assertThat(services("compose.yaml"))
        .containsKey("kafka")
        .containsKeys(needed.keySet().toArray(String[]::new));
    assertThat(example).containsEntry("network_mode", "service:kafka");
    StringBuilder commands = new StringBuilder();
    for (Map<String, Object> service : services(EXAMPLES).values()) {
      assertThat(service).containsEntry("<<", example);
      commands.append(service.get("command"));
    }
    try (Stream<Path> files = Files.list(DeploymentFiles.PROJECT.resolve("examples"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!NOT_IN_CONTAINERS.contains(name)) {
          assertThat(commands.toString()).contains(" " + name);
        }
      }
    }
  }

  @Test
  void prometheusAsksThePortThatFlinkAnswersOn() throws Exception {
    List<Map<String, Object>> jobs = at(yaml("prometheus.yml"), "scrape_configs");
    List<Map<String, Object>> targets = at(jobs.get(0), "dns_sd_configs");
    assertThat(String.valueOf(targets.get(0).get("port")))
        .isEqualTo(flinkProperties().get("metrics.reporter.prometheus.port"));
    List<String> names = at(targets.get(0), "names");
    assertThat(services("compose.yaml")).containsKeys(names.toArray(String[]::new));
  }

  @Test
  void noFileNamesTheHostOfARegistry() throws Exception {
    try (Stream<Path> files = Files.walk(DeploymentFiles.DOCKER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern("\\b[\\w-]+\\.(io|com|dev|org)/[\\w-]+/[\\w-]+:");
      }
    }
  }

  @Test
  void ownServicesHaveNoRightThatTheyDoNotNeed() throws Exception {
    for (String file : List.of("compose.yaml", EXAMPLES)) {
      for (Map<String, Object> service : services(file).values()) {
        if (((String) service.get("image")).startsWith("hyperstream:")) {
          assertThat(service)
              .containsEntry("cap_drop", List.of("ALL"))
              .containsEntry("security_opt", List.of("no-new-privileges:true"));
        }
      }
    }
  }

  @Test
  void grafanaHasNoUserWithADefaultPassword() throws Exception {
    Map<String, String> environment = at(services("compose.yaml"), "grafana", "environment");
    assertThat(environment)
        .containsEntry("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION", "true")
        .containsEntry("GF_AUTH_DISABLE_LOGIN_FORM", "true");
  }
}
