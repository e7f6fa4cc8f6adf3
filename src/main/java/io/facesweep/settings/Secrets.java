package io.facesweep.settings;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of Spark's and Hadoop's settings may be shown, stored or logged: values under names that are
 * known to hold no secrets. Every other value is hidden, since connectors name their secrets as
 * they like.
 */
public final class Secrets {
  /** Stands where a value was. */
  public static final String HIDDEN = "(hidden)";

  private static final String WORDS =
      "secret|password|passwd|passphrase|pwd|token|credential|\\bsas\\b|sas[-_.]?key|private[-_.]?key"
          + "|(access|account|api|encryption|shared)[-_.]?key";

  /** For {@code spark.redaction.regex}: what Spark hides in its own logs, by name and by value. */
  public static final String REDACTION = "(?i)" + WORDS;

  private static final Pattern NAME = Pattern.compile(REDACTION);

  /** Names a class or a file that knows the secret. */
  private static final Pattern HARMLESS = Pattern.compile("(?i).*(provider|path|file)");

  /** As in {@code -Djavax.net.ssl.trustStorePassword=x}. */
  private static final Pattern ASSIGNED =
      Pattern.compile("(?i)(" + WORDS + ")[\\w.-]*[\"']?\\s*[=:]");

  /** Up to the last at sign: a secret may hold slashes. */
  private static final Pattern USER_INFO = Pattern.compile("://[^\\s\"',]*@");

  private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9+.-]*)://([^/]*)");

  /** Azure's URIs name the container before the host. */
  private static final Pattern AZURE = Pattern.compile("(?i)(abfss?|wasbs?)");

  private static final Pattern CONTAINER = Pattern.compile("[^:@]*@");
  private static final Pattern PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:@]*)(:\\d*)?");

  /** Of Spark: each with all that is below it. */
  private static final List<String> SPARK =
      List.of(
          "app.name",
          "blockManager",
          "broadcast",
          "cleaner",
          "cores.max",
          "decommission",
          "default.parallelism",
          "deploy",
          "driver",
          "dynamicAllocation",
          "eventLog",
          "excludeOnFailure",
          "executor",
          "facesweep",
          "files",
          "io",
          "jars",
          "kubernetes.container",
          "kubernetes.context",
          "kubernetes.driver.limit",
          "kubernetes.driver.pod",
          "kubernetes.driver.request",
          "kubernetes.executor",
          "kubernetes.namespace",
          "local.dir",
          "locality",
          "master",
          "memory",
          "network",
          "plugins",
          "port",
          "rdd",
          "reducer",
          "resources",
          "rpc",
          "scheduler",
          "serializer",
          "shuffle",
          "speculation",
          "stage",
          "storage",
          "submit",
          "task",
          "ui",
          "worker",
          "yarn.am",
          "yarn.executor",
          "yarn.maxAppAttempts",
          "yarn.queue",
          "yarn.submit");

  /** Of Hadoop; those of S3A also below {@code fs.s3a.bucket.NAME}. */
  private static final List<String> HADOOP = List.of("dfs", "fs.defaultFS", "fs.hdfs", "ipc");

  private static final List<String> S3A =
      List.of(
          "assumed.role",
          "attempts.maximum",
          "aws.credentials.provider",
          "block.size",
          "buffer.dir",
          "change.detection",
          "committer",
          "connection",
          "create",
          "endpoint",
          "executor.capacity",
          "experimental",
          "fast.upload",
          "impl",
          "input",
          "list.version",
          "max.total.tasks",
          "multipart",
          "paging.maximum",
          "path.style.access",
          "readahead.range",
          "requester.pays.enabled",
          "retry",
          "socket",
          "threads");

  private static final Pattern SHOWN =
      Pattern.compile(
          Stream.of(
                  "spark\\." + anyOf(SPARK),
                  "(spark\\.hadoop\\.)?" + anyOf(HADOOP),
                  "(spark\\.hadoop\\.)?fs\\.s3a\\.(bucket\\.[^.]+\\.)?" + anyOf(S3A))
              .reduce((a, b) -> a + "|" + b)
              .orElseThrow());

  private Secrets() {}

  private static String anyOf(List<String> names) {
    return "(" + String.join("|", names.stream().map(Pattern::quote).toList()) + ")(\\..*|(?=\\z))";
  }

  /** Whether a key is named as those are that hold secrets. */
  public static boolean isSecret(String key) {
    return NAME.matcher(key).find() && !HARMLESS.matcher(key).matches();
  }

  /**
   * What is shown of a setting of Spark or Hadoop: its value without the user information of URIs,
   * or {@value #HIDDEN}.
   */
  public static String shown(String key, String value) {
    boolean isShown =
        SHOWN.matcher(key).matches() && !isSecret(key) && !ASSIGNED.matcher(value).find();
    return isShown ? withoutUserInfo(value) : HIDDEN;
  }

  /** A text with what stands before the host of each URI hidden. */
  public static String withoutUserInfo(String text) {
    return USER_INFO.matcher(text).replaceAll("://" + HIDDEN + "@");
  }

  /** Whether a URI names a user or a password, or may do so: anything but a host and a port. */
  public static boolean hasUserInfo(String uri) {
    return AUTHORITY
        .matcher(uri)
        .results()
        .anyMatch(found -> !PORT.matcher(host(found.group(1), found.group(2))).matches());
  }

  private static String host(String scheme, String authority) {
    return AZURE.matcher(scheme).matches()
        ? CONTAINER.matcher(authority).replaceFirst("")
        : authority;
  }
}
