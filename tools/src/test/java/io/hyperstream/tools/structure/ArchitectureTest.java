package io.hyperstream.tools.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: tools, flink-job, then model and schemas. No package circles. */
class ArchitectureTest {

  private static final String MODEL = "io.hyperstream.model..";
  private static final String JOB = "io.hyperstream.job..";
  private static final String SCHEMAS = "io.hyperstream.schemas..";
  private static final String TOOLS = "io.hyperstream.tools..";

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    // The job's tests come as a jar, which is no folder of test classes.
    ImportOption noTestJar = location -> !location.contains("-tests.jar");
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(noTestJar)
            .importPackages("io.hyperstream");
    assertThat(classes.size()).as("classes of all modules").isGreaterThan(400);
  }

  @Test
  void packagesHaveNoCircles() {
    slices().matching("io.hyperstream.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theModelKnowsNeitherFlinkNorKafkaNorAvro() {
    noClasses()
        .that()
        .resideInAPackage(MODEL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.avro..")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(SCHEMAS, JOB, TOOLS)
        .check(classes);
  }

  @Test
  void theSchemasKnowNothingOfTheRest() {
    noClasses()
        .that()
        .resideInAPackage(SCHEMAS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(MODEL, JOB, TOOLS, "org.apache.flink..", "org.apache.kafka..")
        .check(classes);
  }

  @Test
  void theJobKnowsNothingOfTheTools() {
    noClasses()
        .that()
        .resideInAPackage(JOB)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TOOLS, "picocli..", "kafka..", "org.apache.kafka.server..")
        .check(classes);
  }
}
