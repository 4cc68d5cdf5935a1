package io.hyperstream.tools.operating;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.YamlParserUtils;

/** The files under docker, as the tests of this package read them. */
final class DeploymentFiles {

  static final Path PROJECT = Path.of("..");
  static final Path DOCKER = PROJECT.resolve("docker");

  private static final Pattern IMAGE = Pattern.compile("([^:]+):([^:]+)");

  private DeploymentFiles() {}

  static Map<String, Object> yaml(String file) throws Exception {
    return YamlParserUtils.loadYamlFile(DOCKER.resolve(file).toFile());
  }

  /** All documents of a file. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> documents(String file) throws Exception {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (String document : Files.readString(DOCKER.resolve(file)).split("(?m)^---$")) {
      documents.add(YamlParserUtils.convertToObject(document, Map.class));
    }
    return documents;
  }

  /** What is at the end of the path through nested maps. */
  @SuppressWarnings("unchecked")
  static <T> T at(Map<String, ?> map, String... path) {
    Object value = map;
    for (String name : path) {
      assertThat((Map<String, Object>) value).as("before " + name).containsKey(name);
      value = ((Map<String, Object>) value).get(name);
    }
    return (T) value;
  }

  /** A property of the parent POM. */
  static String pom(String property) throws IOException {
    return inPom("<%1$s>([^<]+)</%1$s>".formatted(Pattern.quote(property)));
  }

  /** The version of the project. */
  static String version() throws IOException {
    return inPom("<artifactId>hyperstream</artifactId>\\s*<version>([^<]+)</version>");
  }

  private static String inPom(String pattern) throws IOException {
    Matcher matcher =
        Pattern.compile(pattern).matcher(Files.readString(PROJECT.resolve("pom.xml")));
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** Fails unless the image's tag is of the POM's versions. A name has no host of a registry. */
  static void requireRightTag(String image) throws IOException {
    Matcher matcher = IMAGE.matcher(image);
    assertThat(matcher.matches()).as(image + " has a name and a tag").isTrue();
    assertThat(matcher.group(1).split("/")[0]).as(image).doesNotContain(".");
    String tag = matcher.group(2);
    switch (matcher.group(1)) {
      case "flink" -> assertThat(tag).isEqualTo(pom("flink.version") + "-java17");
      case "apache/kafka" -> assertThat(tag).isEqualTo(pom("kafka.version"));
      case "hyperstream" -> assertThat(tag).isIn(version(), version() + "-gpu");
      case "nvidia/cuda" -> {
        String cuda = pom("bytedeco.cuda.version").split("-")[0];
        assertThat(tag).startsWith(cuda + ".").contains("-runtime-");
      }
      default -> assertThat(tag).isNotEqualTo("latest");
    }
  }

  /** Fails unless the job could start with these arguments. */
  static void requireJobArguments(List<String> arguments) {
    JobSettings.from(OptionsLoader.load(arguments.toArray(String[]::new)));
  }

  /** What stands in a command after an option of Flink's entry point with its value. */
  static List<String> after(String option, String command) {
    List<String> words =
        Arrays.asList(command.replaceAll("\\$\\{\\w+:-}", "").strip().split("\\s+"));
    assertThat(words).contains(option);
    return words.subList(words.indexOf(option) + 2, words.size());
  }
}
