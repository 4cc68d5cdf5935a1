package io.hyperstream.model.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The job jar comes without ND4J: who does not ask for it must not notice. */
class WithoutNd4jTest {

  @Test
  void otherBackEndsOpenAndNd4jSaysWhatIsMissing() throws Exception {
    try (URLClassLoader loader = classPathWithoutNd4j()) {
      assertThat(open(loader, "AUTO")).isEqualTo("vector");
      assertThat(open(loader, "ND4J"))
          .startsWith("the back end 'nd4j' was asked for and cannot run here: ND4J is not on the");
    }
  }

  /** The name of what was opened, or why it was not. */
  private static String open(ClassLoader loader, String backend) throws Exception {
    String kernels = "io.hyperstream.model.kernels.";
    Class<?> target = loader.loadClass(kernels + "ComputeTarget");
    Class<?> backends = loader.loadClass(kernels + "Backend");
    Object asked =
        target
            .getMethod("with", backends)
            .invoke(
                target.getField("AUTO").get(null),
                backends.getMethod("valueOf", String.class).invoke(null, backend));
    Class<?> choice = loader.loadClass("io.hyperstream.model.backends.BackendChoice");
    try {
      Object open = choice.getMethod("open", target).invoke(null, asked);
      Object opened = choice.getMethod("kernels").invoke(open);
      return (String) loader.loadClass(kernels + "Kernels").getMethod("name").invoke(opened);
    } catch (InvocationTargetException e) {
      return e.getCause().getMessage();
    }
  }

  private static URLClassLoader classPathWithoutNd4j() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!new File(entry).getName().contains("nd4j")) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
