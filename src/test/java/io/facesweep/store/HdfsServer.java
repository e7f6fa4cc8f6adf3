package io.facesweep.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A real HDFS on this machine, a name node and a data node, in a process of its own. */
public final class HdfsServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;
  private static final String WHOLE = "</configuration>";

  private final Process process;
  private final String uri;

  /**
   * Returns when it can be written to.
   *
   * @param folder for what it stores, and its log
   */
  public HdfsServer(Path folder) throws IOException, InterruptedException {
    Path settings = folder.resolve("hdfs-site.xml");
    Path log = folder.resolve("hdfs.log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "org.apache.hadoop.test.MiniDFSClusterManager",
                "-format",
                "-D",
                "hdfs.minidfs.basedir=" + folder.resolve("dfs"),
                "-writeConfig",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(settings) || !Files.readString(settings).strip().endsWith(WHOLE)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException("Cannot start HDFS: " + Files.readString(log));
      }
      Thread.sleep(100);
    }
    Configuration written = new Configuration(false);
    written.addResource(new org.apache.hadoop.fs.Path(settings.toUri()));
    uri = written.get("fs.defaultFS");
  }

  /** What it needs of Hadoop, none of Spark or FaceSweep. */
  private static String classPath() {
    String own = System.getProperty("minicluster.jar", "target/hdfs/minicluster.jar");
    List<String> needed =
        List.of("hadoop-client-api", "hadoop-client-runtime", "slf4j-api", "jcl-over-slf4j");
    Stream<String> shared =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                jar -> needed.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith));
    return Stream.concat(Stream.of(own), shared).collect(Collectors.joining(File.pathSeparator));
  }

  /** The root, e.g. {@code hdfs://localhost:41234}. */
  public String uri() {
    return uri;
  }

  /** Kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
