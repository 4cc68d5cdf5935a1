package io.hyperstream.tools.operating;

import static io.hyperstream.tools.operating.DeploymentFiles.at;
import static io.hyperstream.tools.operating.DeploymentFiles.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.HyperstreamJob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files for Flink's operator name what there is: images, options, volumes. */
class KubernetesTest {

  private static final String JOB = "kubernetes/hyperstream.yaml";
  private static final String GPU = "kubernetes/gpu.yaml";

  @Test
  void imagesHaveTheVersionsOfTheBuild() throws Exception {
    DeploymentFiles.requireRightTag(at(yaml(JOB), "spec", "image"));
    DeploymentFiles.requireRightTag(at(yaml(GPU), "spec", "image"));
    String[] flink = DeploymentFiles.pom("flink.version").split("\\.");
    assertThat((String) at(yaml(JOB), "spec", "flinkVersion"))
        .isEqualTo("v%s_%s".formatted(flink[0], flink[1]));
  }

  @Test
  void theJobStartsWithItsArguments() throws Exception {
    assertThat((String) at(yaml(JOB), "spec", "job", "entryClass"))
        .isEqualTo(HyperstreamJob.class.getName());
    DeploymentFiles.requireJobArguments(at(yaml(JOB), "spec", "job", "args"));
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
}
