package io.facesweep.spark;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server of Kubernetes that keeps pods and whatever else it is sent, and runs nothing by
 * itself.
 */
final class KubernetesServer implements AutoCloseable {
  private static final String NAMESPACE = "default";

  /** Says every request otherwise; loggers that nobody holds are forgotten. */
  private static final Logger LOG = Logger.getLogger("io.fabric8.mockwebserver");

  private final List<Pod> asked = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(Serialization.jsonMapper()),
          new MockWebServer(),
          new HashMap<>(),
          new Pending(asked),
          false);
  private final KubernetesClient client;

  KubernetesServer() {
    LOG.setLevel(Level.WARNING);
    server.init();
    client = server.createClient();
  }

  /** Its address as {@code --master}. */
  String master() {
    return "k8s://http://%s:%d".formatted(server.getHostName(), server.getPort());
  }

  /** All pods of a role, {@code driver} or {@code executor}, that were ever asked for. */
  List<Pod> asked(String role) {
    return asked.stream()
        .filter(pod -> role.equals(pod.getMetadata().getLabels().get("spark-role")))
        .toList();
  }

  /** Pods that there are now. */
  List<Pod> pods() {
    return client.pods().inNamespace(NAMESPACE).list().getItems();
  }

  /** The configuration that driver pods mount. */
  List<ConfigMap> configurations() {
    return client.configMaps().inNamespace(NAMESPACE).list().getItems();
  }

  /** Tells that a pod runs, as its node would. */
  void running(Pod pod) {
    status(pod, new PodStatusBuilder().withPhase("Running").build());
  }

  /** Tells that the container of a pod has ended badly. */
  void failed(Pod pod, int exitCode) {
    status(
        pod,
        new PodStatusBuilder()
            .withPhase("Failed")
            .addNewContainerStatus()
            .withName(pod.getSpec().getContainers().get(0).getName())
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .build());
  }

  private void status(Pod pod, PodStatus status) {
    client
        .pods()
        .inNamespace(NAMESPACE)
        .withName(pod.getMetadata().getName())
        .editStatus(before -> new PodBuilder(before).withStatus(status).build());
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  /** What is created is pending, as on every real server. */
  private static final class Pending extends KubernetesCrudDispatcher {
    private final List<Pod> asked;

    private Pending(List<Pod> asked) {
      this.asked = asked;
    }

    /** A patch that applies a resource makes it where there is none, as on every real server. */
    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      String path = request.getPath().replaceFirst("\\?.*", "");
      boolean applies = request.getPath().contains("fieldManager=");
      if (!applies || handleGet(path).code() == 200) {
        return super.handlePatch(request);
      }
      return handleCreate(
          new RecordedRequest(
              request.getHttpVersion(),
              HttpMethod.POST,
              path.replaceFirst("/[^/]+$", ""),
              request.getHeaders(),
              new Buffer(request.getUtf8Body().getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      if (!request.getPath().endsWith("/pods")) {
        return super.handleCreate(request);
      }
      Pod pod =
          new PodBuilder(Serialization.unmarshal(request.getUtf8Body(), Pod.class))
              .withNewStatus()
              .withPhase("Pending")
              .endStatus()
              .build();
      MockResponse response =
          super.handleCreate(
              new RecordedRequest(
                  request.getHttpVersion(),
                  request.method(),
                  request.getPath(),
                  request.getHeaders(),
                  new Buffer(Serialization.asJson(pod).getBytes(StandardCharsets.UTF_8))));
      asked.add(pod);
      return response;
    }
  }
}
