package io.hyperstream.tools.page;

import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.feedback.FeedbackTopicClient;
import io.hyperstream.tools.feedback.FeedbackTopics;
import io.hyperstream.tools.feedback.Likes;
import io.hyperstream.tools.watch.Results;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/**
 * The live page: shows the contents of a job's output topics in a browser.
 *
 * <pre>{@code
 * try (LivePage page = LivePage.open("127.0.0.1", 8080, Set.of(), client, schemas, topics, null);
 *     Watch watch = new Watch(client, schemas, topics, Watch.From.NOW, page.results())) {
 *   System.out.println(page.url());
 *   watch.run(...);
 * }
 * }</pre>
 */
public final class LivePage implements AutoCloseable {

  private final KnownStreams streams;
  private final InputReader input;
  private final PageServer server;

  private LivePage(KnownStreams streams, InputReader input, PageServer server) {
    this.streams = streams;
    this.input = input;
    this.server = server;
  }

  /**
   * Starts serving the page.
   *
   * @param host name or address to listen on
   * @param port port to listen on, 0 for any free port
   * @param otherNames names that requests may also be addressed to, such as that of a proxy
   * @param client settings of the Kafka client that reads the input
   * @param schemas schemas of an input in Confluent's framing
   * @param topics where to write what people say on the page
   * @param dashboard URL of Flink's dashboard, or null
   * @throws IOException if it cannot listen on this port
   */
  public static LivePage open(
      String host,
      int port,
      Collection<String> otherNames,
      Map<String, String> client,
      SchemaSource schemas,
      FeedbackTopics topics,
      String dashboard)
      throws IOException {
    KnownStreams streams = new KnownStreams(System::currentTimeMillis);
    Frame.About about = new Frame.About(client.get("bootstrap.servers"), dashboard);
    Likes likes = new Likes(client, schemas, topics.alerts(), topics.incidents());
    FeedbackHandler feedback =
        new FeedbackHandler(
            new FeedbackTopicClient(client, schemas, topics.rules()), likes::ofIncident);
    PageServer server = new PageServer(streams, about, feedback, host, port, otherNames);
    try {
      return new LivePage(streams, InputReader.start(client, schemas, streams), server);
    } catch (Throwable e) {
      FailedStart.close(e, server);
      throw e;
    }
  }

  /** Receives the results that the page shows. */
  public Results results() {
    return streams;
  }

  /** Address of the page. */
  public String url() {
    return server.url();
  }

  @Override
  public void close() throws Exception {
    server.close();
    input.close();
  }
}
