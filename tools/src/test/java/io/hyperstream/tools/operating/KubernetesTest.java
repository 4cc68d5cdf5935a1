package io.hyperstream.tools.operating;

import static io.hyperstream.tools.operating.DeploymentFiles.at;
import static io.hyperstream.tools.operating.DeploymentFiles.documents;
import static io.hyperstream.tools.operating.DeploymentFiles.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.HyperstreamJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files for Kubernetes name what there is, and ask for no right that they do not need. */
class KubernetesTest {

  private static final String JOB = "kubernetes/hyperstream.yaml";
  private static final String GPU = "kubernetes/gpu.yaml";
  private static final String PAGE = "kubernetes/page.yaml";
  private static final String SECRET = "kubernetes/secret.yaml";
  private static final String MOUNTED = "/etc/hyperstream";

  @TempDir private Path folder;

  @Test
  void imagesHaveTheVersionsOfTheBuild() throws Exception {
    DeploymentFiles.requireRightTag(at(yaml(JOB), "spec", "image"));
    DeploymentFiles.requireRightTag(at(yaml(GPU), "spec", "image"));
    DeploymentFiles.requireRightTag((String) onlyContainer(pagePod()).get("image"));
    String[] flink = DeploymentFiles.pom("flink.version").split("\\.");
    assertThat((String) at(yaml(JOB), "spec", "flinkVersion"))
        .isEqualTo("v%s_%s".formatted(flink[0], flink[1]));
  }

  @Test
  void theJobStartsWithItsArguments() throws Exception {
    assertThat((String) at(yaml(JOB), "spec", "job", "entryClass"))
        .isEqualTo(HyperstreamJob.class.getName());
    List<String> arguments = at(yaml(JOB), "spec", "job", "args");
    writeSecret();
    DeploymentFiles.requireJobArguments(
        arguments.stream().map(argument -> argument.replace(MOUNTED, folder.toString())).toList());
  }

  @Test
  void flinkHasItsOptions() throws Exception {
    FlinkKeys.requireKnown(at(yaml(JOB), "spec", "flinkConfiguration"));
    FlinkKeys.requireKnown(at(yaml(GPU), "spec", "flinkConfiguration"));
  }

  /** There Flink's configuration is not the image's. */
  @Test
  void flinkHasTheOptionsOfTheImages() throws Exception {
    Map<String, Object> cpu = at(yaml(JOB), "spec", "flinkConfiguration");
    assertThat(cpu).containsAllEntriesOf(yaml("conf/vector.yaml"));
    Map<String, Object> gpu = at(yaml(GPU), "spec", "flinkConfiguration");
    yaml("conf/gpu.yaml").forEach((key, value) -> assertThat(gpu).containsKey(key));
  }

  @Test
  void theVolumeIsTheOneThatIsClaimed() throws Exception {
    List<Map<String, Object>> volumes = at(yaml(JOB), "spec", "podTemplate", "spec", "volumes");
    assertThat((String) at(volumes.get(0), "persistentVolumeClaim", "claimName"))
        .isEqualTo(at(yaml("kubernetes/state.yaml"), "metadata", "name"));
  }

  /** The Pod Security Standard 'restricted'. */
  @Test
  void podsHaveNoRightThatTheyDoNotNeed() throws Exception {
    for (Map<String, Object> pod : List.of(flinkPod(), pagePod())) {
      Map<String, Object> all = at(pod, "securityContext");
      assertThat(all)
          .containsEntry("runAsNonRoot", true)
          .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
      assertThat((Integer) all.get("runAsUser")).isPositive();
      Map<String, Object> own = at(onlyContainer(pod), "securityContext");
      assertThat(own)
          .containsEntry("allowPrivilegeEscalation", false)
          .containsEntry("capabilities", Map.of("drop", List.of("ALL")))
          .doesNotContainKey("privileged");
      List<Map<String, Object>> volumes = at(pod, "volumes");
      assertThat(volumes)
          .allMatch(
              volume ->
                  volume.containsKey("secret") || volume.containsKey("persistentVolumeClaim"));
    }
  }

  @Test
  void passwordsAreInTheSecretAndNowhereElse() throws Exception {
    for (Map<String, Object> pod : List.of(flinkPod(), pagePod())) {
      List<Map<String, Object>> volumes = at(pod, "volumes");
      Map<String, Object> volume = volumes.get(volumes.size() - 1);
      assertThat((String) at(volume, "secret", "secretName"))
          .isEqualTo(at(yaml(SECRET), "metadata", "name"));
      List<Map<String, Object>> mounts = at(onlyContainer(pod), "volumeMounts");
      assertThat(mounts)
          .contains(Map.of("name", volume.get("name"), "mountPath", MOUNTED, "readOnly", true));
    }
    try (Stream<Path> files = Files.list(DeploymentFiles.DOCKER.resolve("kubernetes"))) {
      for (Path file : files.filter(file -> !file.endsWith("secret.yaml")).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("password");
      }
    }
    String job = at(yaml(SECRET), "stringData", "job.yaml");
    assertThat(job).contains("${file:/etc/hyperstream/password.properties:password}");
  }

  @Test
  void thePageStartsWithItsArguments() throws Exception {
    Map<String, Object> container = onlyContainer(pagePod());
    List<String> arguments = at(container, "args");
    assertThat((List<?>) container.get("command")).isEqualTo(List.of("hyperstream"));
    assertThat(arguments).startsWith("watch").contains("--client-config");
    Map<String, String> files = at(yaml(SECRET), "stringData");
    String named = arguments.get(arguments.indexOf("--client-config") + 1);
    assertThat(files).containsKey(named.replace(MOUNTED + "/", ""));
  }

  @Test
  void policiesAndMonitorsSelectThesePods() throws Exception {
    Set<Object> labels =
        Set.of(
            Map.of("app", at(yaml(JOB), "metadata", "name")),
            at(page(), "spec", "template", "metadata", "labels"));
    List<Map<String, Object>> policies = documents("kubernetes/network.yaml");
    assertThat(policies)
        .extracting(policy -> at(policy, "spec", "podSelector", "matchLabels"))
        .containsExactlyInAnyOrderElementsOf(labels);
    assertThat(policies)
        .allSatisfy(
            policy ->
                assertThat((List<?>) at(policy, "spec", "policyTypes"))
                    .isEqualTo(List.of("Ingress")));
    assertThat((Object) at(yaml("kubernetes/metrics.yaml"), "spec", "selector", "matchLabels"))
        .isEqualTo(Map.of("app", "hyperstream"));
    assertThat((Object) at(documents(PAGE).get(1), "spec", "selector"))
        .isEqualTo(at(page(), "spec", "selector", "matchLabels"));
  }

  private static Map<String, Object> flinkPod() throws Exception {
    return at(yaml(JOB), "spec", "podTemplate", "spec");
  }

  private static Map<String, Object> page() throws Exception {
    return documents(PAGE).get(0);
  }

  private static Map<String, Object> pagePod() throws Exception {
    return at(page(), "spec", "template", "spec");
  }

  private static Map<String, Object> onlyContainer(Map<String, Object> pod) {
    List<Map<String, Object>> containers = at(pod, "containers");
    assertThat(containers).hasSize(1);
    return containers.get(0);
  }

  /** Writes the files of the secret, as they are mounted. */
  private void writeSecret() throws Exception {
    Map<String, String> files = at(yaml(SECRET), "stringData");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
