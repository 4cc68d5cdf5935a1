package io.hyperstream.tools.cli;

import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.feedback.FeedbackReport;
import io.hyperstream.tools.feedback.FeedbackTopicClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells a running job what is fine, what not to report and what not to learn. */
@Command(
    name = "feedback",
    header = "Tells a job what is fine, and what not to report or learn.",
    description = {
      "What you say is a rule in the topic 'feedback', which jobs read. It counts for",
      "records that a job scores after it has read the rule, until you take it back.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  hyperstream feedback fine --incident text/0@1234 --for 7d -b kafka:9092",
      "  hyperstream feedback mute --stream web-1 --from 2026-11-27T02:00Z --for 2h",
      "  hyperstream feedback list",
      "  hyperstream feedback undo 1a2b3c4d",
      "",
      "More on a command: 'hyperstream feedback COMMAND --help'."
    },
    subcommands = {
      FeedbackCommand.Fine.class,
      FeedbackCommand.Mute.class,
      FeedbackCommand.Ignore.class,
      FeedbackCommand.ListRules.class,
      FeedbackCommand.Undo.class
    })
final class FeedbackCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command: fine, mute, ignore, list or undo?");
  }

  /** The topic with the rules. */
  private static final class TopicMixin {

    @Option(
        names = "--topic",
        paramLabel = "NAME",
        defaultValue = "feedback",
        description = "Topic of the rules, feedback.topic of the job (default: ${DEFAULT-VALUE}).")
    private String topic;

    @Mixin private KafkaMixin kafka;

    Map<String, String> settings() throws IOException {
      return kafka.settings();
    }

    SchemaSource schemas(CommandSpec spec) throws IOException {
      return kafka.schemas(spec);
    }

    FeedbackTopicClient client(CommandSpec spec) throws IOException {
      return new FeedbackTopicClient(settings(), schemas(spec), topic);
    }
  }

  /** Makes a rule. */
  private abstract static class NewRule implements Callable<Integer> {

    @Mixin private RuleMixin records;

    @Mixin private TopicMixin topic;

    @Spec private CommandSpec spec;

    private final FeedbackAction action;
    private final String effect;

    NewRule(FeedbackAction action, String effect) {
      this.action = action;
      this.effect = effect;
    }

    @Override
    public Integer call() throws Exception {
      Feedback rule = records.rule(spec, action, topic.settings(), topic.schemas(spec));
      String id = FeedbackTopicClient.newId();
      topic.client(spec).put(id, rule);
      spec.commandLine().getOut().println(id);
      spec.commandLine().getOut().flush();
      rule.getPatterns().forEach(pattern -> Messages.say(spec, "Records like: " + pattern));
      Messages.say(
          spec,
          "%s %s, %s. To take that back: hyperstream feedback undo %s"
              .formatted(
                  rule.getStream() == null ? "In all streams" : "In the stream " + rule.getStream(),
                  effect,
                  rule.getUntil() == null ? "for good" : "until " + rule.getUntil(),
                  id));
      return 0;
    }
  }

  /** Says that records are usual. */
  @Command(
      name = "fine",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Says that records are fine: the like raises no alert any more.",
      description = {
        "An open incident of nothing but such records is closed. Prints the id of the rule.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  hyperstream feedback fine --incident text/0@1234 -b kafka:9092",
        "  hyperstream feedback fine --pattern 'cron: job 17 took 3 s' --for 7d"
      })
  static final class Fine extends NewRule {
    Fine() {
      super(FeedbackAction.FINE, "they are fine");
    }
  }

  /** Has records not reported. */
  @Command(
      name = "mute",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Mutes records, a whole stream or a time: no alerts.",
      description = {"Prints the id of the rule.", ""},
      footer = {
        "",
        "Examples:",
        "  hyperstream feedback mute --stream web-1 --for 2h --note 'new release'",
        "  hyperstream feedback mute --from 2026-11-27T02:00Z --until 2026-11-27T04:00Z"
      })
  static final class Mute extends NewRule {
    Mute() {
      super(FeedbackAction.DO_NOT_REPORT, "they raise no alerts");
    }
  }

  /** Has records not learned. */
  @Command(
      name = "ignore",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Has records scored but not learned.",
      description = {
        "What is ignored never becomes usual. It can still raise alerts. Prints the id of the rule.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  hyperstream feedback ignore --pattern 'GET /attack?id=17' -b kafka:9092",
        "  hyperstream feedback ignore --stream load-test"
      })
  static final class Ignore extends NewRule {
    Ignore() {
      super(FeedbackAction.DO_NOT_LEARN, "they teach nothing");
    }
  }

  /** Lists the rules. */
  @Command(
      name = "list",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Lists the rules: what they are about, since when and by whom.",
      footer = {"", "Example:", "  hyperstream feedback list -b kafka:9092 --json"})
  static final class ListRules implements Callable<Integer> {

    @Mixin private TopicMixin topic;

    @Mixin private ReportMixin output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      output.print(spec, new FeedbackReport(topic.client(spec).rules()));
      return 0;
    }
  }

  /** Takes a rule back. */
  @Command(
      name = "undo",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Takes a rule back.",
      description = {"It no longer counts for records that a job scores from then on.", ""},
      footer = {"", "Example:", "  hyperstream feedback undo 1a2b3c4d -b kafka:9092"})
  static final class Undo implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Id of the rule, see 'hyperstream feedback list'.")
    private String id;

    @Mixin private TopicMixin topic;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      topic.client(spec).takeBack(id);
      Messages.say(spec, "The rule %s is taken back".formatted(id));
      return 0;
    }
  }
}
